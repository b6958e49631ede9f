"""Reads of personal data are on record, and refused attempts, bounded; auditors read both."""

import httpx
import psycopg
import pytest

from domain.people import Role
from store.access_log import What, Who
from store.attempts import EACH, SOURCES, Attempt, Attempts
from tests.api.served import Person, Served
from tests.parts import Database

ATTEMPT = Attempt(address="127.0.0.1", method="GET", path="/v1/x", reason="forbidden", nth=1, request_id="r")


@pytest.fixture
def auditor(api: Served) -> Person:
    return api.person("p-aud", Role.AUDITOR, "o-aud")


def test_each_read_of_material_is_logged_and_no_refused_one(api: Served, ann: Person, auditor: Person) -> None:
    """Who, in which role, by which operation, with the request's id; newest first, page by page."""
    material = ann.send("/v1/material", b"hello").json()["id"]
    eve = api.person("p-eve", Role.APPLICANT, "o-eve")
    assert eve.get(f"/v1/material/{material}").status_code == 404
    answers = [ann.get(f"/v1/material/{material}") for _ in range(3)]
    first = auditor.get(f"/v1/access-log?subject={material}&limit=2").json()
    rest = auditor.get(f"/v1/access-log?subject={material}&limit=2&cursor={first['next_cursor']}").json()
    found = [*first["reads"], *rest["reads"]]
    assert [one["request_id"] for one in found] == [a.headers["Sluice-Request-Id"] for a in reversed(answers)]
    assert {(one["person"], one["role"], one["organisation"], one["what"], one["route"]) for one in found} == {
        ("p-ann", "applicant", "o-ann", "material", "GET /v1/material/{material_id}")
    }
    assert all(one["credential"].startswith("slc_") and one["credential"] != ann.key for one in found)
    assert auditor.get("/v1/access-log?person=p-eve").json()["reads"] == []
    attempts = auditor.get("/v1/refused-attempts?person=p-eve").json()["attempts"]
    assert [(one["reason"], one["why"]) for one in attempts] == [("not_found", "not theirs to read")]


def test_the_records_are_for_auditors_alone(api: Served, ann: Person) -> None:
    """An operator is refused too."""
    operator = api.person("p-op", Role.PLATFORM_OPERATOR, "o-op")
    for path in ("/v1/access-log", "/v1/refused-attempts"):
        for person in (ann, operator):
            assert person.get(path).json()["reason"] == "forbidden"
        assert httpx.get(api.url + path).status_code == 401


def test_what_was_read_stays_on_record(database: Database, api: Served) -> None:
    """The application can't change it, nor can an owner's slip; refused attempts it can't choose to forget."""
    api.parts.access_log.record(Who(person="p"), What(what="names", route="x"))
    for url in (database.app_url, database.owner_url):
        with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM access_log")
    with psycopg.connect(database.app_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("DELETE FROM refused_attempts")


def test_a_flood_is_counted_and_fills_no_disk(api: Served, auditor: Person) -> None:
    """The first attempts of an hour one by one, then at each power of two; the numbers tell how many."""
    counted = Attempts(api.parts.database, 1000)
    written = [nth for nth in (counted.number("p-flood", "10.0.0.1") for _ in range(5000)) if nth]
    assert written == [*range(1, EACH + 1), 64, 128, 256, 512, 1024, 2048, 4096]
    many = [nth for nth in (counted.number("", f"network-{n}") for n in range(SOURCES * 5)) if nth]
    assert len(many) < SOURCES + EACH + 12
    assert counted.number("p-quiet", "10.0.0.1") == 1, "no flood of addresses hides what a person tries"
    for _ in range(EACH + 10):
        assert httpx.get(f"{api.url}/v1/worklist").status_code == 401
    shown = auditor.get("/v1/refused-attempts?limit=200&reason=unauthenticated").json()["attempts"]
    assert len(shown) == EACH + 1 and shown[0]["nth"] == 64


def test_only_the_newest_attempts_are_kept(api: Served) -> None:
    """Whatever comes, the table stays about as long as it was set."""
    attempts = Attempts(api.parts.database, 1000)
    for _ in range(2000):
        attempts.record(Who(), ATTEMPT)
    with api.parts.database.connection() as connection:
        row = connection.execute("SELECT count(*) AS kept, max(id) AS newest FROM refused_attempts").fetchone()
    assert row and row["kept"] == 1000 and row["newest"] >= 2000


def test_a_keys_last_use_is_noted_and_seldom(api: Served, ann: Person) -> None:
    """To the minute: the second use writes nothing."""

    def used() -> object:
        with api.parts.database.connection() as connection:
            row = connection.execute("SELECT last_used_at, xmin FROM api_keys WHERE person = 'p-ann'").fetchone()
        return row and (row["last_used_at"], row["xmin"])

    before = used()
    assert ann.get("/v1/worklist").status_code == 200
    first = used()
    assert before != first and ann.get("/v1/worklist").status_code == 200
    assert ann.ask("/v1/toys").status_code == 201
    assert used() == first
