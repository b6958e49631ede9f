"""Somebody's receiver, a process of its own: PORT FOLDER. It misbehaves as FOLDER/mood.json says.

Every request is a line of FOLDER/received.jsonl, so that nothing is forgotten when it is killed.
"""

import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any


class Receiver(BaseHTTPRequestHandler):
    """Writes down, then answers by its mood."""

    protocol_version = "HTTP/1.1"
    folder: Path
    lock = Lock()

    def do_POST(self) -> None:
        """Answer 200, or misbehave: the first `bad` requests of an event, or all when it is -1."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        mood = json.loads((self.folder / "mood.json").read_text())
        event = self.headers["webhook-id"]
        with self.lock:
            before = sum(1 for one in read(self.folder) if one["headers"]["webhook-id"] == event)
            good = mood["bad"] >= 0 and before >= mood["bad"]
            entry = {"path": self.path, "headers": {k.lower(): v for k, v in self.headers.items()}, "body": body}
            with (self.folder / "received.jsonl").open("a") as log:
                log.write(json.dumps({**entry, "good": good}) + "\n")
                log.flush()
                os.fsync(log.fileno())
        if not good and mood["how"] == "hang":
            time.sleep(60)
        self._answer(200 if good else mood["status"])

    def do_GET(self) -> None:
        """Where a redirect leads; nobody should come here."""
        with (self.folder / "received.jsonl").open("a") as log:
            log.write(json.dumps({"path": self.path, "headers": {"webhook-id": ""}, "good": True}) + "\n")
        self._answer(200)

    def _answer(self, status: int) -> None:
        words = "well received" if status < 300 else f"no: {'x' * 5000}"
        self.send_response(status)
        self.send_header("Content-Length", str(len(words)))
        if 300 <= status < 400:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(words.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class calls it so
        """Not to the terminal."""


class Server(ThreadingHTTPServer):
    """Threads that hang don't keep it from ending."""

    daemon_threads = True


def read(folder: Path) -> list[dict[str, Any]]:
    """All requests so far."""
    log = folder / "received.jsonl"
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


if __name__ == "__main__":
    Receiver.folder = Path(sys.argv[2])
    Server(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
