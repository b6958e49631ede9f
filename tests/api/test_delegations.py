"""Substitutes: who may act for whom, with dates; each act names both."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.people import Role
from domain.standing import Askers, AskersNoted
from store.people import Assignment
from tests.api.provider import SETTINGS, provided
from tests.api.served import Person, Served, served
from tests.parts import Database

START = datetime.fromisoformat("2025-09-03T10:00:00+08:00")
HELD = Assignment(role=Role.APPLICANT, organisation="o-ann")
WEEK = {"substitute": "p-bob", "valid_to": (START + timedelta(days=7)).isoformat(), "ground": "年休假"}


@pytest.fixture
def api(database: Database, tmp_path: Path) -> Generator[Served, None, None]:
    with served(database.app_url, tmp_path, clock=START) as running:
        yield running


@pytest.fixture
def bob(api: Served) -> Person:
    """A colleague of Ann's in another role."""
    return api.person("p-bob", Role.AUDITOR, "o-ann")


def test_a_substitute_acts_and_the_log_names_both(api: Served, ann: Person, bob: Person) -> None:
    """In the role that was given, until it ends; without the header they act as themselves."""
    made = ann.ask("/v1/delegations", WEEK)
    assert made.status_code == 201, made.text
    opened = bob.ask("/v1/toys", Sluice_On_Behalf_Of="p-ann")
    assert opened.status_code == 201
    event, noted = api.store.log.events(opened.json()["id"])
    told = (event.actor.id, event.actor.on_behalf_of, event.actor.role, event.actor.organisation)
    assert told == ("p-bob", "p-ann", Role.APPLICANT, "o-ann")
    assert noted.body == AskersNoted(askers=Askers(who=("p-ann",)))
    assert bob.ask("/v1/toys").json()["reason"] == "forbidden"
    assert bob.get("/v1/me").json()["on_behalf_of"] == ""
    assert bob.get("/v1/me", Sluice_On_Behalf_Of="p-ann").json()["role"] == "applicant"


def test_it_holds_from_its_first_instant_until_before_its_last(api: Served, ann: Person, bob: Person) -> None:
    """By the instance's clock, for reads and for commands."""
    tomorrow = (START + timedelta(days=1)).isoformat()
    assert ann.ask("/v1/delegations", WEEK | {"valid_from": tomorrow}).status_code == 201
    for days, status in ((0, 403), (1, 200), (6, 200), (7, 403)):
        api.store.clocks.move(START + timedelta(days=days))
        assert bob.get("/v1/toys", Sluice_On_Behalf_Of="p-ann").status_code == status, days
        acted = bob.ask("/v1/toys", Sluice_On_Behalf_Of="p-ann")
        assert acted.status_code == (201 if status == 200 else 403), days


@pytest.mark.parametrize("end", ["ended", "principal", "substitute"])
def test_an_end_bites_at_once_though_it_was_just_used(api: Served, ann: Person, bob: Person, end: str) -> None:
    """Ended; or who is stood in for no longer holds the role; or the substitute has left the organisation."""
    made = ann.ask("/v1/delegations", WEEK).json()
    assert bob.ask("/v1/toys", Sluice_On_Behalf_Of="p-ann", Idempotency_Key="k").status_code == 201
    if end == "ended":
        assert ann.ask(f"/v1/delegations/{made['id']}/end").json()["ended_by"] == "p-ann"
    elif end == "principal":
        api.store.people.end("p-ann", HELD)
    else:
        api.store.people.end("p-bob", Assignment(role=Role.AUDITOR, organisation="o-ann"))
    assert bob.ask("/v1/toys", Sluice_On_Behalf_Of="p-ann").json()["reason"] == "not_delegated"
    assert bob.ask("/v1/toys", Sluice_On_Behalf_Of="p-ann", Idempotency_Key="k").status_code == 403


def test_asking_again_gives_the_same_and_another_wish_is_refused(api: Served, ann: Person, bob: Person) -> None:
    """Under one idempotency key there is one delegation."""
    assert bob.get("/v1/me").status_code == 200
    first = ann.ask("/v1/delegations", WEEK, Idempotency_Key="k")
    api.store.clocks.move(START + timedelta(days=30))
    again = ann.ask("/v1/delegations", WEEK, Idempotency_Key="k")
    assert (again.status_code, again.json()) == (201, first.json())
    other = ann.ask("/v1/delegations", WEEK | {"ground": "出差"}, Idempotency_Key="k")
    assert other.json()["reason"] == "key_reused"


