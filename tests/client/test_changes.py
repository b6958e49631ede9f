"""Changes as an iterator: typed, without end, and whole across what cuts them off."""

import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path

import httpx
import pytest

from api import stream
from client import Sluice, asking
from client.problems import Unauthenticated, Unreadable
from domain.people import Role
from tests.api.served import served
from tests.parts import Database


def test_what_happens_is_told_in_order_and_gone_on_with_another_day(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the start, from now on, and after the last that one dealt with; until the key is revoked."""
    monkeypatch.setattr(asking, "_CUT", 0)
    monkeypatch.setattr(stream, "IDLE_SECONDS", 0.2)
    with served(database.app_url, tmp_path) as api:
        ann = api.person("p-ann", Role.APPLICANT, "o-ann")
        first, second = (ann.ask("/v1/toys").json()["id"] for _ in range(2))
        with Sluice(api.url, ann.key) as client:
            told = list(islice(client.changes(after=0), 2))
            assert [(one.case_id, one.kind, one.version) for one in told] == [
                (first, "toy_opened", 1),
                (second, "toy_opened", 1),
            ]
            more = client.changes(after=told[0].position)
            assert next(more) == told[1]
            ann.ask(f"/v1/toys/{first}/remark-toy", {"words": "a"})
            assert (next(more).kind, next(client.changes(after=told[1].position)).kind) == ("toy_remarked",) * 2
            with pytest.raises(Unreadable) as refused:
                next(client.changes(after=99))
            assert refused.value.reason == "unknown_position"
            assert api.store.people.revoke_key(ann.key[:16])
            with pytest.raises(Unauthenticated):
                next(more)


def _event(position: int, name: str = "change") -> bytes:
    change = {"event_id": f"e{position}", "case_id": "c", "process": "toy", "version": 1, "kind": "toy_opened"}
    instants = dict.fromkeys(("occurred_at", "recorded_at"), "2026-01-05T01:00:00Z")
    data = {**change, **instants} if name == "change" else {"position": position}
    return f"event: {name}\r\ndata: {json.dumps(data)}\r\nid: {position}\r\nretry: 2000\r\n\r\n".encode()


@contextmanager
def _cutting(answers: list[bytes]) -> Generator[tuple[str, list[str]]]:
    """A server's end that cuts each answer off; its address, and where it was asked to go on."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers.get("Last-Event-ID", ""))
            if not answers:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            self.wfile.write(answers.pop(0))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def test_what_is_cut_off_is_gone_on_with_and_half_an_event_counts_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also after an event that only says how far the log was looked at; comments are passed over."""
    monkeypatch.setattr(asking, "_CUT", 0)
    half = _event(3)[:40]
    answers = [_event(1, "here"), _event(2) + b": still here\r\n\r\n" + half, _event(3) + _event(7, "here"), _event(9)]
    with _cutting(answers) as (url, asked), Sluice(url, "k") as client:
        assert [one.position for one in islice(client.changes(), 3)] == [2, 3, 9]
        assert asked == ["", "1", "2", "7"]
        with pytest.raises(httpx.HTTPStatusError):
            next(client.changes())
