"""One attempt to tell a subscriber one thing: signed, bounded, recorded whatever becomes of it."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from math import floor
from typing import TypeVar, TypeVarTuple

import httpx
import structlog
from opentelemetry.trace import SpanKind, StatusCode
from standardwebhooks import Webhook as Signer
from temporalio import activity

from activities.outgoing import REFUSED, AddressRefused, Guard, refused
from domain.value import Value
from domain.webhooks import Ladder
from store.traces import span
from store.webhook_matching import CONTENT_TYPE
from store.webhook_messages import Attempt, Due, Lane, WebhookMessages
from store.webhooks import Webhooks, Why

_SHOWN = 1000  # characters of an answer that are kept
_READ = 4000  # bytes of an answer that are read
SHARE = 16  # attempts at once for one subscription: one that hangs must not take everyone's
_BUSY = 10.0  # seconds until a lane beyond that looks again
AGENT = "Sluice-Webhooks/1"
Given = TypeVarTuple("Given")
R = TypeVar("R")
_log = structlog.get_logger()


class Step(Value):
    """What a lane does next: look again after `wait` seconds, or end when there is none."""

    wait: float | None


@dataclass(frozen=True)
class Courier:
    """Delivers. `timeout` is in seconds, for a whole attempt; `threads` are few, and write down what happened."""

    webhooks: Webhooks
    messages: WebhookMessages
    guard: Guard
    client: httpx.AsyncClient
    ladder: Ladder
    timeout: float
    threads: Executor
    in_flight: Counter[str] = field(default_factory=Counter[str])

    @activity.defn
    async def deliver_next(self, lane: Lane, at: datetime) -> Step:
        """Try the message at the head of the lane, if it is due at `at`, the lane's own time.

        Raises DatabaseAway, and is then tried again: the subscriber may get a message twice, under one id.
        """
        if self.in_flight[lane.webhook] >= SHARE:
            return Step(wait=_BUSY)
        self.in_flight[lane.webhook] += 1
        try:
            due = await self._apart(self.messages.head, lane)
            if due and not _wait(due, at):
                await self._deliver(due, at)
                due = await self._apart(self.messages.head, lane)
            return Step(wait=_wait(due, at) if due else None)
        finally:
            self.in_flight[lane.webhook] -= 1

    async def _apart(self, work: Callable[[*Given], R], *args: *Given) -> R:
        """Do what waits for PostgreSQL on our own threads: slow subscribers must not take all of its connections."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, work, *args)

    async def _deliver(self, due: Due, at: datetime) -> None:
        secrets = await self._apart(self.webhooks.secrets, due.webhook)
        if not secrets:
            await self._apart(self._disable, due.webhook, "erased")
            return
        said = {"webhook": due.webhook, "type": due.type, "case": due.case_id, "attempt": str(due.attempts + 1)}
        with span("deliver webhook", due.correlation, SpanKind.CLIENT, **said) as one:
            attempt = await self._attempt(due, secrets)
            if attempt.status is not None:
                one.set_attribute("http.response.status_code", attempt.status)
            if attempt.error:
                one.set_status(StatusCode.ERROR)
        if attempt.error:
            await self._apart(self._failed, due, attempt, at)
        else:
            await self._apart(self.messages.delivered, due, attempt, self.ladder, at)

    async def _attempt(self, due: Due, secrets: Sequence[str]) -> Attempt:
        """Send it once. Whatever goes wrong on the way is the subscriber's failure, and is written down."""
        now, began = datetime.now(UTC), time.perf_counter()
        status, body, error = None, "", ""
        try:
            async with asyncio.timeout(self.timeout):
                await self.guard.look_up(due.url)
                request = self.client.stream(
                    "POST", due.url, content=due.body.encode(), headers=self._headers(due, secrets, now)
                )
                async with request as response:
                    status = response.status_code
                    body = await _beginning(response)
        except TimeoutError:
            error = f"no answer within {self.timeout:g} s"
        except (httpx.HTTPError, httpx.InvalidURL, AddressRefused, OSError, ValueError) as failure:
            error = REFUSED if refused(failure) else _words(failure)
        if status is not None:  # it answered, however slowly the rest came
            error = "" if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES else f"answered {status}"
        return Attempt(now, status, round((time.perf_counter() - began) * 1000), error, body)

    def _headers(self, due: Due, secrets: Sequence[str], now: datetime) -> dict[str, str]:
        """The headers of Standard Webhooks, one signature for each live secret."""
        signatures = [Signer(secret).sign(due.event_id, now, due.body) for secret in secrets]
        return {
            "webhook-id": due.event_id,
            "webhook-timestamp": str(floor(now.timestamp())),
            "webhook-signature": " ".join(signatures),
            "content-type": CONTENT_TYPE,
            "user-agent": AGENT,
        }

    def _failed(self, due: Due, attempt: Attempt, at: datetime) -> None:
        since = self.messages.failed(due, attempt, self.ladder, at)
        if self.ladder.gives_up(since, at):
            self._disable(due.webhook, "failing")

    def _disable(self, webhook_id: str, why: Why) -> None:
        if self.webhooks.disable(webhook_id, why):
            _log.warning("webhook_disabled", webhook=webhook_id, why=why, alert=True)


def _wait(due: Due, at: datetime) -> float:
    """Seconds until the message is due; 0 when it is."""
    return max((due.not_before - at).total_seconds(), 0) if due.not_before else 0


async def _beginning(response: httpx.Response) -> str:
    """The first characters of an answer, as far as they are text that can be kept."""
    read = b""
    async for chunk in response.aiter_raw():
        read += chunk
        if len(read) >= _READ:
            break
    return read[:_READ].decode("utf-8", "replace").replace("\0", "\ufffd")[:_SHOWN]


def _words(failure: Exception) -> str:
    return f"{type(failure).__name__}: {failure}".replace("\0", "\ufffd")[:300]
