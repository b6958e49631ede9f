"""Real timers over long times, and lives longer than one history, on a server that can do both."""

import asyncio
import shutil
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from temporalio.client import Client, WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Replayer

from store.clock import Clocks
from tests.parts import Database
from tests.toy import CloseToy, OrderWork, PostponeToy
from tests.workflows.instance import Instance, until
from tests.workflows.toy_workflow import Toy
from workflows.serving import serve

SKIPPING = "frontend.WorkflowTimeSkippingEnabled=true"
SHORT_HISTORIES = "limit.historyCount.suggestContinueAsNew=20"


class NextYear(Clocks):
    """A machine whose clock is a year ahead, as Temporal's own will be once it skipped the time."""

    def now(self) -> datetime:
        """A year from now."""
        return datetime.now(UTC) + timedelta(days=366)


@asynccontextmanager
async def serving(instance: Instance, setting: str, *, skips: bool) -> AsyncGenerator[Client]:
    """Serve on a Temporal of one's own, with one dynamic setting."""
    start = WorkflowEnvironment.start_time_skipping_v2 if skips else WorkflowEnvironment.start_local  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # the SDK leaves SearchAttributeKey's parameter open
    async with await start(
        data_converter=pydantic_data_converter,
        dev_server_existing_path=shutil.which("temporal", path=str(Path(sys.executable).parent)),
        dev_server_log_level="never",
        dev_server_extra_args=["--dynamic-config-value", setting],
    ) as environment:
        stopping = asyncio.Event()
        serving = asyncio.create_task(serve(environment.client, instance.parts, stopping))
        try:
            yield environment.client
        finally:
            stopping.set()
            await serving


async def test_a_timer_of_half_a_year_fires_when_the_time_is_skipped(database: Database) -> None:
    """A real timer on a real server; only the waiting is left out."""
    instance = Instance(database.app_url, clocks=NextYear)
    due = datetime.now(UTC) + timedelta(days=180)
    case = instance.open(due)
    async with serving(instance, SKIPPING, skips=True) as client:
        await until(lambda: "deadline_passed" in instance.kinds(case))
        history = await client.get_workflow_handle(case).fetch_history()
    [passed] = [event for event in instance.history(case) if event.kind == "deadline_passed"]
    assert passed.occurred_at == due
    fired = [event for event in history.events if event.HasField("timer_fired_event_attributes")]
    assert [event.event_time.ToDatetime(UTC) >= due for event in fired] == [True]
    instance.close()


async def test_a_long_life_goes_on_in_a_new_run_and_every_run_replays(database: Database) -> None:
    """Continue-as-new takes only the newest plan along; duties, deadline and end come as before."""
    instance = Instance(database.app_url)
    case = instance.open()
    async with serving(instance, SHORT_HISTORIES, skips=False) as client:
        await live_long(instance, case)
        assert await client.get_workflow_handle(case).result() == "closed"
        runs = await runs_of(client, case)
    assert len(runs) > 1
    kinds = instance.kinds(case)
    assert kinds.count("work_recorded") == kinds.count("work_ordered") == 12
    assert kinds.count("deadline_passed") == 1
    replayer = Replayer(workflows=[Toy], data_converter=pydantic_data_converter)
    for run in runs:
        await replayer.replay_workflow(run)
    instance.close()


async def live_long(instance: Instance, case: str) -> None:
    """Twelve duties, one deadline that passes, and the end."""
    for done in range(1, 13):
        instance.ask(PostponeToy(due=datetime.now(UTC) + timedelta(seconds=600)))
        instance.ask(OrderWork(duty="work"))
        await until(partial(recorded, instance, case, "work_recorded", done))
    instance.ask(PostponeToy(due=datetime.now(UTC) + timedelta(seconds=1)))
    await until(partial(recorded, instance, case, "deadline_passed", 1))
    instance.ask(CloseToy())


def recorded(instance: Instance, case: str, kind: str, times: int) -> bool:
    return instance.kinds(case).count(kind) >= times


async def runs_of(client: Client, case_id: str) -> Sequence[WorkflowHistory]:
    """The histories of all runs, from the last back to the first: each names the one before it."""
    found: list[WorkflowHistory] = []
    run_id: str | None = None
    while run_id is None or run_id:
        history = await client.get_workflow_handle(case_id, run_id=run_id).fetch_history()
        found.append(history)
        run_id = history.events[0].workflow_execution_started_event_attributes.continued_execution_run_id
    return found
