"""The worker's process: Temporal's worker, and the follower that tells it what the log says."""

import gc

if __name__ == "__main__":
    gc.disable()  # until everything is imported: see `settle_in`

import asyncio
import signal
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import structlog
from temporalio.client import Client
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig
from temporalio.service import RPCError

from activities.duties import Effect
from activities.duties_application import ApplicationDuties
from activities.duties_items import ItemDuties
from activities.messages import Messenger
from activities.workspaces import LocalWorkspaces
from composition import MigrationsPending, Store, log_json, open_store, settle_in, template, webhook_guard
from domain.kernel import AnyDecider
from domain.processes import PROCESSES
from domain.webhooks import Ladder
from embedded.leaving import leave, leaving_temporal
from mail_parts import mail_over
from observing import observed
from settings import Settings, SettingsInvalid, load_settings
from store.clock import ClockMismatch
from store.database import DatabaseAway
from store.readiness import readiness
from store.webhook_matching import Matching
from tracing import traced
from workflows.host import Host
from workflows.mailing import MailParts, serving_mail
from workflows.processes import WORKFLOWS
from workflows.serving import Parts, connect, serve
from workflows.webhooks import ATTEMPTS, WebhookParts, serving_webhooks

_AGAIN_SECONDS = 1.0
_PATIENCE = timedelta(seconds=2)
_log = structlog.get_logger()


def parts_over(
    store: Store,
    settings: Settings,
    workflows: Sequence[type[Host]] = WORKFLOWS,
    further: Mapping[str, Effect] | None = None,
) -> Parts:
    """What serving needs of an open instance. `further` are effects beside the product's own, for tests."""
    return Parts(
        database_url=settings.database_url,
        task_queue=settings.task_queue,
        desk=store.desk,
        cases=store.cases,
        clocks=store.clocks,
        deciders=store.deciders,
        workflows=workflows,
        effects={**effects(store), **(further or {})},
    )


def effects(store: Store) -> Mapping[str, Effect]:
    """The effects of all duties, by the duties' names."""
    application = ApplicationDuties(
        registry=store.registry,
        clocks=store.clocks,
        rules=store.rules,
        people=store.people,
        material=store.material,
        agreements=store.agreements,
        deliveries=store.deliveries,
        files=store.files,
        workspaces=LocalWorkspaces(store.files.workspaces),
        template=template(),
    )
    items = ItemDuties(store.clocks, store.deliveries)
    messenger = Messenger(store.desk, store.registry, store.deciders)
    return {**messenger.effects(), **application.effects(), **items.effects()}


def webhooks_over(store: Store, settings: Settings) -> WebhookParts:
    """What serving webhooks needs of an open instance."""
    patience, outage = timedelta(days=settings.webhook_patience_days), timedelta(hours=settings.webhook_outage_hours)
    return WebhookParts(
        database_url=settings.database_url,
        task_queue=f"{settings.task_queue}-webhooks",
        matching=Matching(store.log, store.deciders, store.webhooks, store.webhook_messages),
        webhooks=store.webhooks,
        messages=store.webhook_messages,
        guard=webhook_guard(settings),
        ladder=Ladder(
            waits=settings.webhook_retry_seconds,
            patience=patience.total_seconds(),
            outage=outage.total_seconds(),
        ),
        timeout=settings.webhook_timeout_seconds,
        keep_days=settings.webhook_keep_days,
    )


async def run(
    settings: Settings,
    stopping: asyncio.Event,
    deciders: Sequence[AnyDecider] = PROCESSES,
    workflows: Sequence[type[Host]] = WORKFLOWS,
    further: Mapping[str, Effect] | None = None,
) -> None:
    """Serve until told to stop. What is away is waited for, what breaks is begun again.

    Raises ClockMismatch, which no waiting would mend.
    """
    # Names are looked up on the loop's own threads: subscribers whose names answer slowly must not hold up the rest.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(2 * ATTEMPTS, "any"))
    reached, runtime = Reached(), _runtime(settings)
    with observed(settings.metrics_host, settings.metrics_port, reached.parts):
        opened = await _opened(settings, deciders, stopping)
        if opened is None:
            return
        with opened as store:
            reached.store = store
            parts = parts_over(store, settings, workflows, further)
            webhooks = webhooks_over(store, settings)
            reached.mail = mail = mail_over(store, settings)
            for one in store.rules.current().ending(store.clocks.now()):
                _log.warning("rules_end_soon", instrument=one.id, last_day=one.valid_to.isoformat())
            while not stopping.is_set():
                try:
                    async with serving_mail(mail):  # which does not wait for Temporal
                        await _serve(settings, parts, webhooks, stopping, reached, runtime)
                except Exception:
                    _log.exception("worker_failed")
                    await _pause(stopping)


