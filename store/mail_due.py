"""Mails that are due: each is taken, and written down as tried, before it is sent; then it is settled."""

from collections.abc import Mapping, Sequence
from typing import Any, LiteralString
from uuid import uuid4

from psycopg import Connection
from psycopg.rows import DictRow

from domain.mail import Topic
from domain.people import Actor
from store.cases import Cases
from store.database import Database
from store.mail_entries import TOO_MANY, Entry, Mail, Shown, entries, of_one_mail
from store.mail_people import MailPeople, MailSettings
from store.mail_readers import MailReaders

_DUE = """
SELECT person FROM mail_notices WHERE state = 'waiting' AND not_before <= now()
GROUP BY person ORDER BY min(not_before), person LIMIT %s"""
_WAITING = """
SELECT *, not_before <= now() AS due FROM mail_notices
WHERE person = %s AND state = 'waiting' AND not_before IS NOT NULL ORDER BY id FOR UPDATE SKIP LOCKED"""
_CASES = """
SELECT c.*, claim.person AS claimed_by, claim.role AS claimed_as, claim.organisation AS claimed_for
FROM cases c LEFT JOIN claims claim
    ON claim.case_id = c.case_id AND claim.ended_at IS NULL AND claim.until > sluice_now()
WHERE c.case_id = ANY(%s)"""
_MOOT = "UPDATE mail_notices SET state = 'moot', settled_at = now(), error = %s WHERE id = %s"
# Until it is settled it waits as if this attempt had failed: whatever becomes of us, it is tried again.
_TAKE = """
UPDATE mail_notices SET version = %s, attempts = %s, message_id = %s, not_before = now() + %s * interval '1 second'
WHERE id = %s"""
_SETTLE = """
UPDATE mail_notices SET state = %s, settled_at = now(), error = %s WHERE id = ANY(%s) AND state = 'waiting'"""
_POSTPONE = "UPDATE mail_notices SET error = %s WHERE id = ANY(%s) AND state = 'waiting'"
_UNCOUNT = """
UPDATE mail_notices SET error = %s, attempts = attempts - 1, not_before = now() + %s * interval '1 second',
    hung_up_at = coalesce(hung_up_at, now())
WHERE id = ANY(%s) AND state = 'waiting'"""
# It is the mail, and not the server: that took another one since.
_GIVE_UP = """
UPDATE mail_notices n SET state = 'failed', settled_at = now()
WHERE id = ANY(%s) AND state = 'waiting' AND hung_up_at < now() - %s * interval '1 day'
  AND EXISTS (SELECT FROM mail_notices taken WHERE taken.state = 'sent' AND taken.settled_at > n.hung_up_at)
RETURNING id"""


class DueMail:
    """Takes and settles mails, by real time; `waits` are the seconds between attempts, `host` is the Message-IDs'.

    A mail at which the server hangs up, and at no other, is given up after `patience` days.
    """

    def __init__(
        self,
        database: Database,
        cases: Cases,
        people: MailPeople,
        readers: MailReaders,
        waits: Sequence[float],
        patience: float,
        host: str,
    ) -> None:
        self._database = database
        self._cases = cases
        self._people = people
        self._readers = readers
        self._waits = waits
        self._patience = patience
        self._host = host

    def waiting(self, limit: int) -> list[str]:
        """The people for whom something is due, those who wait longest first."""
        with self._database.connection() as connection:
            rows = connection.execute(_DUE, (limit,)).fetchall()
        return [row["person"] for row in rows]

    def take(self, person: str) -> Mail | None:
        """A person's next mail; None when nothing is left to be said.

        What no longer concerns them is settled here, and each link is bound to its case's version.
        """
        to, roles = self._people.of(person), self._readers.roles_of(person)
        with self._database.connection() as connection, connection.transaction():
            notices = of_one_mail(connection.execute(_WAITING, (person,)).fetchall())
            cases = self._cases_of(connection, [one["case_id"] for one in notices if one["case_id"]])
            lines, moot = entries(notices, to, roles, cases)
            for notice, why in moot.items():
                connection.execute(_MOOT, (why, notice))
            first = next((one for one in notices if lines and one["id"] == lines[0].notice), None)
            unlisted = list(moot.values()).count(TOO_MANY)
            return self._taken(connection, to, first, lines, unlisted) if first else None

    def sent(self, mail: Mail) -> None:
        """The mail server has it."""
        self._write(_SETTLE, "sent", "", _ids(mail))

    def failed(self, mail: Mail, error: str) -> bool:
        """It was not taken this time; returns whether it is tried again."""
        again = mail.attempt <= len(self._waits)
        if again:
            self._write(_POSTPONE, error, _ids(mail))
        else:
            self._write(_SETTLE, "failed", error, _ids(mail))
        return again

    def not_tried(self, mail: Mail, error: str) -> bool:
        """The mail server was away: that counts for no attempt. Returns whether it is tried again."""
        with self._database.connection() as connection, connection.transaction():
            connection.execute(_UNCOUNT, (error, self._waits[0], _ids(mail)))
            return not connection.execute(_GIVE_UP, (_ids(mail), self._patience)).fetchall()

    def refused(self, mail: Mail, why: str) -> None:
        """The mail server takes nothing for this address, ever: so nothing more is sent there."""
        self._write(_SETTLE, "failed", why, _ids(mail))
        self._people.refused(mail.person, mail.address, why)

    def _cases_of(self, connection: Connection[DictRow], case_ids: list[str]) -> Mapping[str, Shown]:
        rows = connection.execute(_CASES, (case_ids,)).fetchall() if case_ids else []
        return {row["case_id"]: Shown(self._cases.read(row), _claim(row)) for row in rows}

    def _taken(
        self,
        connection: Connection[DictRow],
        to: MailSettings,
        first: Mapping[str, Any],
        lines: Sequence[Entry],
        unlisted: int,
    ) -> Mail:
        message_id: str = first["message_id"] or f"<{uuid4()}@{self._host}>"
        attempt: int = first["attempts"] + 1
        wait = self._waits[min(attempt, len(self._waits)) - 1]
        for entry in lines:
            version = entry.row.version if entry.row else 0
            connection.execute(_TAKE, (version, attempt, message_id, wait, entry.notice))
        asked = lines[0].topic is Topic.CONFIRM
        return Mail(
            person=to.person,
            address=to.asked_address if asked else to.address,
            language=to.language,
            message_id=message_id,
            attempt=attempt,
            entries=tuple(lines),
            unlisted=unlisted,
        )

    def _write(self, query: LiteralString, *values: object) -> None:
        with self._database.connection() as connection:
            connection.execute(query, values)


def _ids(mail: Mail) -> list[int]:
    return [entry.notice for entry in mail.entries]


def _claim(row: Mapping[str, Any]) -> Actor | None:
    if row["claimed_by"] is None:
        return None
    return Actor(id=row["claimed_by"], role=row["claimed_as"], organisation=row["claimed_for"])
