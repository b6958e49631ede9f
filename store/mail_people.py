"""Where each person is reached by mail, what they are told of, and how often: as they chose it."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

from psycopg import Connection
from psycopg.errors import ForeignKeyViolation
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb
from pydantic import AwareDatetime

from domain.calendar import Calendar
from domain.mail import DEFAULTS, Digest, Language, Topic, When, next_digest
from domain.people import Actor
from domain.value import Value
from store.database import Database
from store.people import PeopleError
from store.rules import Rules

CONFIRM = "confirm/"  # with the instant of asking: what a notice of the topic `confirm` is about
_WHY_MOST = 500  # characters of a mail server's refusal that are kept


class TooManyAsked(Exception):
    """The person asked for as many mails as one may within an hour."""


class MailSettings(Value):
    """One person's. `choices` has every topic, chosen or not."""

    person: str
    address: str = ""  # confirmed
    asked_address: str = ""
    asked_at: AwareDatetime | None = None
    language: Language = Language.ZH
    digest: Digest = Digest.DAILY
    choices: Mapping[Topic, When] = DEFAULTS
    next_digest: AwareDatetime | None = None  # by the instance's clock
    stopped_at: AwareDatetime | None = None
    refused_at: AwareDatetime | None = None
    refused_why: str = ""

    @property
    def reached(self) -> bool:
        """Whether anything is sent to `address` now."""
        return bool(self.address) and self.stopped_at is None and self.refused_at is None


_ONE: LiteralString = """
SELECT person, address, asked_address, asked_at, language, digest, choices, next_digest, stopped_at, refused_at,
    refused_why
FROM mail_people WHERE person = %s"""
_ASK = """
UPDATE mail_people SET asked_address = %s, asked_at = clock_timestamp() WHERE person = %s RETURNING asked_at"""
_DROP_ASKED = """
UPDATE mail_notices SET state = 'moot', settled_at = now()
WHERE person = %s AND topic = 'confirm' AND state = 'waiting'"""
_CONFIRM = """
UPDATE mail_people SET address = asked_address, asked_address = '', asked_at = NULL,
    stopped_at = NULL, refused_at = NULL, refused_why = ''
WHERE person = %s AND asked_at = %s AND asked_address <> ''"""
_SET = """
UPDATE mail_people SET address = %s, asked_address = '', asked_at = NULL, refused_at = NULL, refused_why = ''
WHERE person = %s"""
_REFUSED = """
UPDATE mail_people SET refused_why = %(why)s,
    refused_at = CASE WHEN address = %(address)s THEN now() ELSE refused_at END,
    asked_at = CASE WHEN asked_address = %(address)s THEN NULL ELSE asked_at END,
    asked_address = CASE WHEN asked_address = %(address)s THEN '' ELSE asked_address END
WHERE person = %(person)s AND %(address)s <> '' AND %(address)s IN (address, asked_address)"""
_STOP = "UPDATE mail_people SET stopped_at = coalesce(stopped_at, now()) WHERE person = %s"
_ASKED_LATELY = """
SELECT count(*) AS asked FROM mail_notices
WHERE person = %s AND topic IN ('confirm', 'test') AND made_at > now() - interval '1 hour'"""
_NOTICE = """
INSERT INTO mail_notices (person, topic, about, role, organisation, not_before) VALUES (%s, %s, %s, %s, %s, now())
RETURNING id"""


def asked_at_of(about: str) -> datetime:
    """When the address was asked for that a notice of the topic `confirm` is about."""
    return datetime.fromisoformat(about.removeprefix(CONFIRM))


