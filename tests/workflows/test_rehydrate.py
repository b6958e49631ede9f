"""Temporal may lose everything: the log makes it whole again, and nothing is done twice."""

import asyncio
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from temporalio.client import WorkflowExecutionStatus
from temporalio.service import RPCError

from embedded.temporal import EmbeddedTemporal
from store import following
from store.readiness import TELLING
from tests.parts import Database
from tests.toy import CloseToy, OrderWork
from tests.workflows.instance import Instance, eventually, told_version, until
from workflows.rehydrate import reconcile, rehydrate
from workflows.serving import connect, telling_of


@pytest.fixture
def forgetful(reachable_folder: Path) -> Generator[EmbeddedTemporal, None, None]:
    """A Temporal of one's own, in memory: a kill and a restart leave it empty."""
    with EmbeddedTemporal.start(reachable_folder / "forgetful") as server:
        yield server


def caught_up(instance: Instance) -> bool:
    with instance.database.connection() as connection:
        behind = following.lag(connection, TELLING)
    return behind is not None and behind.events == 0


async def test_an_empty_temporal_is_told_every_open_case_and_nothing_is_done_again(
    instance: Instance, forgetful: EmbeddedTemporal
) -> None:
    """Deadlines stand as they were, done duties stay done, closed cases stay closed."""
    far, soon = (datetime.now(UTC) + timedelta(seconds=s) for s in (600, 6))
    async with instance.serving(forgetful.address):
        case, due, closed = instance.open(far), instance.open(soon, n=2), instance.open(far, n=3)
        instance.ask(OrderWork(duty="work"))
        instance.ask(CloseToy(), n=3)
        await until(lambda: "work_recorded" in instance.kinds(case) and caught_up(instance))
    forgetful.kill()
    forgetful.restart()
    client = await connect(forgetful.address)
    progress: list[int] = []
    assert await rehydrate(telling_of(client, instance.parts), progress.append) == 2
    assert progress == [2]
    async with instance.serving(forgetful.address):

        async def back() -> bool:
            return await told_version(client, case) == 3 and await told_version(client, due) == 1

        await eventually(back)
        await until(lambda: "deadline_passed" in instance.kinds(due))
        assert instance.kinds(case) == ["toy_opened", "work_ordered", "work_recorded"]
        with pytest.raises(RPCError, match="not found"):
            await client.get_workflow_handle(closed).describe()


async def test_rehydrating_twice_changes_nothing(instance: Instance, temporal: EmbeddedTemporal) -> None:
    """What a workflow knows already it ignores."""
    far = datetime.now(UTC) + timedelta(seconds=600)
    async with instance.serving(temporal.address) as client:
        case = instance.open(far)

        async def told() -> bool:
            return await told_version(client, case) == 1

        await eventually(told)
        for _ in range(2):
            await rehydrate(telling_of(client, instance.parts))
        await eventually(told)
        description = await client.get_workflow_handle(case).describe()
        assert description.status == WorkflowExecutionStatus.RUNNING
        assert instance.kinds(case) == ["toy_opened"]


async def test_reconciling_tells_open_cases_that_have_no_workflow(
    instance: Instance, temporal: EmbeddedTemporal
) -> None:
    """Routine: nobody gets an error when a workflow is lost."""
    far = datetime.now(UTC) + timedelta(seconds=600)
    async with instance.serving(temporal.address) as client:
        kept, lost = instance.open(far), instance.open(far, n=2)

        async def both() -> bool:
            return await told_version(client, kept) == await told_version(client, lost) == 1

        await eventually(both)
        telling = telling_of(client, instance.parts)
        await client.get_workflow_handle(lost).terminate()

        async def seen() -> bool:
            return await telling.running() == {kept}

        await eventually(seen)
        assert await reconcile(telling) == [lost]
        await eventually(both)


async def test_a_case_that_closed_while_it_was_read_does_not_run_again(
    instance: Instance, temporal: EmbeddedTemporal
) -> None:
    """Whoever tells from an older row starts a workflow that no one else would ever end."""
    far = datetime.now(UTC) + timedelta(seconds=600)
    async with instance.serving(temporal.address) as client:
        case = instance.open(far)
        handle = client.get_workflow_handle(case)

        async def status() -> WorkflowExecutionStatus | None:
            return (await handle.describe()).status

        async def runs() -> bool:
            return await told_version(client, case) == 1

        async def ended() -> bool:
            return await status() == WorkflowExecutionStatus.COMPLETED

        await eventually(runs)
        older = instance.parts.cases.many([case])
        first = (await handle.describe()).run_id
        instance.ask(CloseToy())
        await eventually(ended)
        await telling_of(client, instance.parts).tell(older)
        await eventually(ended)
        assert (await handle.describe()).run_id != first


async def test_temporal_away_loses_nothing(
    instance: Instance, forgetful: EmbeddedTemporal, reachable_folder: Path
) -> None:
    """Commands go on being answered while it is down, and are told when it is back."""
    far = datetime.now(UTC) + timedelta(seconds=600)
    async with instance.serving(forgetful.address) as client:
        await until(lambda: caught_up(instance))
        forgetful.kill()
        cases = [instance.open(far, n=n) for n in range(1, 4)]
        await asyncio.sleep(1)
        assert not caught_up(instance)
        forgetful.restart()

        async def told() -> bool:
            return {await told_version(client, case) for case in cases} == {1}

        await eventually(told, within=40)


async def test_a_parked_case_is_told_by_reconciling_and_no_longer_parked(
    database: Database, temporal: EmbeddedTemporal
) -> None:
    """Parking is for a while: the leader tries parked cases again as a matter of routine."""
    instance = Instance(database.app_url, reconcile_seconds=0.5)
    async with instance.serving(temporal.address) as client:
        case = instance.open(datetime.now(UTC) + timedelta(seconds=600))
        await until(lambda: caught_up(instance))
        with instance.database.connection() as connection:
            following.save(connection, TELLING, 1, {case: (1, "made up")})
        await client.get_workflow_handle(case).terminate()

        def unparked() -> bool:
            with instance.database.connection() as connection:
                return not following.parked(connection, TELLING)

        await until(unparked)

        async def told() -> bool:
            return await told_version(client, case) == 1

        await eventually(told)
    instance.close()
