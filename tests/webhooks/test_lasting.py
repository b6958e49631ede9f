"""Nothing is lost and nothing overtakes: through a day of failures, kills of the worker, a Temporal that forgot."""

import asyncio
import shutil
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from signal import SIGTERM

import psycopg
import pytest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from embedded.child import Child
from embedded.processes import CHECKOUT
from embedded.temporal import EmbeddedTemporal
from store import following
from store.readiness import WEBHOOKS
from store.webhook_messages import Lane
from store.webhooks import Webhook
from tests.parts import Database, fresh_namespace
from tests.webhooks.hooked import PUBLISHED, Hooked
from tests.webhooks.receiving import FakeReceiver
from tests.workflows.instance import until
from workflows.serving import connect
from workflows.webhooks import lane_id, serving_webhooks

SKIPPING = "frontend.WorkflowTimeSkippingEnabled=true"
PROMPT = 'history.timerProcessorMaxTimeShift="10ms"'  # a timer fires up to so much late; a second as shipped


@asynccontextmanager
async def skipping(hooked: Hooked) -> AsyncGenerator[Client]:
    """Serve on a Temporal that skips the time in which nothing happens."""
    start = WorkflowEnvironment.start_time_skipping_v2  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # the SDK leaves SearchAttributeKey's parameter open
    async with (
        await start(
            data_converter=pydantic_data_converter,
            dev_server_existing_path=shutil.which("temporal", path=str(Path(sys.executable).parent)),
            dev_server_log_level="never",
            dev_server_extra_args=["--dynamic-config-value", SKIPPING, "--dynamic-config-value", PROMPT],
        ) as environment,
        serving_webhooks(environment.client, hooked.parts),
    ):
        yield environment.client


@pytest.fixture
def published(hooked: Hooked) -> Hooked:
    """The instance on the published ladder."""
    hooked.parts = replace(hooked.parts, ladder=hooked.parts.ladder.model_copy(update={"waits": PUBLISHED}))
    return hooked


async def slept(client: Client, lane: Lane) -> list[float]:
    """The seconds that the lane's workflow slept between attempts, each to its end."""
    history = await client.get_workflow_handle(lane_id(lane)).fetch_history()
    started = {
        event.event_id: event.timer_started_event_attributes.start_to_fire_timeout.ToTimedelta().total_seconds()
        for event in history.events
        if event.HasField("timer_started_event_attributes")
    }
    fired = [
        event.timer_fired_event_attributes.started_event_id
        for event in history.events
        if event.HasField("timer_fired_event_attributes")
    ]
    return [started[one] for one in fired]


async def test_a_receiver_that_answers_500_for_a_day_gets_everything_in_order(
    published: Hooked, receiver: FakeReceiver
) -> None:
    """The attempts come by the published ladder, over more than a day; then all of the case follows at once."""
    receiver.fail(times=7)
    webhook, _ = published.subscribe(receiver.url, types=["sluice.toy.*"])
    case = published.instance.open()
    lane = Lane(webhook=webhook.id, case_id=case)
    async with skipping(published) as client:
        await until(lambda: len(published.attempts(webhook)) >= 8, within=60)
        await until(lambda: published.settled(webhook, 1))
        slept_for = await slept(client, lane)
        assert slept_for == pytest.approx(PUBLISHED, abs=1)
        assert sum(slept_for) > timedelta(days=1).total_seconds()
        receiver.behave()
        published.remark(1, 3)
        await until(lambda: published.settled(webhook, 4))
    statuses = [attempt.status for attempt in published.attempts(webhook)]
    assert statuses == [500] * 7 + [200] * 4
    assert receiver.taken(case) == [1, 2, 3, 4]


async def test_after_five_days_of_failure_it_is_disabled_and_all_is_there_once_it_is_enabled(
    published: Hooked, receiver: FakeReceiver
) -> None:
    """It is told so; what happens meanwhile waits; enabled, what waits comes in order, the rest by sending again."""
    receiver.fail()
    webhook, _ = published.subscribe(receiver.url)
    case = published.instance.open()
    published.remark(1, 9)
    async with skipping(published):
        await until(lambda: now(published, webhook).disabled_at is not None, within=60)
        disabled = now(published, webhook)
        assert disabled.disabled_why == "failing" and disabled.failing_since is not None
        states = published.states(webhook)
        given_up = states.count("failed")
        assert given_up >= 4 and states[given_up:] == ["waiting"] * (10 - given_up)
        tried = len(published.attempts(webhook))
        published.remark(1, 2)
        await until(lambda: len(published.states(webhook)) == 12)
        assert len(published.attempts(webhook)) == tried
        receiver.behave()
        published.enable(webhook)
        await until(lambda: "waiting" not in published.states(webhook), within=30)
        assert receiver.taken(case) == list(range(given_up + 1, 13))
        published.messages.send_again(webhook.id, since=0)
        await until(lambda: len(receiver.taken(case)) == 12 and published.settled(webhook, 12), within=30)
    assert now(published, webhook).failing_since is None


