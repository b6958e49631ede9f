"""What each role reads of one application: state, events, as of an earlier version, materials."""

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from domain.people import Actor, Role
from store.changes import changes_after
from tests.api.served import Person
from tests.api.submitting import World, submitted
from tests.parts import Database

EXPERT = {"person": "p-exp", "organisation": "o-xuehui"}
REVIEW = ["expert_review_requested", "opinion_given"]


@pytest.fixture
def world(database: Database, tmp_path: Path) -> Generator[World]:
    with submitted(database, tmp_path) as world:
        yield world


@pytest.fixture
def people(world: World) -> dict[Role, Person]:
    """Who takes part; an expert has been asked and has answered."""
    api = world.api
    found = {
        Role.APPLICANT: world.wang,
        Role.PLATFORM_OPERATOR: api.person("p-op", Role.PLATFORM_OPERATOR, "sh-dashuju"),
        Role.DATA_PUBLISHER: api.person("p-qi", Role.DATA_PUBLISHER, "sh-qixiangju"),
        Role.EXPERT: api.person("p-exp", Role.EXPERT, "o-xuehui"),
        Role.AUDITOR: api.person("p-aud", Role.AUDITOR, "sh-shenjiju"),
    }
    question = {"ground": "complex", "question": "分钟级降水能否推出敏感地点", "experts": [EXPERT]}
    opinion = {"recommendation": "approve", "text": "可行"}
    done(found[Role.PLATFORM_OPERATOR].ask(f"{world.here}/accept-materials"))
    done(found[Role.DATA_PUBLISHER].ask(f"{world.here}/request-expert-review", question))
    done(found[Role.EXPERT].ask(f"{world.here}/give-opinion", opinion))
    return found


def done(answer: Any) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json()


def test_each_role_reads_what_the_table_says(world: World, people: dict[Role, Person]) -> None:
    """The review's inside is for the publisher, the expert and those who supervise; the applicant sees none of it."""
    for role, person in people.items():
        case, events = done(person.get(world.here)), done(person.get(f"{world.here}/events"))["events"]
        inside = role is not Role.APPLICANT
        assert ([event["kind"] for event in events if event["kind"] in REVIEW] == REVIEW) == inside, role
        assert ("gathered" in case["state"]["dossier"]) == inside
        assert ("dossier.gathered" in case["withheld"]) == (not inside)
        assert ("expert" in case["parties"]) == inside
        told = json.dumps([case, events], ensure_ascii=False)
        assert ("o-xuehui" in told) == ("敏感地点" in told) == inside


def test_who_acted_is_an_office_to_those_outside(world: World, people: dict[Role, Person]) -> None:
    """Role and organisation stay; a person of one's own is named, and an authority sees everyone."""
    for role, person in people.items():
        events = done(person.get(f"{world.here}/events"))["events"]
        accepted = next(event for event in events if event["kind"] == "materials_accepted")
        assert (accepted["actor"]["role"], accepted["actor"]["organisation"]) == ("platform_operator", "sh-dashuju")
        named = role not in (Role.APPLICANT, Role.EXPERT)
        assert (accepted["actor"]["id"] == "p-op") == named == (accepted["withheld"] == [])
        assert ("p-op" in json.dumps(events)) == named
    own = done(world.wang.get(f"{world.here}/events"))["events"][0]
    assert (own["actor"]["id"], own["withheld"]) == ("p-wang", [])


def test_pages_leave_out_what_is_not_shown_and_lose_nothing_else(world: World, people: dict[Role, Person]) -> None:
    whole = done(world.wang.get(f"{world.here}/events"))["events"]
    paged: list[Any] = []
    cursor = ""
    while True:
        page = done(world.wang.get(f"{world.here}/events?limit=1&cursor={cursor}"))
        paged += page["events"]
        if not (cursor := page["next_cursor"]):
            break
    assert paged == whole
    everything = done(people[Role.AUDITOR].get(f"{world.here}/events"))["events"]
    assert [event["version"] for event in everything] == list(range(1, len(everything) + 1))
    assert len(whole) == len(everything) - len(REVIEW)


