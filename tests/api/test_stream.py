"""The stream of changes: all that one may see, once each, in the log's order, however often it is cut off."""

import json
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import httpx
import psycopg
import pytest

from api import stream
from domain.people import Role
from tests.api.served import Person, Served
from tests.parts import Database
from tests.waiting import until

Told = tuple[int, str, dict[str, Any]]


def _told(lines: Iterator[str]) -> Iterator[Told]:
    """The events of an answer: position, name, data. Comments are passed over."""
    fields: dict[str, str] = {}
    for line in lines:
        if line.startswith(":"):
            continue
        if not line:
            if fields:
                yield int(fields["id"]), fields["event"], json.loads(fields["data"])
            fields = {}
            continue
        name, _, value = line.partition(": ")
        fields[name] = value


@contextmanager
def _listening(person: Person, **headers: str) -> Generator[Iterator[Told]]:
    sent = {"Authorization": f"Bearer {person.key}", **{name.replace("_", "-"): text for name, text in headers.items()}}
    with httpx.stream("GET", f"{person.url}/v1/stream", headers=sent, timeout=20) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield _told(answer.iter_lines())


def _changes(told: Iterator[Told], count: int) -> list[Told]:
    """The next so many changes."""
    found = list[Told]()
    while len(found) < count:
        one = next(told)
        if one[1] == "change":
            found.append(one)
    return found


def test_changes_are_told_as_they_happen(ann: Person) -> None:
    """From now on: with its kind and version; where to read it is in its ids, and its content is not."""
    ann.ask("/v1/toys")
    with _listening(ann) as told:
        at, name, here = next(told)
        assert (at, name, here) == (1, "here", {"position": 1})
        case = ann.ask("/v1/toys").json()["id"]
        ann.ask(f"/v1/toys/{case}/remark-toy", {"words": "secret"})
        found = _changes(told, 2)
    assert [(at, data["kind"], data["version"]) for at, _, data in found] == [
        (2, "toy_opened", 1),
        (3, "toy_remarked", 2),
    ]
    assert {data["case_id"] for *_, data in found} == {case}
    assert "secret" not in str(found)


def test_what_one_may_not_see_is_not_told(api: Served, ann: Person) -> None:
    """A stranger hears how far the log was read, and nothing of what was in it; the auditor hears all."""
    bob, auditor = api.person("p-bob", Role.APPLICANT, "o-bob"), api.person("p-aud", Role.AUDITOR, "o-aud")
    for _ in range(3):
        ann.ask("/v1/toys")
    mine = bob.ask("/v1/toys").json()["id"]
    with _listening(bob, Last_Event_ID="0") as told:
        ((at, _, data),) = _changes(told, 1)
        assert (at, data["case_id"]) == (4, mine)
        ann.ask("/v1/toys")
        assert next(told)[:2] == (5, "here")
    with _listening(auditor, Last_Event_ID="0") as told:
        assert [at for at, *_ in _changes(told, 5)] == [1, 2, 3, 4, 5]


def test_a_stream_that_is_cut_off_again_and_again_loses_nothing(api: Served, ann: Person) -> None:
    """While others write: each change once, in order, though the connection breaks after every few of them."""
    bob, count = api.person("p-bob", Role.APPLICANT, "o-bob"), 40

    def write() -> None:
        for _ in range(count):
            ann.ask("/v1/toys")
            bob.ask("/v1/toys")

    writer = Thread(target=write)
    writer.start()
    seen, last = list[int](), "0"
    while len(seen) < count:
        with _listening(ann, Last_Event_ID=last) as told:
            for at, name, _ in told:
                last = str(at)
                if name == "change":
                    seen.append(at)
                if len(seen) % 7 == 0 or len(seen) == count:
                    break
    writer.join()
    wanted = [event.position for event in api.parts.log.tail(0, 1000) if event.actor.id == "p-ann"]
    assert seen == wanted and len(seen) == count


def test_a_lost_connection_to_the_database_costs_no_change(database: Database, ann: Person) -> None:
    """The bell is struck dumb; it listens again, and what happened meanwhile is told."""
    with _listening(ann) as told:
        assert next(told)[1] == "here"
        with psycopg.connect(database.superuser_url, autocommit=True) as connection:
            silence = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sluice bell'"
            until(lambda: connection.execute(silence).fetchall() == [(True,)])  # it may still be on its way there
        ann.ask("/v1/toys")
        assert [at for at, *_ in _changes(told, 1)] == [1]


def test_it_ends_when_the_key_is_revoked(api: Served, ann: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once when something happens, which is not told any more; and without anything happening, soon."""
    monkeypatch.setattr(stream, "IDLE_SECONDS", 0.3)
    bob = api.person("p-bob", Role.AUDITOR, "o-bob")
    with _listening(bob) as told, _listening(ann) as hers:
        assert next(told)[1] == next(hers)[1] == "here"
        assert api.store.people.revoke_key(bob.key[:16])
        ann.ask("/v1/toys")
        assert list(told) == []
        assert [at for at, *_ in _changes(hers, 1)] == [1]
        assert api.store.people.revoke_key(ann.key[:16])
        assert list(hers) == []


def test_it_is_kept_alive(ann: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """A comment now and then, which is no event."""
    monkeypatch.setattr("fastapi.routing._PING_INTERVAL", 0.2)
    headers = {"Authorization": f"Bearer {ann.key}"}
    begun = time.monotonic()
    with httpx.stream("GET", f"{ann.url}/v1/stream", headers=headers, timeout=20) as answer:
        comment = next(line for line in answer.iter_lines() if line.startswith(":"))
    assert comment and time.monotonic() - begun < 10


def test_who_may_not_listen_is_told_so(ann: Person) -> None:
    """Before the stream begins: a wrong position, one that the log has not come to, no key."""
    malformed = dict.fromkeys(("x", "-1", "1.5", "9" * 19), "malformed_cursor")
    for wrong, reason in {**malformed, "1": "unknown_position"}.items():
        answer = ann.get("/v1/stream", Last_Event_ID=wrong)
        assert (answer.status_code, answer.json()["reason"]) == (400, reason)
    assert httpx.get(f"{ann.url}/v1/stream").status_code == 401
