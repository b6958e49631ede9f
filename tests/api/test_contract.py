"""OpenAPI is the contract: every command with its example, every reference to something that is there."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.commands import operations
from domain.processes import PROCESSES
from tests.api.served import served
from tests.parts import Database

OFFERED = operations(PROCESSES)


@pytest.fixture
def contract(database: Database, tmp_path: Path) -> Any:
    with served(database.app_url, tmp_path, PROCESSES) as api:
        return httpx.get(f"{api.url}/openapi.json", timeout=60).json()


def test_every_command_is_an_operation_with_a_valid_example(contract: Any) -> None:
    """Named after the command, without `kind`, and the example is one the command takes."""
    for one in OFFERED:
        operation = contract["paths"][one.path]["post"]
        assert operation["operationId"] == f"{one.decider.name}_{one.kind}"
        assert operation["summary"] and operation["description"]
        content = operation["requestBody"]["content"]["application/json"]
        name = content["schema"]["$ref"].rpartition("/")[2]
        assert "kind" not in contract["components"]["schemas"][name].get("properties", {})
        for example in content["examples"].values():
            one.command.model_validate(example["value"])
        assert {"401", "403", "409", "412", "422", "503"} <= set(operation["responses"])
        headers = {parameter["name"] for parameter in operation["parameters"]}
        assert {"Idempotency-Key", "If-Match"} <= headers


def test_every_reference_is_there_and_every_operation_has_its_own_id(contract: Any) -> None:
    """Nothing dangles."""
    for name in set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(contract))):
        assert name in contract["components"]["schemas"]
    ids = [one["operationId"] for path in contract["paths"].values() for one in path.values()]
    assert len(ids) == len(set(ids))


def test_the_clock_is_nobodys_to_speak_for() -> None:
    """What only the clock may report is not on offer."""
    kinds = {one.kind for one in OFFERED}
    assert not kinds & {"report_deadline_passed", "report_duty_failed", "adopt_calendar"}
    assert not {kind for kind in kinds if kind.startswith("record_")}