class MailPeople:
    """Writes and reads it, in PostgreSQL. Digests go by the instance's clock, all else by real time."""

    def __init__(self, database: Database, rules: Rules, digest_hour: int, asked_most: int) -> None:
        self._database = database
        self._rules = rules
        self._hour = digest_hour
        self._asked_most = asked_most  # mails that one may ask for within an hour

    def of(self, person: str) -> MailSettings:
        """A person's settings; the defaults, and no address, for one who never chose."""
        with self._database.connection() as connection:
            row = connection.execute(_ONE, (person,)).fetchone()
        return _settings(row) if row else MailSettings(person=person)

    def told(self, person: str) -> MailSettings | None:
        """The settings of one to whom mail is sent now; None for all others."""
        found = self.of(person)
        return found if found.reached else None

    def change(
        self,
        person: str,
        language: Language | None = None,
        digest: Digest | None = None,
        choices: Mapping[Topic, When] | None = None,
    ) -> None:
        """Change what is given; of the choices too."""
        query = """
            UPDATE mail_people SET language = coalesce(%s, language), digest = coalesce(%s, digest),
                choices = choices || %s WHERE person = %s"""
        with self._locked(person) as row:
            row.write(query, language, digest, Jsonb(choices or {}), person)
            if digest not in (None, row.known.digest):
                row.schedule(digest)

    def ask(self, actor: Actor, address: str) -> None:
        """Ask whether this is the actor's address, by a mail to it. Until it is confirmed, the one before is used.

        Raises TooManyAsked.
        """
        with self._locked(actor.id) as row:
            row.write(_DROP_ASKED, actor.id)
            if address == row.known.address and row.known.refused_at is None:
                row.write(_SET, address, actor.id)
                return
            asked_at = row.connection.execute(_ASK, (address, actor.id)).fetchall()[0]["asked_at"]
            self._notice(row, actor, Topic.CONFIRM, f"{CONFIRM}{asked_at.isoformat()}")

    def confirm(self, person: str, asked_at: datetime) -> bool:
        """Use the address that was asked for then, and send again. False when another was asked for since."""
        with self._locked(person) as row:
            confirmed = row.write(_CONFIRM, person, asked_at)
            if confirmed:
                row.schedule(row.known.digest)
        return bool(confirmed)

    def set_address(self, person: str, address: str) -> None:
        """Use an address that someone vouches for; '' for none. One who stopped the mail stays untold.

        Raises PeopleError for an unknown person.
        """
        with self._locked(person) as row:
            _use(row, address)

    def remove_address(self, person: str) -> None:
        """Forget the person's address, as they asked: nothing is sent, and no token brings it back."""
        with self._locked(person) as row:
            _use(row, "")
            row.write(_STOP, person)

    def vouch(self, person: str, address: str) -> None:
        """Use an address that the identity provider has checked, unless the person has seen to it themselves."""
        with self._locked(person) as row:
            if not (row.known.address or row.known.asked_address or row.known.stopped_at):
                _use(row, address)

    def stop(self, person: str) -> None:
        """Send nothing until they want it again."""
        with self._locked(person) as row:
            row.write(_STOP, person)

    def resume(self, person: str) -> None:
        """Send again after a stop, or after the mail server's refusal."""
        query = "UPDATE mail_people SET stopped_at = NULL, refused_at = NULL, refused_why = '' WHERE person = %s"
        with self._locked(person) as row:
            row.write(query, person)
            row.schedule(row.known.digest)

    def refused(self, person: str, address: str, why: str) -> None:
        """The mail server does not take this address for good: it is not used, or no longer asked for."""
        with self._database.connection() as connection:
            connection.execute(_REFUSED, {"person": person, "address": address, "why": why[:_WHY_MOST]})

    def ask_for_test(self, actor: Actor) -> int:
        """Have a mail sent to the actor, to see whether it arrives; returns the notice's id. Raises TooManyAsked."""
        with self._locked(actor.id) as row:
            now = row.connection.execute("SELECT clock_timestamp() AS now").fetchall()[0]["now"]
            return self._notice(row, actor, Topic.TEST, f"test/{now.isoformat()}")

    def digest_over(self, person: str) -> None:
        """Date the person's next digest: this one was sent, or there was nothing to say."""
        with self._locked(person) as row:
            row.schedule(row.known.digest)

    @contextmanager
    def _locked(self, person: str) -> Generator["_Row"]:
        """The person's row, made if need be, locked until the block ends. Raises PeopleError for an unknown person."""
        calendar = self._rules.current().calendar  # before: it takes a connection of its own
        with self._database.connection() as connection, connection.transaction():
            try:
                connection.execute("INSERT INTO mail_people (person) VALUES (%s) ON CONFLICT DO NOTHING", (person,))
            except ForeignKeyViolation as error:
                raise PeopleError(f"there is no person {person}") from error
            row = connection.execute(_ONE + " FOR UPDATE", (person,)).fetchone()
            assert row, "none is ever deleted"
            yield _Row(connection, _settings(row), calendar, self._hour)

    def _notice(self, row: "_Row", actor: Actor, topic: Topic, about: str) -> int:
        """A mail that the actor asked for. Their row is locked, so such mails are counted right."""
        asked = row.connection.execute(_ASKED_LATELY, (actor.id,)).fetchall()[0]["asked"]
        if asked >= self._asked_most:
            raise TooManyAsked
        values = (actor.id, topic, about, actor.role, actor.organisation)
        return int(row.connection.execute(_NOTICE, values).fetchall()[0]["id"])


@dataclass(frozen=True)
class _Row:
    """A person's row while it is locked."""

    connection: Connection[DictRow]
    known: MailSettings
    calendar: Calendar
    hour: int

    def write(self, query: LiteralString, *values: object) -> int:
        """Run a statement; returns how many rows it changed."""
        return self.connection.execute(query, values).rowcount

    def schedule(self, digest: Digest) -> None:
        """Date the next digest."""
        now = self.connection.execute("SELECT sluice_now() AS now").fetchall()[0]["now"]
        due = next_digest(now, digest, self.hour, self.calendar)
        self.write("UPDATE mail_people SET next_digest = %s WHERE person = %s", due, self.known.person)


def _use(row: _Row, address: str) -> None:
    row.write(_DROP_ASKED, row.known.person)
    row.write(_SET, address, row.known.person)
    row.schedule(row.known.digest)


def _settings(row: Mapping[str, Any]) -> MailSettings:
    chosen: Mapping[str, str] = row["choices"]
    choices = {topic: When(chosen.get(topic, unless)) for topic, unless in DEFAULTS.items()}
    return MailSettings.model_validate({**row, "choices": choices})
