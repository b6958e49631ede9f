"""The contract holds under fuzzing: no server error, and every answer is one that OpenAPI documents."""

from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup

from api.commands import operations as commands_offered
from api.openapi import ROLE_HEADER
from domain.people import Role
from domain.processes import PROCESSES
from tests.api.peopled import ITEM, a_case_of_each, imported, one_of_each_role
from tests.api.served import MAIL, Person, Served, served
from tests.parts import Database

AGAINST = 3  # wrong inputs for each operation; good ones as many as there are roles
checks_of = import_module("schemathesis.checks")  # typed in part only
CHECKS: list[Any] = [
    checks_of.not_a_server_error,
    checks_of.status_code_conformance,
    checks_of.content_type_conformance,
    checks_of.response_headers_conformance,
    checks_of.response_schema_conformance,
]


@pytest.fixture
def api(database: Database, tmp_path: Path) -> Generator[Served]:
    """The real processes and the real open list, on real time; mail is on."""
    with served(database.app_url, tmp_path, PROCESSES, **MAIL) as running:
        imported(running)
        yield running


@pytest.fixture
def people(api: Served) -> dict[Role, Person]:
    return one_of_each_role(api)


@pytest.fixture
def cases(people: dict[Role, Person]) -> dict[str, list[str]]:
    return a_case_of_each(people)


@pytest.mark.timeout(600)  # some hundreds of operations, each asked by everyone
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_input_of_any_role_makes_a_server_error_or_an_undocumented_answer(
    api: Served, people: dict[Role, Person], cases: dict[str, list[str]], mode: GenerationMode
) -> None:
    """Every operation: asked by the contract by every role and by nobody, and against it by a few of them in turn."""
    askers = Askers([*(person.key for person in people.values()), ""], mode)
    operations = _operations(api)
    assert len(operations) > len(commands_offered(PROCESSES))  # and the reading ones
    with requests.Session() as session:
        found = [wrong for operation in operations for wrong in _wrong(operation, askers, cases, session)]
    assert not found, "\n".join(sorted(set(found)))
    assert set(askers.asked) == set(askers.keys)
    if mode is GenerationMode.POSITIVE:
        assert sum(askers.asked.values()) >= len(operations) * len(askers.keys)


class Askers:
    """Who asks, one after the other, over all operations: so those few who ask one wrongly are others each time."""

    def __init__(self, keys: Sequence[str], mode: GenerationMode) -> None:
        self.keys = keys
        self.mode = mode
        self.asked = Counter[str]()  # by key
        self._turns = cycle(keys)

    @property
    def examples(self) -> int:
        """How many inputs an operation gets, each from another one of them."""
        return len(self.keys) if self.mode is GenerationMode.POSITIVE else AGAINST

    def next(self) -> str:
        key = next(self._turns)
        self.asked[key] += 1
        return key


def _operations(api: Served) -> list[Any]:
    contract = httpx.get(f"{api.url}/openapi.json", timeout=60).json()
    for operation in (one for path in contract["paths"].values() for one in path.values()):
        operation["parameters"] = [_asked(one) for one in operation.get("parameters", ()) if one["name"] != ROLE_HEADER]
    schema: Any = schemathesis.openapi.from_dict(contract)
    schema.config.update(base_url=api.url)
    found = [result.ok() for result in schema.get_all_operations()]
    return [one for one in found if one.path != "/v1/stream"]  # it has no end: tests/api/test_stream.py


def _asked(parameter: dict[str, Any]) -> dict[str, Any]:
    """As the contract has it, but for the idempotency key: `_ask` makes a new one, and its pattern is slow to fill."""
    return {**parameter, "schema": {"enum": ["one"]}} if parameter["name"] == "Idempotency-Key" else parameter


def _wrong(operation: Any, askers: Askers, cases: Mapping[str, Sequence[str]], session: requests.Session) -> list[str]:
    """What the answers of one operation had that the contract does not say."""
    found, known = list[str](), cases.get(operation.path.removeprefix("/v1/").partition("/")[0], [ITEM])
    last: list[Any] = []

    def ask(case: Any, which: int) -> None:
        try:
            _ask(case, askers.next(), known[which % len(known)], session)
        except FailureGroup as group:
            found.extend(f"{operation.label}: {' '.join(str(one).split())}" for one in group.exceptions)

    @settings(
        max_examples=askers.examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large),
    )
    @given(case=operation.as_strategy(generation_mode=askers.mode), which=st.integers(0, 2))
    def asked(case: Any, which: int) -> None:
        last.append(case)
        ask(case, which)

    with suppress(Unsatisfiable):  # takes no input that could be wrong
        asked()
    for which in range(len(last), askers.examples if last else 0):  # there were no more inputs; the others ask the last
        ask(last[-1], which)
    return found


def _ask(case: Any, key: str, known: str, session: requests.Session) -> None:
    """Ask, about a case that exists where one is named; raises FailureGroup for an answer not documented."""
    if "case_id" in case.path_parameters:
        case.path_parameters["case_id"] = known
    if case.headers is not None and "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = uuid4().hex
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    response = case.call(session=session, headers=headers, timeout=20)
    case.validate_response(response, checks=CHECKS)
