"""Tables over every route that the contract has: whoever adds one is held to them without writing a line here."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from domain.people import Role
from domain.processes import PROCESSES
from store.people import Assignment
from tests.api.peopled import a_case_of_each, imported, one_of_each_role
from tests.api.routing import GUESSED, Route, ask, routes, told
from tests.api.served import Person, Served, served
from tests.parts import Database

WITHOUT_KEY = {  # what anyone reads: the open list, what things mean, and whether the server lives
    "explain_problem", "get_clock", "get_item", "get_open_data", "get_sample", "grading_guide", "health", "list_items",
    "ready",
}  # fmt: skip
NOBODYS = {"item_id", "reason", "name", "delivery_id", "draw_id"}  # public, among one's own, of a case or of the city
OTHER_SECRETS = {"act_by_webhook", "download", "get_data", "get_workspace"}  # a signature, a link, what was delivered


@pytest.fixture
def api(database: Database, tmp_path: Path) -> Generator[Served]:
    with served(database.app_url, tmp_path, PROCESSES) as running:
        imported(running)
        yield running


@pytest.fixture
def people(api: Served) -> dict[Role, Person]:
    return one_of_each_role(api)


@pytest.fixture
def stranger(api: Served) -> Person:
    """Who holds roles that see what their organisation is party of, in one that is party of nothing."""
    eve = api.person("p-eve", Role.APPLICANT, "o-eve")
    for role in (Role.DATA_PUBLISHER, Role.EXPERT):
        api.store.people.grant("p-eve", Assignment(role=role, organisation="o-eve"))
    return eve


def test_every_route_wants_a_key_but_those_that_are_anyones(api: Served) -> None:
    """None, a made-up one and a revoked one are refused alike, whatever is asked."""
    ann = api.person("p-ann", Role.AUDITOR, "o-ann")
    api.store.people.revoke_key("_".join(ann.key.split("_")[:2]))
    wanting = [route for route in routes(api) if route.name not in WITHOUT_KEY | OTHER_SECRETS]
    assert len(wanting) > 150
    for route in wanting:
        answers = [ask(api, route, route.at(), key) for key in ("", f"slc_{uuid4().hex}", ann.key)]
        assert {answer.status_code for answer in answers} == {401}, route
        assert route.takes_key, f"the contract does not say that {route.name} takes a key"
        assert told(answers[0]) == told(answers[1]) == told(answers[2])
    assert {route.name for route in routes(api) if not route.takes_key} >= WITHOUT_KEY


def test_a_key_that_only_reads_writes_nowhere(api: Served, people: dict[Role, Person]) -> None:
    """Of whoever sees everything, and of one who asks: every route that is no reading one refuses it."""
    readers = [Person(api.url, api.store.people.new_key(name, "read")) for name in ("platform-operator", "applicant")]
    writing = [route for route in routes(api) if route.writes and route.name != "act_by_webhook"]
    assert len(writing) > 100
    before = api.parts.log.position()
    for route in writing:
        for reader in readers:
            answer = ask(api, route, route.at(), reader.key)
            assert (answer.status_code, answer.json()["reason"]) == (403, "scope_needed"), route
    assert api.parts.log.position() == before


def test_a_hidden_case_and_a_guessed_one_are_answered_alike_everywhere(
    api: Served, people: dict[Role, Person], stranger: Person
) -> None:
    """Status, words and headers, for every route that takes a case's id, in a role that sees its own cases."""
    cases = a_case_of_each(people)
    taking = [route for route in routes(api) if "case_id" in route.takes]
    assert {route.path.split("/")[2] for route in taking} == set(cases)
    for route, role in zip(taking, cycle(("applicant", "data_publisher", "expert")), strict=False):
        hidden = cases[route.path.split("/")[2]][-1]
        real, guessed = (_story(api, route, case, stranger.key, role) for case in (hidden, GUESSED))
        assert real == guessed, route
        assert {body["reason"] for _, body, _ in real} == {"unknown_case"}, (route, real)


def _story(api: Served, route: Route, case: str, key: str, role: str) -> list[Any]:
    """What is told of a case asked for once, of a version, and again under a key that was used for the first."""
    path, again = route.at(case_id=case), uuid4().hex
    body = route.body if route.writes else None
    first = ask(api, route, path, key, body, Sluice_Role=role, Idempotency_Key=again)
    if not route.writes:
        return [told(first)]
    return [
        told(first),
        told(ask(api, route, path, key, body, Sluice_Role=role, If_Match='"1"')),
        told(ask(api, route, path, key, body, Sluice_Role=role, If_Match='"1"', Idempotency_Key=again)),
    ]


def test_what_is_anothers_and_what_is_not_there_are_answered_alike(
    api: Served, people: dict[Role, Person], stranger: Person
) -> None:
    """Every route that takes the id of a subscription, a sender, a delegation or of material."""
    theirs = _belongings(people[Role.APPLICANT], api)
    taking = [route for route in routes(api) if set(route.takes) & set(theirs)]
    assert {name for route in routes(api) for name in route.takes} <= set(theirs) | NOBODYS | {"case_id"}
    for route in taking:
        body = route.body if route.writes else None
        real, made_up = (
            ask(api, route, route.at(**ids), stranger.key, body, Sluice_Role="applicant") for ids in (theirs, {})
        )
        assert told(real) == told(made_up), route
        assert real.status_code == (401 if route.name == "act_by_webhook" else 404), (route, real.text)


def _belongings(ann: Person, api: Served) -> dict[str, str]:
    """By the name of its id, something of that person's."""
    hook = {"url": "https://example.org/hook", "types": ["sluice.application.*"]}
    api.person("p-colleague", Role.EXPERT, "o-shenjiang")
    away = {
        "substitute": "p-colleague",
        "valid_to": (datetime.now(UTC) + timedelta(days=9)).isoformat(),
        "ground": "leave",
    }
    made = {
        "webhook_id": ann.ask("/v1/webhooks", hook),
        "sender_id": ann.ask("/v1/inbound-senders", {}),
        "delegation_id": ann.ask("/v1/delegations", away),
        "material_id": ann.send("/v1/material", b"a text"),
    }
    return {name: str(answer.json()["id"]) for name, answer in made.items()}
