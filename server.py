"""The API's process: settings in, HTTP out."""

import signal
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from datetime import timedelta
from types import FrameType

import structlog
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.limits import Limits
from api.parts import Parts
from api.problems import ProblemTable
from api.provider_keys import ProviderKeys
from api.tokens import TokenRules, Tokens
from composition import MigrationsPending, Store, log_json, open_store, webhook_guard
from domain.application.papers import WORKSPACES
from domain.kernel import AnyDecider
from domain.processes import PROCESSES
from observing import observed
from settings import Settings, SettingsInvalid, load_settings
from store.access_log import AccessLog
from store.attempts import Attempts
from store.bell import Bell
from store.case_lists import CaseLists
from store.claims import Claims
from store.clock import ClockMismatch
from store.database import DatabaseAway
from store.delegations import Delegations
from store.holders import Holders
from store.inbound_senders import InboundSenders
from store.metrics import DatabaseFigures
from store.readiness import readiness
from store.saved_filters import SavedFilters
from store.search import Search
from store.webhook_reading import WebhookReading
from store.worklists import Worklists
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
        worklists=Worklists(store.database, store.cases, settings.due_soon_days),
        claims=Claims(store.database, settings.claim_hours),
        saved_filters=SavedFilters(store.database),
        search=Search(store.database, store.cases),
        bell=Bell(store.database.url),
        clocks=store.clocks,
        rules=store.rules,
        people=store.people,
        holders=Holders(store.database),
        tokens=tokens_of(settings),
        delegations=Delegations(store.database),
        longest_delegation=timedelta(days=settings.delegation_max_days),
        access_log=AccessLog(store.database),
        attempts=Attempts(store.database, settings.refused_attempts_kept),
        signing_keys=store.signing_keys,
        material=store.material,
        agreements=store.agreements,
        deliveries=store.deliveries,
        webhooks=store.webhooks,
        webhook_messages=store.webhook_messages,
        webhook_reading=WebhookReading(store.database),
        webhook_guard=webhook_guard(settings),
        webhook_overlap=timedelta(hours=settings.webhook_secret_overlap_hours),
        webhooks_most=settings.webhooks_per_role,
        inbound_senders=InboundSenders(store.database, store.sealing),
        inbound_most=settings.inbound_senders_per_person,
        deciders=store.deciders,
        problems=ProblemTable(store.deciders.values()),
        folders={
            "download": store.files.downloads,
            "api": store.files.sources,
            **dict.fromkeys(WORKSPACES, store.files.workspaces),
        },
        bulk_limit=settings.bulk_commands,
        limits=Limits(
            max_upload=settings.max_upload_bytes,
            requests_per_minute=settings.requests_per_minute,
            at_once=settings.requests_at_once,
            seconds=settings.request_seconds,
        ),
    )


def tokens_of(settings: Settings) -> Tokens | None:
    """What reads the tokens of the provider that the settings name."""
    if not settings.oidc_issuer:
        return None
    keys = ProviderKeys(
        settings.oidc_issuer,
        again=settings.oidc_ask_again_seconds,
        fresh=settings.oidc_keys_fresh_seconds,
    )
    rules = TokenRules(
        issuer=settings.oidc_issuer,
        audience=settings.oidc_audience,
        algorithms=settings.oidc_algorithms,
        leeway=settings.oidc_leeway_seconds,
        person=settings.oidc_person_claim,
        roles=settings.oidc_roles_claim,
        organisation=settings.oidc_organisation_claim,
        meaning=settings.oidc_roles,
    )
    return Tokens(rules, keys)


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
