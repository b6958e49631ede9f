"""What a caller may do with a case now, and why not the rest: each answer is what asking for it would get."""

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from domain.application import APPLICATION
from domain.demand.inbox import NoteMerged
from domain.people import CLOCK, Role
from domain.value import kind_of_class
from store.people import Assignment
from store.request import Request
from tests.api.served import Person
from tests.api.submitting import World, submitted
from tests.parts import Database

EXAMPLES: dict[str, dict[str, Any]] = {
    kind_of_class(model): model.model_json_schema()["examples"][0]
    for model in APPLICATION.commands
    if model.model_json_schema().get("examples")
}


@pytest.fixture
def world(database: Database, tmp_path: Path) -> Generator[World]:
    with submitted(database, tmp_path) as world:
        yield world


def actions(person: Person, here: str, **headers: str) -> dict[str, dict[str, Any]]:
    """By command."""
    answer = person.get(f"{here}/actions", **headers)
    assert answer.status_code == 200, answer.text
    return {one["command"]: one for one in answer.json()["actions"]}


def allowed(person: Person, here: str, **headers: str) -> set[str]:
    return {kind for kind, one in actions(person, here, **headers).items() if one["allowed"]}


def test_each_role_may_what_the_table_says_and_a_no_is_the_refusal_it_would_get(world: World) -> None:
    """Every no is asked for, with a valid body: the same reason, from the same rules."""
    people = {
        Role.APPLICANT: world.wang,
        Role.PLATFORM_OPERATOR: world.api.person("p-op", Role.PLATFORM_OPERATOR, "sh-dashuju"),
        Role.DATA_PUBLISHER: world.api.person("p-qi", Role.DATA_PUBLISHER, "sh-qixiangju"),
        Role.COMPETENT_DEPARTMENT: world.api.person("p-ju", Role.COMPETENT_DEPARTMENT, "sh-shujuju"),
        Role.GENERAL_OFFICE: world.api.person("p-go", Role.GENERAL_OFFICE, "sh-bangongting"),
        Role.AUDITOR: world.api.person("p-aud", Role.AUDITOR, "sh-shenjiju"),
    }
    row = APPLICATION.permissions["submitted"]
    for role, person in people.items():
        found = actions(person, world.here)
        assert {kind for kind, one in found.items() if one["allowed"]} == row.get(role, frozenset()), role
        for kind, one in found.items():
            assert one["label"]["zh"] and one["label"]["en"] and one["why"]["zh"] and one["why"]["en"]
            if one["allowed"]:
                assert (one["rule"], one["reason"]) == ("whitelist", "")
                continue
            refused = person.ask(one["path"], EXAMPLES[kind])
            assert refused.json()["reason"] == one["reason"], (role, kind, refused.text)


def test_the_list_names_every_command_of_a_person_and_none_of_the_clocks(world: World) -> None:
    """Each with the address that takes it; those that may be asked for come first."""
    answer = world.wang.get(f"{world.here}/actions")
    body = answer.json()
    assert (body["phase"], body["role"], body["organisation"]) == ("submitted", "applicant", "o-shenjiang")
    assert answer.headers["ETag"] == f'"{body["version"]}"'
    listed = {one["path"]: one["allowed"] for one in body["actions"]}
    contract = world.wang.get("/openapi.json").json()["paths"]
    taking = {path for path, methods in contract.items() if path.startswith("/v1/applications/{") and "post" in methods}
    commands = {path for path in taking if path.replace("{case_id}", world.here.rpartition("/")[2]) in listed}
    assert len(commands) == len(listed) and "record" not in json.dumps(list(listed))
    assert [*listed.values()] == sorted(listed.values(), reverse=True)
    assert world.wang.get(world.here).json()["links"]["actions"] == f"{world.here}/actions"


def test_who_asked_may_decide_in_no_role(world: World) -> None:
    """The clerk who applied for a company is told of the four eyes, and may go on as the applicant."""
    world.api.person("p-op", Role.PLATFORM_OPERATOR, "sh-dashuju")
    world.api.store.people.grant("p-wang", Assignment(role=Role.PLATFORM_OPERATOR, organisation="sh-dashuju"))
    operator = {"Sluice_Role": "platform_operator"}
    assert not allowed(world.wang, world.here, **operator)
    assert actions(world.wang, world.here, **operator)["accept_materials"]["rule"] == "four_eyes"
    assert "withdraw_application" in allowed(world.wang, world.here, Sluice_Role="applicant")


def test_a_yes_names_the_fields_for_which_four_eyes_may_still_refuse(world: World) -> None:
    """Nobody knows beforehand which demand it will be merged into; the demand merged is known once it is."""
    ju = world.api.person("p-ju", Role.COMPETENT_DEPARTMENT, "sh-shujuju")
    li = world.api.person("p-li", Role.APPLICANT, "o-li")
    world.api.store.people.grant("p-li", Assignment(role=Role.COMPETENT_DEPARTMENT, organisation="sh-shujuju"))
    wanted = {"title": "小时降水", "need": "配送", "category": "economy"}
    main = world.wang.ask("/v1/demands", wanted).headers["Location"]
    duplicate = li.ask("/v1/demands", wanted, Sluice_Role="applicant").headers["Location"]

    merge, note = (actions(ju, duplicate)[kind] for kind in ("merge_demand", "note_for_plan"))
    assert (merge["allowed"], merge["depends_on"], note["depends_on"]) == (True, ["into"], [])
    assert "into" in merge["why"]["zh"] and "into" in merge["why"]["en"]
    clerk = {"Sluice_Role": "competent_department"}
    assert actions(li, duplicate, **clerk)["merge_demand"]["depends_on"] == []
    assert "note_for_plan" in allowed(li, main, **clerk)

    main_id, duplicate_id = (here.rpartition("/")[2] for here in (main, duplicate))
    assert ju.ask(merge["path"], {"into": main_id}).status_code == 200
    world.api.store.desk.handle(Request("demand", main_id, "noted", NoteMerged(demand=duplicate_id), CLOCK))
    refused = actions(li, main, **clerk)["note_for_plan"]
    assert (refused["allowed"], refused["rule"], refused["reason"]) == (False, "four_eyes", "four_eyes")
    assert li.ask(refused["path"], {"year": 2026}, **clerk).json()["reason"] == "four_eyes"
    assert "note_for_plan" in allowed(ju, main)


def test_a_key_that_only_reads_is_told_so(world: World) -> None:
    reader = Person(world.api.url, world.api.store.people.new_key("p-wang", "read"))
    withdraw = actions(reader, world.here)["withdraw_application"]
    assert (withdraw["allowed"], withdraw["rule"], withdraw["reason"]) == (False, "scope", "scope_needed")
    assert reader.ask(withdraw["path"]).json()["reason"] == "scope_needed"


def test_a_case_that_is_hidden_is_no_case(world: World) -> None:
    """The same answer as for an id that was guessed, and for another process's address."""
    eve = world.api.person("p-eve", Role.APPLICANT, "o-eve")
    hidden, guessed = eve.get(f"{world.here}/actions"), eve.get("/v1/applications/app-none/actions")
    assert hidden.status_code == guessed.status_code == 404
    told = [{k: v for k, v in answer.json().items() if k != "request_id"} for answer in (hidden, guessed)]
    assert told[0] == told[1]
    elsewhere = world.here.replace("/applications/", "/demands/")
    assert world.wang.get(f"{elsewhere}/actions").json()["reason"] == "unknown_case"
