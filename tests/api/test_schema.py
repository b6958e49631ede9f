"""The contract holds under fuzzing: no server error, and every answer is one that OpenAPI documents."""

from collections.abc import Generator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup

from demo.open_list import import_open_list
from domain.people import Role
from domain.processes import PROCESSES
from tests.api.served import Person, Served, served
from tests.parts import Database

ITEM = "sh-2025-110"
EXAMPLES = {GenerationMode.POSITIVE: 15, GenerationMode.NEGATIVE: 3}  # for each operation: some 800 requests in all
checks_of = import_module("schemathesis.checks")  # typed in part only
CHECKS: list[Any] = [
    checks_of.not_a_server_error,
    checks_of.status_code_conformance,
    checks_of.content_type_conformance,
    checks_of.response_headers_conformance,
    checks_of.response_schema_conformance,
]
BEFORE_REVIEW = ("draft", "submitted", "under_review")


@pytest.fixture
def api(database: Database, tmp_path: Path) -> Generator[Served]:
    """The real processes and the real open list, on real time."""
    with served(database.app_url, tmp_path, PROCESSES) as running:
        running.person("importer", Role.COMPETENT_DEPARTMENT, "sh-shujuju")
        import_open_list(running.store.database, "importer")
        yield running


@pytest.fixture
def people(api: Served) -> dict[Role, Person]:
    """One of each role that acts, each with a valid key."""
    organisations = {Role.APPLICANT: "shenjiang", Role.DATA_PUBLISHER: "sh-qixiangju"}
    acting = {role for process in PROCESSES for row in process.permissions.values() for role in row} - {Role.CLOCK}
    return {
        role: api.person(role.replace("_", "-"), role, organisations.get(role, f"o-{role}".replace("_", "-")))
        for role in sorted(acting | {Role.AUDITOR})
    }


@pytest.fixture
def cases(people: dict[Role, Person]) -> list[str]:
    """A case in each phase before the agreement, so that ids are not all unknown."""
    found = [_opened(people) for _ in BEFORE_REVIEW]
    for case in found[1:]:
        material = people[Role.APPLICANT].send("/v1/material", b"a text").json()["id"]
        requirements = ("qualification", "security_system", "scenario_statement")
        papers = [{"requirement": name, "material": material} for name in requirements]
        body = {"materials": papers, "rules_accepted": True}
        assert people[Role.APPLICANT].ask(f"/v1/applications/{case}/submit-application", body).status_code == 200
    accepted = people[Role.PLATFORM_OPERATOR].ask(f"/v1/applications/{found[2]}/accept-materials")
    assert accepted.json()["phase"] == "under_review"
    return found


def _opened(people: dict[Role, Person]) -> str:
    wishes = {"item_id": ITEM, "scenario": "配送路线避让", "delivery": "api"}
    return str(people[Role.APPLICANT].ask("/v1/applications", wishes).json()["id"])


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_input_of_any_role_makes_a_server_error_or_an_undocumented_answer(
    api: Served, people: dict[Role, Person], cases: list[str], mode: GenerationMode
) -> None:
    """Every operation, asked by the contract and against it, by each role in turn and by nobody."""
    keys = [*(person.key for person in people.values()), ""]
    operations = _operations(api)
    assert len(operations) >= sum(len(process.commands) for process in PROCESSES)
    found = [wrong for operation in operations for wrong in _wrong(operation, mode, keys, cases)]
    assert not found, "\n".join(sorted(set(found)))


def _operations(api: Served) -> list[Any]:
    schema: Any = schemathesis.openapi.from_url(f"{api.url}/openapi.json")
    return [result.ok() for result in schema.get_all_operations()]


def _wrong(operation: Any, mode: GenerationMode, keys: Sequence[str], cases: Sequence[str]) -> list[str]:
    """What the answers of one operation had that the contract does not say."""

    @settings(
        max_examples=EXAMPLES[mode],
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large),
    )
    @given(
        case=operation.as_strategy(generation_mode=mode),
        key=st.sampled_from(keys),
        known=st.sampled_from(cases),
    )
    def holds(case: Any, key: str, known: str) -> None:
        _ask(case, key, known)

    try:
        holds()
    except Unsatisfiable:
        return []  # takes no input that could be wrong
    except FailureGroup as group:
        return [f"{operation.label}: {' '.join(str(failure).split())}" for failure in group.exceptions]
    return []


def _ask(case: Any, key: str, known: str) -> None:
    """Ask, about a case that exists where one is named; raises FailureGroup for an answer not documented."""
    if "case_id" in case.path_parameters:
        case.path_parameters["case_id"] = known
    if case.headers is not None:
        case.headers.pop("Sluice-Role", None)
        if "Idempotency-Key" in case.headers:
            case.headers["Idempotency-Key"] = uuid4().hex
    response = case.call(headers={"Authorization": f"Bearer {key}"} if key else {}, timeout=20)
    case.validate_response(response, checks=CHECKS)
