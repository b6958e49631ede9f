"""The API's process: settings in, HTTP out."""

import gc

if __name__ == "__main__":
    gc.disable()  # until everything is imported: see `settle_in`

import signal
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import timedelta
from types import FrameType
from typing import Any

import structlog
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.browser import Browser
from api.code_flow import Client, CodeFlow
from api.connections import Connection
from api.limits import Limits
from api.parts import Parts
from api.problems import ProblemTable
from api.provider_keys import ProviderKeys
from api.request_log import who_asks
from api.sealed_cookies import SealedCookies
from api.sign_in import BACK
from api.tokens import TokenRules, Tokens
from composition import (
    MigrationsPending,
    Store,
    log_json,
    mail_tokens,
    master_key_of,
    open_store,
    settle_in,
    webhook_guard,
)
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
from store.mail_links import MailLinks
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
    tokens, flow = identity_of(settings)
    return Parts(
        database=store.database,
        desk=store.desk,
        log=store.log,
        cases=store.cases,
        registry=store.registry,
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
        tokens=tokens,
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
        mail_people=store.mail_people,
        mail_links=MailLinks(store.database, timedelta(days=settings.mail_link_days)),
        mail_tokens=mail_tokens(settings),
        browser=browser_of(settings, flow),
        mail_on=bool(settings.smtp_host),
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
            streams=settings.streams_at_once,
            uploads_of_a_day=settings.upload_bytes_a_day,
        ),
    )


def identity_of(settings: Settings) -> tuple[Tokens | None, CodeFlow | None]:
    """What reads the tokens of the provider that the settings name, and what signs people in there."""
    if not settings.oidc_issuer:
        return None, None
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
        mail=settings.oidc_mail_claim,
        meaning=settings.oidc_roles,
    )
    tokens = Tokens(rules, keys)
    if not settings.oidc_client_id:
        return tokens, None
    client = Client(
        id=settings.oidc_client_id,
        secret=settings.oidc_client_secret,
        redirect_uri=settings.public_url + BACK,
        scope=settings.oidc_scope,
    )
    return tokens, CodeFlow(client, keys, Tokens(replace(rules, audience=client.id), keys))


def browser_of(settings: Settings, flow: CodeFlow | None) -> Browser:
    """How people sign in by browser."""
    cookies = SealedCookies(master_key_of(settings))
    return Browser(settings.public_url, cookies, settings.sign_in_minutes * 60, flow)


def main(deciders: Sequence[AnyDecider] = PROCESSES, factory: str = "server:process_app") -> None:
    """Serve until SIGTERM or Ctrl-C, in as many processes as the settings say; several are made by `factory`."""
    settle_in()
    settings = load_settings()
    if not settings.database_url:
        raise SettingsInvalid("SLUICE_DATABASE_URL must be set; `./sluice up` starts everything")
    log_json(settings.log_level, who_asks)
    # uvicorn raises the signal again once it is done: then we leave, closing what is open.
    signal.signal(signal.SIGTERM, _leave)
    with _opened(settings, deciders) as store:  # agrees on the clock, before anyone asks
        if settings.api_processes == 1:
            parts = parts_over(store, settings)
            with traced(_SERVICE), _observed(parts, settings):
                app = create_app(parts)
                settle_in()
                serve(app, settings)
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
    log_json(settings.log_level, who_asks)
    closing = ExitStack()
    store = closing.enter_context(_opened(settings, deciders))
    closing.enter_context(traced(_SERVICE))
    parts = parts_over(store, settings)
    closing.enter_context(_observed(parts, settings))
    app = create_app(parts, closing=closing.close)
    settle_in()
    return app


def _observed(parts: Parts, settings: Settings) -> AbstractContextManager[None]:
    """What this process shows to those who run it."""

    def ready() -> Mapping[str, str]:
        found = readiness(parts.database).parts
        if parts.tokens is None:
            return found
        said = "ok" if parts.tokens.provider_answers() else "away: people with tokens may be refused"
        return {**found, "identity_provider": said}

    return observed(settings.metrics_host, settings.metrics_port, ready, [DatabaseFigures(parts.database)])


def serve(app: FastAPI | str, settings: Settings) -> None:
    """Serve. The log lines are our own: uvicorn's access log is off."""
    uvicorn.run(
        app,
        factory=isinstance(app, str),
        workers=settings.api_processes,
        timeout_worker_healthcheck=60,  # a process of several that takes longer to begin is killed and begun again
        **serving(settings),
    )


def serving(settings: Settings) -> dict[str, Any]:
    """What uvicorn is told of each process."""
    return {
        "host": settings.api_host,
        "port": settings.api_port,
        "loop": "uvloop",
        "http": Connection,
        "ws": "none",
        "access_log": False,
        "proxy_headers": bool(settings.trusted_proxies),
        "forwarded_allow_ips": settings.trusted_proxies,
        "log_level": "warning",
        "timeout_graceful_shutdown": 5,
    }


if __name__ == "__main__":
    try:
        main()
    except (SettingsInvalid, ClockMismatch) as refusal:
        sys.exit(f"server: {refusal}")
