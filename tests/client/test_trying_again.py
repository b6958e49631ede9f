"""Trying again: only what is safe to ask twice, under one key, and no longer than the patience lasts."""

import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from client import Sluice, models
from client.problems import Away

DONE: dict[str, object] = {
    "id": "app-1",
    "version": 1,
    "phase": "draft",
    "events": ["application_drafted"],
    "links": {},
}
MATERIAL: dict[str, object] = {"id": "ab", "media_type": "text/plain", "size": 1}
BULK: dict[str, object] = {"results": [{"key": "k", "status": 201, "answer": DONE, "problem": None}]}
REASONS = {503: "away", 429: "too_many_requests"}


@dataclass
class Failing:
    """A server that is away `times` times before it answers; "cut" drops the connection instead."""

    times: int
    cut: bool = False
    seconds: str = "0"
    status: int = 503
    url: str = ""
    keys: list[str] = field(default_factory=list[str])


@contextmanager
def answering(failing: Failing) -> Generator[Failing]:
    """The server on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            failing.keys.append(self.headers.get("Idempotency-Key", ""))
            if len(failing.keys) > failing.times:
                answers = {"/v1/material": MATERIAL, "/v1/bulk": BULK}
                self._answer(200, answers.get(self.path, DONE), "application/json")
            elif not failing.cut:
                problem = {"type": f"/v1/problems/{REASONS[failing.status]}", "status": failing.status}
                self._answer(failing.status, problem, "application/problem+json")

        def _answer(self, status: int, body: object, media_type: str) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Retry-After", failing.seconds)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        failing.url = f"http://127.0.0.1:{server.server_port}"
        yield failing
        server.shutdown()


@pytest.mark.parametrize("cut", [False, True], ids=["away", "cut"])
def test_a_command_is_asked_again_under_the_same_key_until_it_is_answered(cut: bool) -> None:
    with answering(Failing(times=2, cut=cut)) as server, Sluice(server.url, "k", patience=20) as client:
        assert client.application_accept_materials("app-1").id == "app-1"
    assert len(server.keys) == 3 and len(set(server.keys)) == 1 and server.keys[0]


def test_two_commands_have_two_keys_and_a_given_key_is_sent_as_it_is() -> None:
    with answering(Failing(times=0)) as server, Sluice(server.url, "k") as client:
        client.application_accept_materials("app-1")
        client.application_accept_materials("app-1")
        client.application_accept_materials("app-1", key="mine")
    assert len(set(server.keys)) == 3 and server.keys[2] == "mine"


def test_what_takes_no_key_is_asked_once() -> None:
    """An upload twice would be two files."""
    with answering(Failing(times=1)) as server, Sluice(server.url, "k") as client, pytest.raises(Away):
        client.upload_material(b"x", media_type="text/plain")
    assert len(server.keys) == 1


def test_what_was_refused_before_it_began_is_asked_again_whatever_it_is() -> None:
    """An upload too: a caller that asks too often is held up before anything is done."""
    with answering(Failing(times=2, status=429)) as server, Sluice(server.url, "k", patience=20) as client:
        assert client.upload_material(b"x", media_type="text/plain").id == "ab"
    assert len(server.keys) == 3


@pytest.mark.parametrize("cut", [False, True], ids=["away", "cut"])
def test_a_bulk_is_asked_again_for_its_commands_have_their_own_keys(cut: bool) -> None:
    bulk = models.Bulk(commands=[models.BulkCommand(process="application", command="draft_application", key="k")])
    with answering(Failing(times=1, cut=cut)) as server, Sluice(server.url, "k", patience=20) as client:
        assert [one.status for one in client.bulk(bulk).results] == [201]
    assert len(server.keys) == 2


def test_patience_ends_with_the_problem() -> None:
    """It is not even waited for what would come too late."""
    late = Failing(times=9, seconds="60")
    with answering(late) as server, Sluice(server.url, "k") as client, pytest.raises(Away) as away:
        client.application_accept_materials("app-1")
    assert away.value.reason == "away" and len(server.keys) == 1