def test_a_command_key_of_ones_own_is_not_that_of_an_act_for_another(api: Served, ann: Person, bob: Person) -> None:
    """Asked again for oneself under the same key, it is another request."""
    api.store.people.grant("p-bob", HELD)
    assert ann.ask("/v1/delegations", WEEK).status_code == 201
    asked = {"Sluice_Role": "applicant", "Idempotency_Key": "k"}
    assert bob.ask("/v1/toys", Sluice_On_Behalf_Of="p-ann", **asked).status_code == 201
    assert bob.ask("/v1/toys", **asked).json()["reason"] == "key_reused"


def test_only_colleagues_within_bounds_and_never_further(api: Served, ann: Person, bob: Person) -> None:
    """No stranger, nobody unknown (alike), not oneself; an end, and not too far off; a substitute passes nothing on."""
    api.person("p-eve", Role.APPLICANT, "o-eve")
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"substitute": "p-eve"}, "no_such_colleague"),
        ({"substitute": "p-nobody"}, "no_such_colleague"),
        ({"substitute": "p-ann"}, "no_such_colleague"),
        ({"valid_to": START.isoformat()}, "bad_period"),
        ({"valid_to": "9999-12-31T23:59:59-12:00"}, "bad_period"),
        ({"valid_from": "0001-01-01T00:00:00+14:00"}, "bad_period"),
        ({"valid_from": WEEK["valid_to"]}, "bad_period"),
        ({"ground": " "}, "invalid_input"),
    ]
    for change, reason in wrong:
        assert ann.ask("/v1/delegations", WEEK | change).json()["reason"] == reason, change
    made = ann.ask("/v1/delegations", WEEK).json()
    further = bob.ask("/v1/delegations", WEEK | {"substitute": "p-ann"}, Sluice_On_Behalf_Of="p-ann")
    assert further.json()["reason"] == "forbidden"
    ends = bob.ask(f"/v1/delegations/{made['id']}/end", Sluice_On_Behalf_Of="p-ann")
    assert ends.json()["reason"] == "forbidden"


def test_those_it_concerns_see_it(api: Served, ann: Person, bob: Person) -> None:
    """Both of them, page by page, and auditors; to others it isn't there."""
    made = [ann.ask("/v1/delegations", WEEK | {"ground": f"{n}"}).json()["id"] for n in range(3)]
    eve = api.person("p-eve", Role.APPLICANT, "o-eve")
    api.store.people.grant("p-bob", HELD)
    first = bob.get("/v1/delegations?limit=2", Sluice_Role="applicant").json()
    rest = bob.get(f"/v1/delegations?limit=2&cursor={first['next_cursor']}", Sluice_Role="applicant").json()
    assert {one["id"] for one in [*first["delegations"], *rest["delegations"]]} == {*made}
    assert rest["next_cursor"] == ""
    auditor = api.person("p-aud", Role.AUDITOR, "o-aud")
    assert len(auditor.get("/v1/delegations").json()["delegations"]) == 3
    assert auditor.get(f"/v1/delegations/{made[0]}").status_code == 200
    assert eve.get("/v1/delegations").json()["delegations"] == []
    assert eve.get(f"/v1/delegations/{made[0]}").json()["reason"] == "not_found"
    assert eve.ask(f"/v1/delegations/{made[0]}/end").json()["reason"] == "not_found"
    assert bob.ask(f"/v1/delegations/{made[0]}/end", Sluice_Role="applicant").json()["ended_by"] == "p-bob"


def test_people_of_a_provider_stand_in_for_one_another(database: Database, tmp_path: Path) -> None:
    """The token says that the substitute is of the organisation; one of another organisation's opens nothing."""
    with (
        provided(tmp_path) as provider,
        served(database.app_url, tmp_path, oidc_issuer=provider.issuer, **SETTINGS) as api,
    ):
        api.person("p-x", Role.APPLICANT, "o-ann")
        api.person("p-y", Role.APPLICANT, "o-eve")
        ann = Person(api.url, provider.token("ann", ["shenqing"], "o-ann"))
        bob = Person(api.url, provider.token("bob", ["shenji"], "o-ann"))
        moved = Person(api.url, provider.token("bob", ["shenji"], "o-eve"))
        to = (datetime.now(UTC) + timedelta(days=1)).isoformat()
        asked = {"substitute": bob.get("/v1/me").json()["id"], "valid_to": to, "ground": "leave"}
        made = ann.ask("/v1/delegations", asked).json()
        assert bob.ask("/v1/toys", Sluice_On_Behalf_Of=made["principal"]).status_code == 201
        assert moved.ask("/v1/toys", Sluice_On_Behalf_Of=made["principal"]).json()["reason"] == "not_delegated"
        assert ann.ask(f"/v1/delegations/{made['id']}/end").status_code == 200
        assert bob.ask("/v1/toys", Sluice_On_Behalf_Of=made["principal"]).json()["reason"] == "not_delegated"
