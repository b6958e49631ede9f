"""Histories of lanes that were lived earlier replay on today's."""

import re
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from store.webhook_messages import Lane
from tests.webhooks.record_history import HISTORIES
from workflows.webhook_lane import WebhookLane

RECORDED = sorted(HISTORIES.glob("*.json"))


@workflow.defn(name="WebhookLane", sandboxed=False)
class Hasty:
    """A lane that sleeps before it delivers."""

    @workflow.signal
    async def look(self) -> None:
        """As the real one."""

    @workflow.run
    async def run(self, lane: Lane, seconds: float) -> None:
        """Sleep first."""
        await workflow.sleep(seconds)


def history(path: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json("recorded", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
async def test_a_recorded_lane_replays(path: Path) -> None:
    """In Temporal's sandbox; a change that would break open lanes fails here, and another lane is refused."""
    await Replayer(workflows=[WebhookLane], data_converter=pydantic_data_converter).replay_workflow(history(path))
    with pytest.raises(workflow.NondeterminismError):
        await Replayer(workflows=[Hasty], data_converter=pydantic_data_converter).replay_workflow(history(path))


def test_recorded_lanes_name_no_machine() -> None:
    """Neither a folder nor a host of whoever recorded them."""
    assert RECORDED
    for path in RECORDED:
        text = path.read_text(encoding="utf-8")
        assert "File " not in text and not re.search(r"\d+@(?!recorder)", text)
