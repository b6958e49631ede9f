"""The host on real parts: it sleeps, reports, does duties and ends, and the log says so once."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import WorkflowExecutionStatus
from temporalio.service import RPCError

from activities.duties import DutyContext
from activities.reports import BY_WORKFLOW
from domain.value import Value
from embedded.temporal import EmbeddedTemporal
from store.database import DatabaseAway
from tests.parts import Database
from tests.toy import CloseToy, OrderWork, PostponeToy, RecordWork, RemarkToy
from tests.workflows.instance import Instance, eventually, told_version, until, what_told
from workflows import host


def soon(seconds: float = 1) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


async def test_a_passed_deadline_is_recorded_once_with_the_instant_it_was_due(
    instance: Instance, temporal: EmbeddedTemporal
) -> None:
    """The real timer fires, and the event occurred when it was due, not when it was recorded."""
    async with instance.serving(temporal.address):
        due = soon()
        case = instance.open(due)
        await until(lambda: "deadline_passed" in instance.kinds(case))
        await asyncio.sleep(0.5)
        [passed] = [event for event in instance.history(case) if event.kind == "deadline_passed"]
        assert passed.occurred_at == due <= passed.recorded_at
        assert passed.causation_id == BY_WORKFLOW


async def test_deadlines_due_at_the_same_instant_all_fire(instance: Instance, temporal: EmbeddedTemporal) -> None:
    """Two deadlines at one instant are two events."""
    async with instance.serving(temporal.address):
        due = soon()
        case = instance.open(due, due)
        await until(lambda: instance.kinds(case).count("deadline_passed") == 2)


async def test_a_postponed_deadline_does_not_fire_at_its_old_instant(
    instance: Instance, temporal: EmbeddedTemporal
) -> None:
    """A newer plan replaces the timer."""
    async with instance.serving(temporal.address) as client:
        case = instance.open(soon(1.5))
        later = soon(600)
        version = instance.ask(PostponeToy(due=later)).plan_version

        async def knows() -> bool:
            return await told_version(client, case) == version

        await eventually(knows)
        await asyncio.sleep(2)
        assert instance.kinds(case) == ["toy_opened", "toy_postponed"]
        told = await what_told(client.get_workflow_handle(case))
        assert [timer.name for timer in told.timers] == ["later"]


async def test_a_duty_is_done_and_reported_and_a_closed_case_ends_its_workflow(
    instance: Instance, temporal: EmbeddedTemporal
) -> None:
    """From order to report to the end."""
    async with instance.serving(temporal.address) as client:
        case = instance.open()
        instance.ask(OrderWork(duty="work"))
        await until(lambda: "work_recorded" in instance.kinds(case))
        instance.ask(CloseToy())
        assert await client.get_workflow_handle(case).result() == "closed"
        assert instance.kinds(case) == ["toy_opened", "work_ordered", "work_recorded", "toy_closed"]


async def test_a_duty_that_fails_for_good_is_shown_and_never_recorded_as_done(
    database: Database, temporal: EmbeddedTemporal
) -> None:
    """A duty that nobody knows isn't retried; a person sees what it was, and whoever runs it hears of it."""
    instance = Instance(database.app_url, effects={})
    with capture_logs() as logged:
        async with instance.serving(temporal.address):
            case = instance.open()
            instance.ask(OrderWork(duty="work"))
            await until(lambda: "work_failed" in instance.kinds(case))
            assert "UnknownDuty: work" in instance.history(case)[-1].body.why
            assert "work_recorded" not in instance.kinds(case)
    (line,) = [line for line in logged if line["event"] == "duty_failed"]
    assert (line["case"], line["duty"], line["alert"]) == (case, f"{case}:2:work", True)
    instance.close()


async def test_a_duty_that_fails_at_first_is_tried_again(database: Database, temporal: EmbeddedTemporal) -> None:
    """The adapter comes back, and the duty is recorded once."""
    attempts: list[str] = []

    def shaky(context: DutyContext) -> Value:
        attempts.append(context.duty.id)
        if len(attempts) < 2:
            raise ConnectionError("the store is closed today")
        return RecordWork(duty_id=context.duty.id, result="done")

    instance = Instance(database.app_url, effects={"work": shaky})
    async with instance.serving(temporal.address):
        case = instance.open()
        instance.ask(OrderWork(duty="work"))
        await until(lambda: "work_recorded" in instance.kinds(case))
        assert attempts == [attempts[0]] * 2
        assert "work_failed" not in instance.kinds(case)
    instance.close()


