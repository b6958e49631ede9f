"""What server and worker are both made of: one of each part of the store, over one database."""

import gc
import json
import logging
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import Processor

from activities.delivered_files import Files
from activities.outgoing import Guard
from domain.application.agreement import AgreementTemplate
from domain.kernel import AnyDecider, Registry
from domain.organisations import parse_organisations
from settings import Environment, Settings
from store.cases import Cases
from store.clock import Clocks
from store.codec import Codec
from store.database import Database
from store.deliveries import Deliveries
from store.desk import Desk
from store.handle import Handler
from store.log import Log
from store.mail_people import MailPeople
from store.mail_tokens import MailTokens
from store.material import AgreementTexts, MaterialStore
from store.migrations import pending
from store.people import Organisation, People
from store.registry import StoreRegistry
from store.rules import Rules
from store.rules_files import load_agreement_template
from store.sealing import Sealing, master_key, read_master_key
from store.signing_keys import SigningKeys
from store.webhook_messages import WebhookMessages
from store.webhooks import Webhooks

_JSON = json.JSONEncoder(ensure_ascii=False, default=repr)
_CONTROLS = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}  # JSON leaves these, and terminals obey them
RULES = Path(__file__).resolve().parent / "rules" / "shanghai"


@dataclass(frozen=True)
class Store:
    """An open instance, without HTTP and Temporal."""

    database: Database
    desk: Desk
    registry: Registry
    log: Log
    cases: Cases
    clocks: Clocks
    rules: Rules
    people: People
    signing_keys: SigningKeys
    sealing: Sealing
    material: MaterialStore
    agreements: AgreementTexts
    deliveries: Deliveries
    webhooks: Webhooks
    webhook_messages: WebhookMessages
    mail_people: MailPeople
    deciders: Mapping[str, AnyDecider]  # by name
    files: Files

    def close(self) -> None:
        """Answer what waits at the desk, then let the database go."""
        self.desk.close()
        self.database.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@contextmanager
def opened_desk(database: Database, deciders: Sequence[AnyDecider]) -> Generator[Desk, None, None]:
    """A desk alone over an open database, for commands that import."""
    codecs = {decider.name: Codec(decider) for decider in deciders}
    registry = StoreRegistry(database, codecs)
    desk = Desk(Handler(database, codecs, Rules(RULES, database), registry), database)
    try:
        yield desk
    finally:
        desk.close()


class MigrationsPending(Exception):
    """The database is behind this code; `./sluice migrate` brings it up to date."""


def open_store(settings: Settings, deciders: Sequence[AnyDecider], *, statement_seconds: float = 0) -> Store:
    """Open the instance that the settings name, on its kind of clock; 0 lets statements take as long as they need.

    Raises DatabaseAway and MigrationsPending, which may pass, and ClockMismatch, which no waiting would mend.
    """
    database = Database(settings.database_url, statement_seconds=statement_seconds)
    try:
        with database.connection() as connection:
            behind = pending(connection)
        if behind:
            raise MigrationsPending(f"{len(behind)} migrations have not run: ./sluice migrate")
        Clocks(database).set_up(settings.clock)
    except BaseException:
        database.close()
        raise
    return build_store(settings, database, deciders)


def build_store(settings: Settings, database: Database, deciders: Sequence[AnyDecider]) -> Store:
    """One of each part over an open database that runs on the right kind of clock."""
    codecs = {decider.name: Codec(decider) for decider in deciders}
    rules = Rules(RULES, database)
    registry = StoreRegistry(database, codecs)
    handler = Handler(database, codecs, rules, registry)
    sealing = Sealing(database, master_key_of(settings))
    return Store(
        database=database,
        desk=Desk(handler, database),
        registry=registry,
        log=handler.log,
        cases=handler.cases,
        clocks=Clocks(database),
        rules=rules,
        people=People(database),
        signing_keys=SigningKeys(database),
        sealing=sealing,
        material=MaterialStore(database, sealing),
        agreements=AgreementTexts(database),
        deliveries=Deliveries(database, sealing),
        webhooks=Webhooks(database, sealing),
        webhook_messages=WebhookMessages(database),
        mail_people=MailPeople(database, rules, settings.mail_digest_hour, settings.mail_asked_per_hour),
        deciders={decider.name: decider for decider in deciders},
        files=Files(
            sources=settings.source_folder,
            downloads=settings.data_folder / "downloads",
            packages=settings.data_folder / "packages",
            workspaces=settings.data_folder / "workspaces",
        ),
    )


def template() -> AgreementTemplate:
    """The agreement's template that new agreements are made with."""
    return load_agreement_template(RULES / "agreement")


def shipped_organisations() -> list[Organisation]:
    """The city's own organisations, under their full names. Raises OrganisationsError."""
    text = (RULES / "organisations.toml").read_text(encoding="utf-8")
    return [
        Organisation(id=organisation, name_zh=body.zh_full, name_en=body.en)
        for organisation, body in parse_organisations(text).organisations.items()
    ]


def webhook_guard(settings: Settings) -> Guard:
    """Where webhooks may go."""
    return Guard(settings.environment is Environment.PRODUCTION, frozenset(settings.webhook_allowed))


def mail_tokens(settings: Settings) -> MailTokens:
    """What makes and reads the secrets in a mail's links."""
    return MailTokens(master_key_of(settings))


def master_key_of(settings: Settings) -> bytes:
    """The configured master key; in development one that is kept in the data folder."""
    if settings.master_key:
        return read_master_key(settings.master_key)
    return master_key(settings.data_folder / "master.key")


def settle_in() -> None:
    """Collect garbage from now on, but never among what was made so far, which lasts as long as the process.

    Walking all of it, over and over while it is made and once more at the end, took most of a second of a process.
    """
    gc.freeze()
    gc.enable()


def _line(entry: Any, **_: Any) -> bytes:
    return _JSON.encode(entry).translate(_CONTROLS).encode()


def log_json(level: str, *more: Processor) -> None:
    """Every line a JSON object; never a name, a key or a query. `more` add what is known where the line is written."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            *more,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(_line),
        ],
        logger_factory=structlog.BytesLoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        cache_logger_on_first_use=True,
    )
