"""What one caller may take: a rate, a line of its own, a body's size, a time. Real HTTP, and a database that waits."""

import json
import time
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from api.reading import MAX_BODY
from domain.people import Role
from domain.processes import PROCESSES
from tests.api.served import Person, Served, served
from tests.parts import Database

ME = "/v1/worklist"
JSON = {"Content-Type": "application/json"}
_WAITING = """
SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"""


@contextmanager
def limited(database: Database, folder: Path, **limits: Any) -> Generator[Served]:
    with served(database.app_url, folder, **limits) as api:
        yield api


def someone(api: Served, name: str) -> Person:
    return api.person(name, Role.APPLICANT, f"o-{name}")


def test_who_has_asked_too_often_is_told_when_to_come_back_and_others_are_not_held_up(
    database: Database, tmp_path: Path
) -> None:
    """The bucket fills evenly: at 60 a minute the next request is taken after a second."""
    with limited(database, tmp_path, requests_per_minute=60) as api:
        eager, other = someone(api, "eager"), someone(api, "other")
        taken, last = _until_refused(eager)
        assert len(taken) >= 60
        assert last.status_code == 429
        assert last.json()["reason"] == "too_many_requests"
        assert last.headers["Retry-After"] == "1"
        assert last.headers["RateLimit-Policy"] == '"caller";q=60;w=60'
        assert last.headers["RateLimit"].startswith('"caller";r=0;t=')
        assert taken[1].headers["RateLimit"] in ('"caller";r=58;t=2', '"caller";r=58;t=1', '"caller";r=59;t=1')
        assert other.get(ME).status_code == 200
        time.sleep(1.1)
        assert eager.get(ME).status_code == 200


def test_made_up_keys_share_what_their_address_may_take(database: Database, tmp_path: Path) -> None:
    """Whoever guesses keys is held up after as many as one caller has, and a known key at that address is not."""
    with limited(database, tmp_path, requests_per_minute=30) as api:
        known = someone(api, "known")
        assert known.get(ME).status_code == 200
        guesses = [Person(api.url, uuid4().hex).get(ME) for _ in range(25)]
        assert {one.status_code for one in guesses} == {401}
        assert _left(guesses[-1]) < 15
        open_page = [Person(api.url, uuid4().hex).get("/v1/problems/away") for _ in range(2)]
        assert max(map(_left, open_page)) < 15, "what needs no key proves none"
        assert _left(known.get(ME)) > 20


def test_one_organisation_uploads_so_much_in_a_day(database: Database, tmp_path: Path) -> None:
    """Whoever of it uploads; others have their own, and a day later it has its own again."""
    with limited(database, tmp_path, upload_bytes_a_day=100) as api:
        ann, other = someone(api, "ann"), someone(api, "other")
        colleague = api.person("p-colleague", Role.APPLICANT, "o-ann")
        assert [ann.send("/v1/material", b"a" * 60).status_code for _ in range(2)] == [201, 201]
        refused = colleague.send("/v1/material", b"a")
        assert (refused.status_code, refused.json()["reason"]) == (429, "too_much_uploaded")
        assert refused.headers["Retry-After"] == "3600"
        assert other.send("/v1/material", b"a").status_code == 201
        with psycopg.connect(database.superuser_url, autocommit=True) as connection:
            connection.execute("UPDATE material SET uploaded_at = uploaded_at - interval '25 hours'")
        assert colleague.send("/v1/material", b"a").status_code == 201


UNREAD: dict[str, tuple[str, str, dict[str, Any]]] = {
    "a body that is not JSON": ("POST", "/v1/webhooks", {"content": b"{", "headers": JSON}),
    "a method that is not there": ("DELETE", ME, {}),
    "a method that a command has not": ("GET", "/v1/toys/toy-1/remark-toy", {}),
    "a body that is too large": ("POST", "/v1/webhooks", {"content": b" " * (MAX_BODY + 1), "headers": JSON}),
}


@pytest.mark.parametrize("way", UNREAD)
def test_a_key_that_was_not_looked_at_has_no_share_of_its_own(database: Database, tmp_path: Path, way: str) -> None:
    """Some requests are refused before anyone asks whose they are: whoever makes keys up gains nothing by these."""
    method, path, more = UNREAD[way]
    with limited(database, tmp_path, requests_per_minute=30) as api:
        last = httpx.get(f"{api.url}/v1/problems/away")
        for _ in range(6):
            made_up = {"Authorization": f"Bearer {uuid4().hex}"}
            refused = httpx.request(method, api.url + path, **more | {"headers": more.get("headers", {}) | made_up})
            assert refused.status_code in (400, 405, 413)
            last = httpx.get(f"{api.url}/v1/problems/away", headers=made_up)
        assert _left(last) < 22, "thirteen requests of one address"