class Reached:
    """What this worker has reached, for those who run it; asked from another thread."""

    def __init__(self) -> None:
        self.store: Store | None = None
        self.client: Client | None = None
        self.mail: MailParts | None = None
        self._loop = asyncio.get_running_loop()

    def parts(self) -> Mapping[str, str]:
        """The parts by name, each `ok` or what is wrong with it."""
        if self.store is None:
            return {"database": "waited for"}
        postman = self.mail and self.mail.postman
        mail = {"mail": postman.standing} if postman else {}
        return {**readiness(self.store.database).parts, "temporal": self._of_temporal(), **mail}

    def _of_temporal(self) -> str:
        if self.client is None:
            return "waited for"
        asked = self.client.service_client.check_health(timeout=_PATIENCE)
        try:
            healthy = asyncio.run_coroutine_threadsafe(asked, self._loop).result()
        except RPCError as away:
            return f"away: {away}"
        return "ok" if healthy else "not healthy"


async def _serve(
    settings: Settings,
    parts: Parts,
    webhooks: WebhookParts,
    stopping: asyncio.Event,
    reached: Reached,
    runtime: Runtime,
) -> None:
    client = reached.client = await _connected(settings, stopping, runtime)
    if client:
        _log.info("worker_serves", task_queue=parts.task_queue)
        async with serving_webhooks(client, webhooks):
            await serve(client, parts, stopping)


async def _opened(settings: Settings, deciders: Sequence[AnyDecider], stopping: asyncio.Event) -> Store | None:
    """The instance, as soon as PostgreSQL is ready; None when stopped before that. Raises ClockMismatch."""
    while not stopping.is_set():
        try:
            return await asyncio.to_thread(open_store, settings, deciders)
        except (DatabaseAway, MigrationsPending) as away:
            _log.warning("worker_waits", why=str(away))
        await _pause(stopping)
    return None


def _runtime(settings: Settings) -> Runtime:
    """The SDK's own, which shows what it counts on a port of its own when one is set."""
    if not settings.temporal_metrics_port:
        return Runtime.default()
    shown = PrometheusConfig(
        bind_address=f"{settings.metrics_host}:{settings.temporal_metrics_port}", durations_as_seconds=True
    )
    return Runtime(telemetry=TelemetryConfig(metrics=shown))


async def _connected(settings: Settings, stopping: asyncio.Event, runtime: Runtime) -> Client | None:
    """A client of Temporal, as soon as it answers; None when stopped before that."""
    while not stopping.is_set():
        try:
            return await connect(settings.temporal_address, settings.temporal_namespace, runtime)
        except (RuntimeError, RPCError) as away:  # the SDK raises RuntimeError for a refused connection
            _log.warning("worker_waits", why=f"Temporal: {away}")
            await _pause(stopping)
    return None


async def _pause(stopping: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), _AGAIN_SECONDS)
    except TimeoutError:
        return  # nobody asked to stop


async def _until_signalled(
    settings: Settings,
    deciders: Sequence[AnyDecider],
    workflows: Sequence[type[Host]],
    further: Mapping[str, Effect] | None,
) -> None:
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    await run(settings, stopping, deciders, workflows, further)


def main(
    deciders: Sequence[AnyDecider] = PROCESSES,
    workflows: Sequence[type[Host]] = WORKFLOWS,
    further: Mapping[str, Effect] | None = None,
) -> None:
    """Serve until SIGTERM or Ctrl-C, and end the process. Raises SettingsInvalid and ClockMismatch."""
    settle_in()
    settings = load_settings()
    missing = [name for name in ("database_url", "temporal_address") if not getattr(settings, name)]
    if missing:
        names = " and ".join(f"SLUICE_{name.upper()}" for name in missing)
        raise SettingsInvalid(f"{names} must be set; `./sluice up` starts everything")
    log_json(settings.log_level)
    with leaving_temporal():
        with traced("sluice-worker"):
            asyncio.run(_until_signalled(settings, deciders, workflows, further))
        leave()


if __name__ == "__main__":
    try:
        main()
    except (SettingsInvalid, ClockMismatch) as refusal:
        sys.exit(f"worker: {refusal}")
