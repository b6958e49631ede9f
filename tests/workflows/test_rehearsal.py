"""On a rehearsal clock nothing falls due by itself, and everything does when the clock moves."""

import asyncio
from datetime import timedelta

from activities.reports import BY_WORKFLOW
from embedded.temporal import EmbeddedTemporal
from store.settling import Mover
from tests.toy import OrderWork
from tests.workflows.conftest import T0
from tests.workflows.instance import Instance, until

DAY = timedelta(days=1)


def mover(instance: Instance) -> Mover:
    return Mover(instance.database, instance.cases, instance.clocks, instance.log)


async def test_the_clock_alone_makes_deadlines_fall_due_each_at_its_own_instant(
    rehearsal: Instance, temporal: EmbeddedTemporal
) -> None:
    """A move over two deadlines of two cases records them in the order of their instants."""
    async with rehearsal.serving(temporal.address):
        first = rehearsal.open(T0 + DAY, T0 + 3 * DAY)
        second = rehearsal.open(T0 + 2 * DAY, n=2)
        await asyncio.sleep(0.5)
        assert rehearsal.kinds(first) == ["toy_opened"]
        fell = await asyncio.to_thread(mover(rehearsal).move, T0 + 4 * DAY, 20)
        assert [(one.case, one.deadline, one.due) for one in fell] == [
            (first, "d1", T0 + DAY),
            (second, "d1", T0 + 2 * DAY),
            (first, "d2", T0 + 3 * DAY),
        ]
        passed = [event for event in rehearsal.history(first) if event.kind == "deadline_passed"]
        assert [event.occurred_at for event in passed] == [T0 + DAY, T0 + 3 * DAY]
        assert {event.causation_id for event in passed} == {BY_WORKFLOW}


async def test_the_clock_that_moved_while_no_worker_ran_is_told_when_one_comes(
    rehearsal: Instance, temporal: EmbeddedTemporal
) -> None:
    """Nothing that fell due is lost, and nothing fires twice."""
    async with rehearsal.serving(temporal.address):
        case = rehearsal.open(T0 + DAY)
        rehearsal.ask(OrderWork(duty="work"))
        await until(lambda: "work_recorded" in rehearsal.kinds(case))
    rehearsal.clocks.move(T0 + 2 * DAY)
    async with rehearsal.serving(temporal.address):
        await until(lambda: "deadline_passed" in rehearsal.kinds(case))
        await asyncio.sleep(0.5)
    assert rehearsal.kinds(case).count("deadline_passed") == 1
