"""An instance of the board whose people are told by mail."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

from composition import Store, open_store
from domain.kernel import Summary
from domain.mail import Digest, Language, Topic, When
from domain.people import Actor, Role
from mail_parts import mail_over
from settings import Settings
from store.following import Line
from store.people import Assignment, Organisation
from store.request import Request
from tests.mail.mailbox import FakeMailServer
from tests.store.board import BOARD, WRITER, PinCase, RepinCase

SENDER = "Sluice <sluice@data.test>"
URL = "https://data.test"
TITLE, PUBLISHER = "气象观测历史数据", "o-pub"
AT_ONCE = {"turn": "at_once", "late": "at_once", "own": "at_once"}


def mail_settings(database_url: str, folder: Path, server: FakeMailServer, **more: Any) -> Settings:
    """At once, on a short ladder, unless `more` says otherwise."""
    wanted: dict[str, Any] = {
        "database_url": database_url,
        "data_folder": folder,
        "master_key": "5a" * 32,
        "smtp_host": "127.0.0.1",
        "smtp_port": server.port,
        "smtp_security": "none",
        "smtp_timeout_seconds": 2,
        "mail_from": SENDER,
        "public_url": URL,
        "mail_gather_seconds": 0,
        "mail_retry_seconds": (0.05, 0.05, 0.05),
        **more,
    }
    return Settings(**wanted)


class Mailed:
    """An open instance, and what tells its people; followed and sent when a test says so."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self.parts = mail_over(store, settings)
        self._position = 0
        self._versions: dict[str, int] = {}

    def person(self, name: str, role: Role, organisation: str = PUBLISHER, address: str = "", **choices: str) -> Actor:
        """Someone in a role, with a confirmed address; `choices` are topics, `language` and `digest`."""
        self.store.people.add_organisations([Organisation(id=organisation, name_zh="上海市气象局")])
        self.store.people.add(name, name, "", Assignment(role=role, organisation=organisation))
        self.reach(name, address or f"{name}@mail.test", **choices)
        return Actor(id=name, role=role, organisation=organisation)

    def reach(self, name: str, address: str, **choices: Any) -> None:
        """Give a person a confirmed address and these choices."""
        self.store.mail_people.set_address(name, address)
        language, digest = choices.pop("language", None), choices.pop("digest", None)
        chosen = {Topic(topic): When(when) for topic, when in choices.items()}
        self.store.mail_people.change(name, language and Language(language), digest and Digest(digest), chosen)

    def pin(
        self, case_id: str, shown: Summary, due: datetime | None = None, *, by: Actor = WRITER, closed: bool = False
    ) -> None:
        """Make a case so."""
        version = self._versions[case_id] = self._versions.get(case_id, 0) + 1
        command = (PinCase if version == 1 else RepinCase)(shown=shown, due=due, closed=closed)
        asked = Request("board", case_id, f"{case_id}/{version}/{by.id}", command, by)
        outcome = self.store.desk.handle(asked).outcome
        assert outcome.reason == "", outcome

    def lines(self, after: int = 0) -> list[Line]:
        """The log."""
        query = """
            SELECT notification_id, originator_id, originator_version, state FROM stored_events
            WHERE notification_id > %s ORDER BY 1"""
        return [Line(*row.values()) for row in self.rows(query, after)]

    def follow(self) -> None:
        """Make the notices of all that is new in the log."""
        if lines := self.lines(self._position):
            self.parts.matching.follow(lines)
            self._position = lines[-1].position

    def round(self) -> None:
        """Let the postman go once."""
        assert self.parts.postman
        self.parts.postman.round(Event())

    def rested(self) -> None:
        """As after the rest that a mail server's absence brings: another postman takes over."""
        self.parts = mail_over(self.store, self.settings)

    @property
    def standing(self) -> str:
        assert self.parts.postman
        return self.parts.postman.standing

    def tell(self) -> None:
        """Both."""
        self.follow()
        self.round()

    def notices(self, *columns: str) -> list[tuple[Any, ...]]:
        """Of all notices, in their order."""
        rows = self.rows("SELECT * FROM mail_notices ORDER BY id")
        return [tuple(row[column] for column in columns) for row in rows]

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        with self.store.database.connection() as connection:
            cursor = connection.execute(query.encode(), values)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def opened(settings: Settings) -> Generator[Mailed]:
    """The instance, until the block ends."""
    with open_store(settings, (BOARD,)) as store:
        yield Mailed(store, settings)


def waiting(*, holder: Role | None = Role.DATA_PUBLISHER, phase: str = "waiting", **more: Any) -> Summary:
    """A case that waits for the publisher."""
    found: dict[str, Any] = {
        "phase": phase,
        "title": TITLE,
        "holder": holder,
        "parties": {Role.DATA_PUBLISHER: (PUBLISHER,), Role.PUBLISHER_HEAD: (PUBLISHER,)},
        **more,
    }
    return Summary(**found)


def asked_by(*applicants: str, phase: str = "waiting") -> Summary:
    """A case that they asked for, and that waits for nobody."""
    return waiting(holder=None, phase=phase, applicants=applicants)


def told(server: FakeMailServer) -> list[str]:
    """To whom mails went, in their order."""
    return [one.to[0].removesuffix("@mail.test") for one in server.given() if one.good]