def now(hooked: Hooked, webhook: Webhook) -> Webhook:
    """The subscription as it is."""
    found = hooked.webhooks.get(webhook.id)
    assert found
    return found


async def test_a_killed_worker_loses_nothing_and_lets_nothing_overtake(
    hooked: Hooked, receiver: FakeReceiver, temporal: EmbeddedTemporal, tmp_path: Path
) -> None:
    """SIGKILL while it delivers, and again, with a receiver that fails and is killed too: each case in order, whole."""
    receiver.fail(times=1)
    webhook, _ = hooked.subscribe(receiver.url)
    cases = [hooked.instance.open(n=n) for n in range(1, 7)]
    queue = f"killed-{hooked.instance.id}"
    command = [sys.executable, "-m", "tests.webhooks.worker", hooked.parts.database_url, temporal.address, queue]
    total = 6 * 9
    for round_ in range(3):
        worker = Child(
            [*command, receiver.address],
            name="worker",
            log=tmp_path / f"worker{round_}.log",
            stop_signal=SIGTERM,
            folder=CHECKOUT,
        )
        try:
            if round_ < 2:
                for n in range(1, 7):
                    hooked.remark(n, 4)
                seen = len(receiver.received())
                await until(lambda seen=seen: len(receiver.received()) > seen + 4, within=60)  # type: ignore[misc]  # bound now
            else:
                receiver.kill()
                receiver.start()
                await until(lambda: hooked.settled(webhook, total), within=90)
        finally:
            worker.kill()
    assert hooked.states(webhook) == ["delivered"] * total
    assert [receiver.taken(case) for case in cases] == [list(range(1, 10))] * 6
    good = [one for one in receiver.received() if one.good]
    assert len({one.headers["webhook-id"] for one in good}) == total


async def test_a_case_that_can_not_be_read_is_parked_and_holds_up_nobody_else(
    database: Database, tmp_path: Path, temporal: EmbeddedTemporal
) -> None:
    """Lanes that Temporal lost are told again though a case stays parked; mended, what it had to tell comes."""
    receiver = FakeReceiver(tmp_path / "receiver")
    hooked = Hooked(database.app_url, [receiver.address], waits=(3600.0,))
    webhook, _ = hooked.subscribe(receiver.url)
    broken, whole = hooked.instance.open(n=1), hooked.instance.open(n=2)
    _rewrite(database, broken, "toy_opened", "no_such_kind")
    async with hooked.serving(temporal.address):
        await until(lambda: len(hooked.attempts(webhook)) == 1 and _parked(hooked) == [broken])
    receiver.start()
    with hooked.instance.database.connection() as connection:  # its next attempt is due
        connection.execute("UPDATE webhook_messages SET not_before = now()")
    client = await connect(temporal.address, await asyncio.to_thread(fresh_namespace, temporal.address))
    async with serving_webhooks(client, replace(hooked.parts, reconcile_seconds=0.2)):
        await until(lambda: hooked.settled(webhook, 1))
        assert (receiver.taken(whole), _parked(hooked)) == ([1], [broken])
        _rewrite(database, broken, "no_such_kind", "toy_opened")
        await until(lambda: hooked.settled(webhook, 2))
        assert (receiver.taken(broken), _parked(hooked)) == ([1], [])
    receiver.kill()
    hooked.close()


def _rewrite(database: Database, case: str, old: str, new: str) -> None:
    """Do to the log what nothing of ours can: let a case's events be of another kind."""
    with psycopg.connect(database.superuser_url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # past the trigger that guards the log
        connection.execute(
            """UPDATE stored_events
            SET state = convert_to(replace(convert_from(state, 'UTF8'), %s, %s), 'UTF8') WHERE originator_id = %s""",
            (f'"{old}"', f'"{new}"', case),
        )


def _parked(hooked: Hooked) -> list[str]:
    with hooked.instance.database.connection() as connection:
        return following.parked(connection, WEBHOOKS)


async def test_what_waited_when_temporal_forgot_everything_is_delivered(
    database: Database, tmp_path: Path, temporal: EmbeddedTemporal
) -> None:
    """Another namespace knows no lane: those in which something waits are told again, once the first look is due."""
    receiver = FakeReceiver(tmp_path / "receiver")
    hooked = Hooked(database.app_url, [receiver.address], waits=(3600.0,))
    webhook, _ = hooked.subscribe(receiver.url)
    cases = [hooked.instance.open(n=n) for n in (1, 2)]
    async with hooked.serving(temporal.address):
        await until(lambda: len(hooked.attempts(webhook)) == 2)
    receiver.start()
    with hooked.instance.database.connection() as connection:  # their next attempt is due
        connection.execute("UPDATE webhook_messages SET not_before = now()")
    namespace = await asyncio.to_thread(fresh_namespace, temporal.address)
    client = await connect(temporal.address, namespace)
    async with serving_webhooks(client, hooked.parts):
        await until(lambda: hooked.settled(webhook, 2))
    assert [receiver.taken(case) for case in cases] == [[1], [1]]
    receiver.kill()
    hooked.close()
