"""Serving webhooks: a follower that writes what is to be told, lanes that tell it, and what keeps them complete."""

import asyncio
from collections.abc import AsyncGenerator, Collection, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any, TypeVar

import structlog
from psycopg import Connection
from psycopg.rows import DictRow
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.outgoing import Guard
from activities.webhooks import Courier
from domain.webhooks import Ladder
from store import following
from store.database import DatabaseAway
from store.follower import Away, Follower
from store.following import Line
from store.readiness import WEBHOOKS
from store.webhook_matching import Matching
from store.webhook_messages import Lane, WebhookMessages
from store.webhooks import Webhooks
from workflows.telling import IN_FLIGHT, away
from workflows.webhook_lane import WebhookLane

ATTEMPTS = 128  # at once, of all subscribers
_THREADS = 4
_LOOK_SECONDS = 1  # how soon what was asked for through the API is begun
_PAGE = 500
_log = structlog.get_logger()
T = TypeVar("T")


@dataclass(frozen=True)
class WebhookParts:
    """What serving webhooks needs. Lanes have a task queue of their own: cases never wait for a subscriber."""

    database_url: str
    task_queue: str
    matching: Matching
    webhooks: Webhooks
    messages: WebhookMessages
    guard: Guard
    ladder: Ladder
    timeout: float  # seconds an attempt may take
    keep_days: int  # that settled messages are kept; 0 is for ever
    reconcile_seconds: float = 300


@asynccontextmanager
async def serving_webhooks(client: Client, parts: WebhookParts) -> AsyncGenerator[None]:
    """Follow the log and deliver, until the block ends."""
    teller = LaneTeller(client, parts)
    with ThreadPoolExecutor(_THREADS, "webhook") as threads:
        async with (
            parts.guard.client(parts.timeout) as http,
            _lane_worker(
                client,
                parts,
                Courier(parts.webhooks, parts.messages, parts.guard, http, parts.ladder, parts.timeout, threads),
            ),
            _following(teller, parts),
        ):
            yield


class LaneTeller:
    """Tells lanes that something waits, starting those that are not there. Telling again does no harm."""

    def __init__(self, client: Client, parts: WebhookParts) -> None:
        self._client = client
        self._parts = parts
        self._in_flight = asyncio.Semaphore(IN_FLIGHT)

    async def tell_untold(self) -> None:
        """Tell the lanes of all messages that nobody was told of. Raises Away."""
        messages = self._parts.messages
        while untold := await asyncio.to_thread(messages.untold, _PAGE):
            lanes = {(webhook, case_id) for webhook, _, case_id in untold}
            await self._tell([Lane(webhook=webhook, case_id=case_id) for webhook, case_id in lanes])
            await asyncio.to_thread(messages.mark_told, untold)

    async def reconcile(self) -> int:
        """Tell lanes in which something waits and that do not run: Temporal lost them. Returns how many.

        Raises Away.
        """
        waiting = await asyncio.to_thread(self._parts.messages.waiting_lanes)
        running = await self._running() if waiting else set[str]()
        lost = [lane for lane in waiting if lane_id(lane) not in running]
        await self._tell(lost)
        return len(lost)

    async def _running(self) -> set[str]:
        query = f"TaskQueue = '{self._parts.task_queue}' AND ExecutionStatus = 'Running'"
        try:
            return {run.id async for run in self._client.list_workflows(query, page_size=1000)}
        except RPCError as error:
            raise Away(f"Temporal: {error}") from error

    async def _tell(self, lanes: Collection[Lane]) -> None:
        results = await asyncio.gather(*map(self._start, lanes), return_exceptions=True)
        for error in results:
            if isinstance(error, BaseException):
                raise error

    async def _start(self, lane: Lane) -> None:
        async with self._in_flight:
            try:
                await self._client.start_workflow(
                    WebhookLane.run,
                    args=[lane, self._parts.timeout],
                    id=lane_id(lane),
                    task_queue=self._parts.task_queue,
                    id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                    start_signal="look",
                )
            except RPCError as error:
                raise away(error) from error


def lane_id(lane: Lane) -> str:
    """The id of a lane's workflow."""
    return f"webhook/{lane.webhook}/{lane.case_id}"


def _lane_worker(client: Client, parts: WebhookParts, courier: Courier) -> Worker:
    return Worker(
        client,
        task_queue=parts.task_queue,
        workflows=[WebhookLane],
        activities=[courier.deliver_next],
        workflow_runner=UnsandboxedWorkflowRunner(),  # docs/adr/0011-no-sandbox.md
        max_concurrent_activities=ATTEMPTS,
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=1),
        graceful_shutdown_timeout=timedelta(seconds=5),
    )


@asynccontextmanager
async def _following(teller: LaneTeller, parts: WebhookParts) -> AsyncGenerator[None]:
    keeper = _Keeper(teller, parts, asyncio.get_running_loop())
    follower = Follower(parts.database_url, WEBHOOKS, keeper.follow, chore=keeper.keep, chore_seconds=_LOOK_SECONDS)
    follower.start()
    try:
        yield
    finally:
        await asyncio.to_thread(follower.stop)


class _Keeper:
    """The follower's effect and chore, on its thread; Temporal is spoken to on the loop's."""

    def __init__(self, teller: LaneTeller, parts: WebhookParts, loop: asyncio.AbstractEventLoop) -> None:
        self._teller = teller
        self._parts = parts
        self._loop = loop
        self._reconcile_at = self._forget_at = 0.0

    def follow(self, lines: Sequence[Line]) -> None:
        """Write the messages down, then tell their lanes. Raises Away."""
        self._parts.matching.follow(lines)
        self._speak(self._teller.tell_untold())

    def keep(self, connection: Connection[DictRow]) -> None:
        """Begin what was asked for through the API; now and then look for what Temporal lost, and what was parked."""
        self._speak(self._teller.tell_untold())
        self._forget()
        if monotonic() < self._reconcile_at:
            return
        self._make_up(connection)
        if lost := self._speak(self._teller.reconcile()):
            _log.info("webhook_lanes_told_again", lanes=lost)
        self._reconcile_at = monotonic() + self._parts.reconcile_seconds

    def _make_up(self, connection: Connection[DictRow]) -> None:
        """Follow the cases that were parked; one that still can't be read must not keep the others waiting."""
        until = following.position(connection, WEBHOOKS)
        for case_id in following.parked(connection, WEBHOOKS):
            try:
                self._parts.matching.follow_case(case_id, until)
            except (Away, DatabaseAway):
                raise
            except Exception:
                _log.exception("case_still_parked", follower=WEBHOOKS, case=case_id, alert=True)
            else:
                following.unpark(connection, WEBHOOKS, [case_id])

    def _forget(self) -> None:
        """A batch at a time, so that nobody waits for long; again soon while there is more."""
        if not self._parts.keep_days or monotonic() < self._forget_at:
            return
        if gone := self._parts.messages.forget(self._parts.keep_days):
            _log.info("webhook_messages_forgotten", messages=gone)
        else:
            self._forget_at = monotonic() + self._parts.reconcile_seconds

    def _speak(self, words: Coroutine[Any, Any, T]) -> T:
        try:
            return asyncio.run_coroutine_threadsafe(words, self._loop).result()
        except Away:
            self._reconcile_at = 0.0  # who was away may have lost what it knew
            raise
