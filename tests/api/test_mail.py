"""One's own mail over HTTP: what is shown, chosen and refused, and that an address is shown to its person alone."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from composition import log_json
from domain.mail import CHOICES, DEFAULTS, Topic
from domain.people import Role
from store.mail_people import asked_at_of
from tests.api.served import MAIL, Person, Served, served
from tests.parts import Database

SECRET = "ann.secret@example.org"


@pytest.fixture
def api(database: Database, tmp_path: Path) -> Generator[Served]:
    with served(database.app_url, tmp_path, **MAIL) as running:
        yield running


@pytest.fixture
def ann(api: Served) -> Person:
    return api.person("p-ann", Role.APPLICANT, "o-ann")


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["reason"]


def confirm(api: Served, person: str) -> None:
    """As the page does that the mail's link opens."""
    with api.store.database.connection() as connection:
        query = "SELECT about FROM mail_notices WHERE person = %s AND topic = 'confirm' ORDER BY id DESC"
        row = connection.execute(query, (person,)).fetchone()
    assert row and api.store.mail_people.confirm(person, asked_at_of(row["about"]))


def test_a_person_chooses_an_address_what_is_told_and_how_often(ann: Person, api: Served) -> None:
    """Each change by itself; the address only counts once confirmed, and `notice` says so until then."""
    first = ann.get("/v1/mail").json()
    assert (first["told"], first["address"], first["choices"]) == (False, "", DEFAULTS)
    assert set(first["notice"]) == {"zh", "en"} and first["next_digest"] is None
    assert {topic: tuple(may["when"]) for topic, may in first["may_choose"].items()} == CHOICES
    asked = ann.change("/v1/mail", {"address": SECRET, "digest": "weekly", "choices": {"turn": "never"}}).json()
    assert (asked["told"], asked["address"], asked["asked_address"]) == (False, "", SECRET)
    confirm(api, "p-ann")
    told = ann.get("/v1/mail").json()
    assert (told["told"], told["notice"], told["address"], told["digest"]) == (True, {}, SECRET, "weekly")
    assert told["choices"] == {**DEFAULTS, Topic.TURN: "never"} and told["next_digest"]
    english = ann.change("/v1/mail", {"language": "en"}).json()
    assert (english["language"], english["address"]) == ("en", SECRET)


def test_a_person_stops_by_taking_the_address_away_and_resumes(ann: Person, api: Served) -> None:
    """Resuming a refused address tries it again."""
    api.store.mail_people.set_address("p-ann", SECRET)
    assert ann.change("/v1/mail", {"address": ""}).json()["told"] is False
    assert ann.ask("/v1/mail/resume").json()["notice"]["en"].startswith("there is no address")
    api.store.mail_people.set_address("p-ann", SECRET)
    api.store.mail_people.refused("p-ann", SECRET, "550 no such user")
    shown = ann.get("/v1/mail").json()
    assert (shown["told"], shown["refused_why"]) == (False, "550 no such user")
    assert ann.ask("/v1/mail/resume").json()["told"] is True


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "ann@example.org\r\nBcc: eve@evil.example"},
        {"address": "ann@example.org, eve@evil.example"},
        {"address": "ann"},
        {"choices": {"due": "at_once"}},
        {"choices": {"confirm": "never"}},
        {"choices": {"weather": "at_once"}},
        {"digest": "hourly"},
        {"language": "fr"},
        {"stopped_at": None},
    ],
    ids=str,
)
def test_what_may_not_be_chosen_changes_nothing(ann: Person, wrong: dict[str, Any]) -> None:
    """And the answer does not repeat it."""
    before = ann.get("/v1/mail").json()
    answer = ann.change("/v1/mail", {"language": "en", **wrong})
    assert refused(answer) == (422, "invalid_input") and "evil" not in answer.text
    assert ann.get("/v1/mail").json() == before


