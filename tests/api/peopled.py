"""The real open list, one person of each role, and a case of each process: for tables over all routes."""

import json

from demo.open_list import import_open_list
from domain.kernel import AnyDecider
from domain.people import Role
from domain.processes import PROCESSES
from domain.value import kind_of_class
from tests.api.served import Person, Served

ITEM = "sh-2025-110"


def imported(api: Served) -> None:
    """The open list as it is shipped."""
    api.person("importer", Role.COMPETENT_DEPARTMENT, "sh-shujuju")
    import_open_list(api.store.database, "importer")


def one_of_each_role(api: Served) -> dict[Role, Person]:
    """Those who act, each with a valid key, in the organisations that the commands' examples name."""
    organisations = {Role.APPLICANT: "o-shenjiang", Role.DATA_PUBLISHER: "sh-qixiangju"}
    acting = {role for process in PROCESSES for row in process.permissions.values() for role in row} - {Role.CLOCK}
    return {
        role: api.person(role.replace("_", "-"), role, organisations.get(role, f"o-{role}".replace("_", "-")))
        for role in sorted(acting | {Role.AUDITOR})
    }


def a_case_of_each(people: dict[Role, Person]) -> dict[str, list[str]]:
    """By path segment, so that ids are not all unknown."""
    found = {process.plural: [_opened(process, people)] for process in PROCESSES}
    found["applications"] += _applications(people)
    return found


def _opened(process: AnyDecider, people: dict[Role, Person]) -> str:
    """One of the import's, or one opened as the opening command's own example says."""
    listed = people[Role.AUDITOR].get(f"/v1/{process.plural}").json()["cases"]
    if listed:
        return str(listed[0]["id"])
    row = process.permissions[process.summary(process.initial).phase]
    person = people[min(role for role, kinds in row.items() if role is not Role.CLOCK and process.opening in kinds)]
    (command,) = (one for one in process.commands if kind_of_class(one) == process.opening)
    (example,) = command.model_json_schema()["examples"]
    material = person.send("/v1/material", b"a text").json()["id"]
    body = json.loads(json.dumps(example).replace("ab" * 32, material))
    answer = person.ask(f"/v1/{process.plural}", {name: value for name, value in body.items() if name != "kind"})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def _applications(people: dict[Role, Person]) -> list[str]:
    """One submitted and one under review."""
    applicant, found = people[Role.APPLICANT], list[str]()
    material = applicant.send("/v1/material", b"a text").json()["id"]
    requirements = ("qualification", "security_system", "scenario_statement")
    papers = [{"requirement": name, "material": material} for name in requirements]
    for _ in range(2):
        wishes = {"item_id": ITEM, "scenario": "配送路线避让", "delivery": "api"}
        found.append(str(applicant.ask("/v1/applications", wishes).json()["id"]))
        body = {"materials": papers, "rules_accepted": True}
        assert applicant.ask(f"/v1/applications/{found[-1]}/submit-application", body).status_code == 200
    accepted = people[Role.PLATFORM_OPERATOR].ask(f"/v1/applications/{found[-1]}/accept-materials")
    assert accepted.json()["phase"] == "under_review"
    return found