def test_an_earlier_version_shows_no_more(world: World, people: dict[Role, Person]) -> None:
    latest = done(world.wang.get(world.here))["version"]
    for version in range(1, latest + 1):
        then = done(world.wang.get(f"{world.here}?as_of={version}"))
        assert "o-xuehui" not in json.dumps(then) and "gathered" not in then["state"]["dossier"]


def test_one_who_asked_reads_as_one_who_asked_in_any_role(world: World, people: dict[Role, Person]) -> None:
    """A colleague of the applicant who works for the operator as well sees no more than the applicant."""
    colleague = world.api.person("p-col", Role.AUDITOR, "o-shenjiang")
    mine, theirs = (done(person.get(world.here)) for person in (world.wang, colleague))
    assert mine == theirs


def test_who_sees_to_a_case_is_an_office_to_those_outside(world: World, people: dict[Role, Person]) -> None:
    """In the history of claims, on the worklist and in a refusal; the reviewer's colleagues are told the person."""
    claim = f"{world.here}/claim"
    done(people[Role.DATA_PUBLISHER].ask(claim))
    for role, person in people.items():
        listed = done(person.get("/v1/worklist?view=all"))["cases"][0]["claim"]
        refused = "" if role in (Role.DATA_PUBLISHER, Role.AUDITOR) else person.ask(claim).text
        told = json.dumps([done(person.get(f"{world.here}/claims")), listed]) + refused
        assert "sh-qixiangju" in told
        assert ("p-qi" in told) == (role not in (Role.APPLICANT, Role.EXPERT)), (role, told)


def test_who_asked_finds_no_case_by_its_expert(world: World, people: dict[Role, Person]) -> None:
    """Whose opinion was asked for would be told by what a search finds; who supervises may look for it."""
    for role in (Role.APPLICANT, Role.PLATFORM_OPERATOR, Role.AUDITOR):
        found = [one["id"] for one in done(people[role].get("/v1/search?q=xuehui"))["cases"]]
        assert (found == [world.here.rpartition("/")[2]]) == (role is not Role.APPLICANT), role
    assert done(world.wang.get("/v1/search?q=shenjiang"))["cases"]


def test_who_was_refused_is_not_told_to_a_supervisor_whose_own_case_it_is(
    world: World, people: dict[Role, Person]
) -> None:
    """They read it as one who asked, and whoever tried something may be their expert."""
    assert people[Role.EXPERT].ask(f"{world.here}/withdraw-application").json()["reason"] == "forbidden"
    told = done(people[Role.AUDITOR].get(f"{world.here}/refusals"))
    assert [one["actor"]["id"] for one in told["refusals"]] == ["p-exp"]
    colleague = world.api.person("p-col", Role.AUDITOR, "o-shenjiang")
    assert colleague.get(f"{world.here}/refusals").json()["reason"] == "forbidden"


def test_the_stream_leaves_out_what_is_withheld(world: World, people: dict[Role, Person]) -> None:
    """Not even that an expert was asked is told to who applied."""
    parts = world.api.parts
    asking = {Role.APPLICANT: ("p-wang", "o-wang"), Role.DATA_PUBLISHER: ("p-qi", "sh-qixiangju")}
    for role, (person, organisation) in asking.items():
        actor = Actor(id=person, role=role, organisation=organisation)
        kinds = [
            change.kind for _, change in changes_after(parts.database, parts.cases, parts.deciders, actor, 0).found
        ]
        assert "materials_accepted" in kinds or "application_dispatched" in kinds, kinds
        assert "application_drafted" in kinds
        assert ([kind for kind in kinds if kind in REVIEW] == REVIEW) == (role is not Role.APPLICANT)