def test_a_test_mail_goes_to_oneself_and_too_many_are_refused(ann: Person, api: Served) -> None:
    """Together with confirming ones; a refused asking leaves the settings as they were."""
    assert refused(ann.ask("/v1/mail/test")) == (409, "not_told_by_mail")
    api.store.mail_people.set_address("p-ann", SECRET)
    answers = [ann.ask("/v1/mail/test") for _ in range(6)]
    assert [one.status_code for one in answers] == [202] * 5 + [409]
    assert answers[0].json() == {"address": SECRET} and refused(answers[5]) == (409, "too_many_mails_asked")
    asked = ann.change("/v1/mail", {"address": "other@example.org", "language": "en"})
    assert refused(asked) == (409, "too_many_mails_asked")
    assert ann.get("/v1/mail").json()["language"] == "zh"


def test_an_address_is_shown_to_its_person_alone(ann: Person, api: Served) -> None:
    """Not to a colleague, an auditor or a substitute, nor in what operators list; a substitute sees their own."""
    bob, eve = api.person("p-bob", Role.APPLICANT, "o-ann"), api.person("p-eve", Role.AUDITOR, "o-eve")
    ann.change("/v1/mail", {"address": SECRET})
    confirm(api, "p-ann")
    until = (datetime.now(UTC) + timedelta(days=7)).isoformat()
    given = ann.ask("/v1/delegations", {"substitute": "p-bob", "valid_to": until, "ground": "年休假"})
    assert given.status_code == 201
    api.store.mail_people.set_address("p-bob", "bob@example.org")
    standing_in = bob.get("/v1/mail", Sluice_On_Behalf_Of="p-ann").json()
    assert standing_in["address"] == "bob@example.org"
    for other in (bob, eve):
        for path in ("/v1/mail", "/v1/me", "/v1/access-log", "/v1/refused-attempts", "/v1/delegations"):
            assert SECRET not in other.get(path).text
    assert SECRET not in repr(api.store.people.listed())


def test_the_log_says_what_was_changed_and_never_to_what(ann: Person) -> None:
    """Neither a good address nor a refused one."""
    log_json("info")
    with capture_logs() as lines:
        ann.change("/v1/mail", {"address": SECRET, "language": "en"})
        ann.change("/v1/mail", {"address": f"{SECRET}, eve"})
    log_json("warning")
    (changed,) = (line for line in lines if line["event"] == "mail_changed")
    assert changed["fields"] == ["address", "language"] and SECRET not in repr(lines)


def test_a_key_that_only_reads_changes_nothing(ann: Person, api: Served) -> None:
    reading = Person(api.url, api.store.people.new_key("p-ann", "read"))
    assert reading.get("/v1/mail").status_code == 200
    assert refused(reading.change("/v1/mail", {"language": "en"})) == (403, "scope_needed")


def test_an_instance_without_a_mail_server_says_so(database: Database, tmp_path: Path) -> None:
    """Choices may be made ahead; what would need a mail is refused, and an address may still be taken away."""
    with served(database.app_url, tmp_path) as api:
        ann = api.person("p-ann", Role.APPLICANT, "o-ann")
        api.store.mail_people.set_address("p-ann", SECRET)
        shown = ann.get("/v1/mail").json()
        assert (shown["told"], shown["notice"]["en"]) == (False, "this instance sends no mail")
        assert refused(ann.change("/v1/mail", {"address": "other@example.org"})) == (409, "mail_off")
        assert refused(ann.ask("/v1/mail/test")) == (409, "mail_off")
        assert ann.change("/v1/mail", {"digest": "never", "address": ""}).json()["address"] == ""


def test_an_erased_person_is_reached_by_nothing(ann: Person, api: Served) -> None:
    """Addresses and choices go, what waits is not sent, and no mail server's word about the address stays."""
    api.store.mail_people.set_address("p-ann", SECRET)
    ann.change("/v1/mail", {"address": f"new.{SECRET}", "digest": "weekly", "choices": {"turn": "never"}})
    api.store.mail_people.refused("p-ann", SECRET, f"550 {SECRET} unknown")
    with api.store.database.connection() as connection:
        connection.execute("UPDATE mail_notices SET error = %s", (f"450 {SECRET} later",))
        assert api.store.people.erase("p-ann")
        kept = connection.execute("SELECT * FROM mail_people m JOIN mail_notices USING (person)").fetchall()
    assert SECRET not in repr(kept) and [row["state"] for row in kept] == ["moot"]
    assert (kept[0]["choices"], kept[0]["digest"], kept[0]["next_digest"]) == ({}, "daily", None)
