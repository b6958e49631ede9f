"""Serving an instance's workflows: the Temporal worker, the follower that tells, the rehearsal clock."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

import structlog
from psycopg import Connection
from psycopg.rows import DictRow
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.runtime import Runtime
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.duties import Duties, Effect
from activities.reports import Reports
from domain.kernel import AnyDecider
from store import following
from store.calendars import adopt_pending
from store.cases import Cases
from store.clock import Clocks
from store.desk import Desk
from store.follower import Follower
from store.following import Line
from store.readiness import TELLING
from workflows.clock import ClockTeller
from workflows.host import Host
from workflows.rehydrate import reconcile
from workflows.telling import Telling

THREADS = 64  # for activities; those that report wait together for one commit
CACHED = 2000  # workflows kept in memory, about 60 KiB each; another is replayed from its short history

_log = structlog.get_logger()


@dataclass(frozen=True)
class Parts:
    """What serving needs. `deciders` are by name, `effects` by the duty's name."""

    database_url: str
    task_queue: str
    desk: Desk
    cases: Cases
    clocks: Clocks
    deciders: Mapping[str, AnyDecider]
    workflows: Sequence[type[Host]]
    effects: Mapping[str, Effect]
    reconcile_seconds: float = 300


async def connect(address: str, namespace: str = "default", runtime: Runtime | None = None) -> Client:
    """A client that speaks our values. Raises RuntimeError when Temporal can't be reached."""
    return await Client.connect(address, namespace=namespace, data_converter=pydantic_data_converter, runtime=runtime)


def telling_of(client: Client, parts: Parts) -> Telling:
    """Who tells the workflows of these parts."""
    return Telling(client, parts.task_queue, parts.cases, parts.clocks, parts.deciders)


async def serve(client: Client, parts: Parts, stopping: asyncio.Event) -> None:
    """Run workflows and duties, follow the log and keep time, until `stopping` is set."""
    telling = telling_of(client, parts)
    with ThreadPoolExecutor(THREADS, "activity") as threads:
        async with (
            _following(telling, parts) as follower,
            _keeping_time(telling, follower),
            temporal_worker(client, parts, threads),
        ):
            await stopping.wait()


def temporal_worker(client: Client, parts: Parts, threads: ThreadPoolExecutor) -> Worker:
    """The Temporal worker alone.

    A killed worker's workflows wait for it on its sticky queue: one second, not the usual ten.
    """
    reports = Reports(parts.desk, parts.clocks, parts.deciders)
    duties = Duties(reports, parts.cases, parts.effects)
    return Worker(
        client,
        task_queue=parts.task_queue,
        workflows=parts.workflows,
        activities=[reports.report_deadline, reports.report_duty_failed, duties.perform_duty],
        activity_executor=threads,
        workflow_runner=UnsandboxedWorkflowRunner(),  # docs/adr/0011-no-sandbox.md
        max_cached_workflows=CACHED,
        max_concurrent_activities=THREADS // 4,
        max_concurrent_local_activities=THREADS * 3 // 4,
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=1),
        graceful_shutdown_timeout=timedelta(seconds=5),
        max_heartbeat_throttle_interval=timedelta(seconds=3),
    )


@asynccontextmanager
async def _following(telling: Telling, parts: Parts) -> AsyncGenerator[Follower]:
    loop = asyncio.get_running_loop()

    def tell(lines: Sequence[Line]) -> None:
        asyncio.run_coroutine_threadsafe(telling.follow(lines), loop).result()

    def keep_complete(connection: Connection[DictRow]) -> None:
        parked = following.parked(connection, TELLING)
        told = asyncio.run_coroutine_threadsafe(reconcile(telling, parked), loop).result()
        following.unpark(connection, TELLING, parked)
        if told:
            _log.warning("reconciled", cases=len(told), first=told[0])
        if moved := adopt_pending(parts.desk):  # an import that was interrupted
            _log.warning("calendar_adopted", redated=moved)

    follower = Follower(parts.database_url, TELLING, tell, chore=keep_complete, chore_seconds=parts.reconcile_seconds)
    follower.start()
    try:
        yield follower
    finally:
        await asyncio.to_thread(follower.stop)


@asynccontextmanager
async def _keeping_time(telling: Telling, follower: Follower) -> AsyncGenerator[None]:
    """Tell the rehearsal clock, if there is one; only the follower's leader does."""
    if await asyncio.to_thread(telling.clocks.rehearsal) is None:
        yield
        return
    keeping = asyncio.create_task(ClockTeller(telling).run(lambda: follower.leading))
    try:
        yield
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping
