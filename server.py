"""The API's process: settings in, HTTP out."""

import signal
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from types import FrameType

import structlog
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.limits import Limits
from api.parts import Parts
from api.problems import ProblemTable
from composition import MigrationsPending, Store, log_json, open_store
from domain.application.papers import WORKSPACES
from domain.kernel import AnyDecider
from domain.processes import PROCESSES
from observing import observed
from settings import Settings, SettingsInvalid, load_settings
from store.case_lists import CaseLists
from store.clock import ClockMismatch
from store.database import DatabaseAway
from store.metrics import DatabaseFigures
from store.readiness import readiness
from tracing import traced

_AGAIN_SECONDS = 1.0
_SERVICE = "sluice-api"


def parts_over(store: Store, settings: Settings) -> Parts:
    """What the API needs of an open instance. A download is a copy; an API serves the source."""
    return Parts(
        database=store.database,
        desk=store.desk,
        log=store.log,
        cases=store.cases,
        lists=CaseLists(store.database, store.cases),
        clocks=store.clocks,
        rules=store.rules,
        people=store.people,
        signing_keys=store.signing_keys,
        material=store.material,
        agreements=store.agreements,
        deliveries=store.deliveries,
        deciders=store.deciders,
        problems=ProblemTable(store.deciders.values()),
        folders={
            "download": store.files.downloads,
            "api": store.files.sources,
            **dict.fromkeys(WORKSPACES, store.files.workspaces),
        },
        limits=Limits(
            max_upload=settings.max_upload_bytes,
            requests_per_minute=settings.requests_per_minute,
            at_once=settings.requests_at_once,
            seconds=settings.request_seconds,
        ),
    )


def main(deciders: Sequence[AnyDecider] = PROCESSES, factory: str = "server:process_app") -> None:
    """Serve until SIGTERM or Ctrl-C, in as many processes as the settings say; several are made by `factory`."""
    settings = load_settings()
    if not settings.database_url:
        raise SettingsInvalid("SLUICE_DATABASE_URL must be set; `./sluice up` starts everything")
    log_json(settings.log_level)
    # uvicorn raises the signal again once it is done: then we leave, closing what is open.
    signal.signal(signal.SIGTERM, _leave)
    with _opened(settings, deciders) as store:  # agrees on the clock, before anyone asks
        if settings.api_processes == 1:
            with traced(_SERVICE), _observed(store, settings):
                serve(create_app(parts_over(store, settings)), settings)
            return
    serve(factory, settings)


def _opened(settings: Settings, deciders: Sequence[AnyDecider]) -> Store:
    """The instance, as soon as PostgreSQL is ready: a server that starts first only waits."""
    while True:
        try:
            return open_store(settings, deciders, statement_seconds=settings.request_seconds)
        except (DatabaseAway, MigrationsPending) as away:
            structlog.get_logger().warning("server_waits", why=str(away))
            time.sleep(_AGAIN_SECONDS)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def process_app(deciders: Sequence[AnyDecider] = PROCESSES) -> FastAPI:
    """The application of one process among several, with a store of its own."""
    settings = load_settings()
    log_json(settings.log_level)
    closing = ExitStack()
    store = closing.enter_context(_opened(settings, deciders))
    closing.enter_context(traced(_SERVICE))
    closing.enter_context(_observed(store, settings))
    return create_app(parts_over(store, settings), closing=closing.close)


def _observed(store: Store, settings: Settings) -> AbstractContextManager[None]:
    """What this process shows to those who run it."""

    def parts() -> Mapping[str, str]:
        return readiness(store.database).parts

    return observed(settings.metrics_host, settings.metrics_port, parts, [DatabaseFigures(store.database)])


def serve(app: FastAPI | str, settings: Settings) -> None:
    """Serve. The log lines are our own: uvicorn's access log is off."""
    uvicorn.run(
        app,
        factory=isinstance(app, str),
        workers=settings.api_processes,
        host=settings.api_host,
        port=settings.api_port,
        loop="uvloop",
        http="httptools",
        access_log=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        log_level="warning",
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    try:
        main()
    except (SettingsInvalid, ClockMismatch) as refusal:
        sys.exit(f"server: {refusal}")
