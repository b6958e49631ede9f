"""A receiver as the tests see it: started, killed, put in a mood, and asked what it received."""

import json
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from signal import SIGTERM
from sys import executable
from typing import Any

from embedded.child import Child
from embedded.ports import free_port
from embedded.processes import CHECKOUT


@dataclass
class Received:
    """One request. `good` when it was answered 200."""

    path: str
    headers: dict[str, str]
    good: bool
    body: str = ""

    @property
    def event(self) -> dict[str, Any]:
        """The CloudEvent."""
        found: dict[str, Any] = json.loads(self.body)
        return found


class FakeReceiver:
    """On one port for its whole life, however often it is killed."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.port = free_port()
        self.behave()
        self._process: Child | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.address}/hook"

    def behave(self) -> None:
        """Answer 200."""
        self._mood(0, "answer", 200)

    def fail(self, times: int = -1, status: int = 500) -> None:
        """Answer so, to the first `times` requests of every event, or to all."""
        self._mood(times, "answer", status)

    def hang(self, times: int) -> None:
        """Let the first requests of every event wait for an answer."""
        self._mood(times, "hang", 200)

    def start(self) -> None:
        """Start it, and wait until it listens."""
        command = [executable, "-m", "tests.webhooks.receiver", str(self.port), str(self.folder)]
        log = self.folder / "receiver.log"
        self._process = Child(command, name="receiver", log=log, stop_signal=SIGTERM, folder=CHECKOUT)
        self._process.wait_until(self._listens, 20)

    def kill(self) -> None:
        """SIGKILL."""
        if self._process:
            self._process.kill()
            self._process = None

    def received(self) -> list[Received]:
        """Every request so far, in their order."""
        log = self.folder / "received.jsonl"
        lines = log.read_text().splitlines() if log.exists() else []
        return [Received(**json.loads(line)) for line in lines]

    def taken(self, case_id: str) -> list[int]:
        """The versions of a case that it answered 200 to, each once, in their order."""
        good = [one.event for one in self.received() if one.good]
        versions = [one["data"]["version"] for one in good if one["subject"] == case_id]
        return list(dict.fromkeys(versions))

    def _mood(self, bad: int, how: str, status: int) -> None:
        draft = self.folder / "mood.new"
        draft.write_text(json.dumps({"bad": bad, "how": how, "status": status}))
        draft.rename(self.folder / "mood.json")

    def _listens(self) -> bool:
        time.sleep(0.02)
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0
