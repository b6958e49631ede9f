"""Histories of lives that were lived on earlier versions of the host replay on today's."""

import json
import re
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from activities.told import Told
from domain.processes import PROCESSES
from tests.workflows.impure_workflow import Impure
from tests.workflows.record_histories import HISTORIES
from tests.workflows.toy_workflow import Toy
from workflows.processes import WORKFLOWS

RECORDED = sorted(HISTORIES.glob("*.json"))
REPLAYER = Replayer(workflows=[Toy], data_converter=pydantic_data_converter)


def history(path: Path, workflow_name: str = "Toy") -> WorkflowHistory:
    """The recorded life, as that named workflow's: it is the host's, whatever process is told to it."""
    recorded = json.loads(path.read_text(encoding="utf-8"))
    started = recorded["events"][0]["workflowExecutionStartedEventAttributes"]
    assert started["workflowType"] == {"name": "Toy"}
    started["workflowType"]["name"] = workflow_name
    return WorkflowHistory.from_json("recorded", recorded)


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
async def test_a_recorded_history_replays(path: Path) -> None:
    """A change of the host that would break open cases fails here."""
    await REPLAYER.replay_workflow(history(path))


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
async def test_a_recorded_history_replays_under_every_processs_name(path: Path) -> None:
    """One host lives every case: what it recorded is what each named workflow does, and would do again."""
    names = [process.workflow for process in PROCESSES]
    assert [made.__name__ for made in WORKFLOWS] == names
    replayer = Replayer(workflows=WORKFLOWS, data_converter=pydantic_data_converter)
    for name in names:
        await replayer.replay_workflow(history(path, name))
    with pytest.raises(RuntimeError, match="Stranger"):
        await replayer.replay_workflow(history(path, "Stranger"))


@workflow.defn(name="Toy", sandboxed=False)
class Hasty:
    """A host that sleeps before it reads what it was told."""

    @workflow.run
    async def run(self, told: Told) -> str:
        """Sleep first."""
        await workflow.sleep(1)
        return told.case_id


async def test_a_history_that_the_host_would_not_make_is_noticed() -> None:
    """The replay is no formality: a host that does something else is refused."""
    replayer = Replayer(workflows=[Hasty], data_converter=pydantic_data_converter)
    with pytest.raises(workflow.NondeterminismError):
        await replayer.replay_workflow(history(HISTORIES / "2026_11_rehearsed.json"))


async def test_a_host_that_asks_the_machine_for_the_time_is_noticed() -> None:
    """The replayer runs in Temporal's sandbox, which the worker does without: docs/adr/0011-no-sandbox.md."""
    replayer = Replayer(workflows=[Impure], data_converter=pydantic_data_converter)
    with pytest.raises(RuntimeError, match=r"datetime\.now"):
        await replayer.replay_workflow(history(HISTORIES / "2026_11_rehearsed.json"))


def test_recorded_histories_name_no_machine() -> None:
    """Neither a folder nor a host of whoever recorded them."""
    for path in RECORDED:
        text = path.read_text(encoding="utf-8")
        assert "File " not in text and not re.search(r"\d+@(?!recorder)", text)