async def test_no_person_is_shown_a_duty_because_the_database_is_away(
    database: Database, temporal: EmbeddedTemporal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often it is tried meanwhile: it is done when the database is back, and never said to have failed.

    It is tried as often as ever, with shorter waits in between.
    """
    as_ever = host._DUTY  # pyright: ignore[reportPrivateUsage]  # no setting: nobody but this test is in a hurry
    soon_again = replace(as_ever, initial_interval=timedelta(milliseconds=20))
    monkeypatch.setattr(host, "_DUTY", soon_again)
    attempts: list[str] = []

    def waiting(context: DutyContext) -> Value:
        attempts.append(context.duty.id)
        if len(attempts) <= 5:  # as often as any other failure is tried
            raise DatabaseAway("PostgreSQL is being moved")
        return RecordWork(duty_id=context.duty.id, result="done")

    instance = Instance(database.app_url, effects={"work": waiting})
    async with instance.serving(temporal.address):
        case = instance.open()
        instance.ask(OrderWork(duty="work"))
        await until(lambda: "work_recorded" in instance.kinds(case), within=40)
        assert len(attempts) == 6
        assert "work_failed" not in instance.kinds(case)
    instance.close()


async def test_a_duty_whose_report_is_refused_is_shown_to_a_person(
    database: Database, temporal: EmbeddedTemporal
) -> None:
    """Its effect is there but the case still owes it: nobody may believe that it is settled."""

    def odd(context: DutyContext) -> Value:
        return RemarkToy(words="not a report that the clock may make")

    instance = Instance(database.app_url, effects={"work": odd})
    async with instance.serving(temporal.address):
        case = instance.open()
        instance.ask(OrderWork(duty="work"))
        await until(lambda: "work_failed" in instance.kinds(case))
        assert "DutyRefused" in instance.history(case)[-1].body.why
    instance.close()


async def test_a_closed_case_is_never_started(instance: Instance, temporal: EmbeddedTemporal) -> None:
    """Opened and closed before anyone told Temporal: there is nothing to run."""
    case = instance.open(soon(600))
    instance.ask(CloseToy())
    other = instance.open(soon(600), n=2)
    async with instance.serving(temporal.address) as client:

        async def runs() -> bool:
            description = await client.get_workflow_handle(other).describe()
            return description.status == WorkflowExecutionStatus.RUNNING

        await eventually(runs)
        with pytest.raises(RPCError, match="not found"):
            await client.get_workflow_handle(case).describe()


async def test_what_changes_no_plan_is_not_told(instance: Instance, temporal: EmbeddedTemporal) -> None:
    """Telling is the dearest thing there is: remarks cost Temporal nothing."""
    async with instance.serving(temporal.address) as client:
        case = instance.open(soon(600))
        handle = client.get_workflow_handle(case)

        async def told() -> bool:
            return await told_version(client, case) == 1

        await eventually(told)
        before = (await handle.describe()).history_length
        for _ in range(5):
            instance.ask(RemarkToy(words="hm"))
        instance.open(soon(600), n=2)  # what comes after them is told, so they were passed over

        async def followed() -> bool:
            return await told_version(client, instance.case_id(2)) == 1

        await eventually(followed)
        assert (await handle.describe()).history_length == before


async def test_its_page_in_temporal_tells_the_story(instance: Instance, temporal: EmbeddedTemporal) -> None:
    """The current details say what phase, what is due when, and by which rule."""
    async with instance.serving(temporal.address) as client:
        due = soon(600)
        case = instance.open(due)
        handle = client.get_workflow_handle(case)

        async def shown() -> bool:
            page = await handle.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
            words = ("进行中 · open", "d1", due.isoformat(), "toy.due", "the test")
            return all(word in page.current_details for word in words)

        await eventually(shown)