def test_one_person_has_so_many_streams_open(database: Database, tmp_path: Path) -> None:
    """With whichever of their keys; others have their own, and one that ends makes room."""
    with limited(database, tmp_path, streams_at_once=2) as api:
        ann, other = someone(api, "ann"), someone(api, "other")
        second = Person(api.url, api.store.people.new_key("ann"))
        with _stream(ann) as one, _stream(second) as two, _stream(other) as third:
            assert [one.status_code, two.status_code, third.status_code] == [200, 200, 200]
            with _stream(ann) as refused:
                assert refused.status_code == 429 and refused.headers["Retry-After"]
                assert json.loads(refused.read())["reason"] == "too_many_streams"
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with _stream(ann) as again:
                if again.status_code == 200:
                    return
            time.sleep(0.05)
        raise AssertionError("no place became free")


def _stream(person: Person) -> AbstractContextManager[httpx.Response]:
    return httpx.stream("GET", f"{person.url}/v1/stream", headers={"Authorization": f"Bearer {person.key}"}, timeout=20)


def test_the_probes_of_whoever_runs_it_are_never_refused(database: Database, tmp_path: Path) -> None:
    """A balancer that were told 429 would take the instance out."""
    with limited(database, tmp_path, requests_per_minute=1) as api:
        assert {httpx.get(f"{api.url}/health").status_code for _ in range(5)} == {200}
        assert {httpx.get(f"{api.url}/ready").status_code for _ in range(5)} == {200}


def test_a_command_that_is_answered_too_late_may_have_happened_and_its_key_tells(
    database: Database, tmp_path: Path
) -> None:
    """The log is locked by another; the answer is 504. Once it is free, the same key gives the one outcome."""
    with limited(database, tmp_path, request_seconds=0.5) as api:
        ann = someone(api, "ann")
        key = uuid4().hex
        with _held(database, "stored_events"):
            late = ann.ask("/v1/toys", {"dues": []}, Idempotency_Key=key)
            assert (late.status_code, late.json()["reason"]) == (504, "too_slow")
            assert late.headers["Retry-After"] == "1"
        first = ann.ask("/v1/toys", {"dues": []}, Idempotency_Key=key)
        again = ann.ask("/v1/toys", {"dues": []}, Idempotency_Key=key)
        assert first.status_code == 201
        assert (again.json(), len(api.store.log.events(first.json()["id"]))) == (first.json(), 1)


def test_a_read_that_waits_for_the_database_ends_at_its_time_and_leaves_no_statement_behind(
    database: Database, tmp_path: Path
) -> None:
    """Both end at the limit: the answer, and what the database was doing for it."""
    with limited(database, tmp_path, request_seconds=2) as api:
        ann = someone(api, "ann")
        assert ann.get(ME).status_code == 200
        with _held(database, "cases"):
            begun = time.monotonic()
            assert ann.get(ME).status_code == 504
            assert time.monotonic() - begun < 10
            with psycopg.connect(database.superuser_url, autocommit=True) as looking:
                while looking.execute(_WAITING).fetchone() != (0,):
                    assert time.monotonic() - begun < 10
        assert ann.get(ME).status_code == 200


@pytest.mark.parametrize("path", ["/v1/spot-checks", "/v1/applications", "/v1/clock"])
def test_no_route_reads_a_body_without_end(database: Database, tmp_path: Path, path: str) -> None:
    """Also where the framework reads it: with a declared length, and in pieces without one."""
    with served(database.app_url, tmp_path, PROCESSES) as api:
        checker = api.person("p-li", Role.PLATFORM_OPERATOR, "o-operator")
        piece = b" " * 65_536
        pieces = (piece for _ in range(1 + MAX_BODY // len(piece)))
        for content in (b" " * (MAX_BODY + 1), pieces):
            headers = {
                "Authorization": f"Bearer {checker.key}",
                "Idempotency-Key": "k",
                "Content-Type": "application/json",
            }
            answer = httpx.post(api.url + path, content=content, headers=headers, timeout=30)
            assert (answer.status_code, answer.json()["reason"]) == (413, "too_large")


@contextmanager
def _held(database: Database, table: str) -> Generator[None]:
    """Someone else holds the table until the block ends."""
    with psycopg.connect(database.superuser_url) as holding:
        holding.execute(SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(Identifier(table)))
        yield


def _until_refused(person: Person) -> tuple[list[httpx.Response], httpx.Response]:
    """The answers up to the first refusal, and that one; a slow machine gives more, for the bucket fills meanwhile."""
    taken: list[httpx.Response] = []
    while (answer := person.get(ME)).status_code == 200:
        taken.append(answer)
        assert len(taken) < 600
    return taken, answer


def _left(answer: httpx.Response) -> int:
    return int(answer.headers["RateLimit"].partition(";r=")[2].partition(";")[0])
