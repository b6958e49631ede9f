"""What waits to be told to a subscriber, in the order of the log, and every attempt to tell it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import LiteralString

from psycopg import Connection
from psycopg.rows import DictRow

from domain.value import Value
from domain.webhooks import Ladder
from store.database import Database


class Forgotten(Exception):
    """Messages up to that position of the log were settled long ago, and are not kept any more."""

    def __init__(self, until: int) -> None:
        super().__init__(f"messages up to {until} are not kept any more")
        self.until = until


class Lane(Value):
    """One subscription's messages of one case: they are delivered in their order."""

    webhook: str
    case_id: str


@dataclass(frozen=True)
class NewMessage:
    """A message that was not recorded yet. `body` is the CloudEvent, `correlation` that of what caused it."""

    webhook: str
    event_id: str
    position: int
    case_id: str
    type: str
    body: str
    correlation: str


@dataclass(frozen=True)
class Due:
    """The message at the head of a lane, and where it goes."""

    webhook: str
    event_id: str
    case_id: str
    type: str
    url: str
    body: str
    correlation: str
    asked: int
    attempts: int
    not_before: datetime | None


@dataclass(frozen=True)
class Attempt:
    """How an attempt went. `status` is None without an answer, `error` empty for a success."""

    attempted_at: datetime
    status: int | None
    latency_ms: int
    error: str
    body: str


_ADD = """
INSERT INTO webhook_messages (webhook, event_id, position, case_id, type, body, correlation, told)
SELECT id, %(event_id)s, %(position)s, %(case_id)s, %(type)s, %(body)s, %(correlation)s, disabled_at IS NOT NULL
FROM webhooks WHERE id = %(webhook)s AND deleted_at IS NULL
ON CONFLICT DO NOTHING"""
_HEAD = """
SELECT m.webhook, m.event_id, m.case_id, m.type, w.url, m.body, m.correlation, m.asked, m.attempts, m.not_before
FROM webhook_messages m JOIN webhooks w ON w.id = m.webhook
WHERE m.webhook = %s AND m.case_id = %s AND m.state = 'waiting' AND w.disabled_at IS NULL AND w.deleted_at IS NULL
ORDER BY m.position, m.event_id LIMIT 1"""
_ATTEMPTED = """
INSERT INTO webhook_attempts (webhook, event_id, url, attempted_at, status, latency_ms, error, body)
VALUES (%(webhook)s, %(event_id)s, %(url)s, %(attempted_at)s, %(status)s, %(latency_ms)s, %(error)s, %(body)s)"""
# An attempt on its way while the message is asked for once more settles nothing: it is sent again.
_SETTLE = """
UPDATE webhook_messages SET state = %(state)s, attempts = attempts + 1, not_before = NULL, settled_at = now()
WHERE webhook = %(webhook)s AND event_id = %(event_id)s AND asked = %(asked)s"""
_POSTPONE = """
UPDATE webhook_messages SET attempts = attempts + 1, not_before = %(not_before)s
WHERE webhook = %(webhook)s AND event_id = %(event_id)s AND asked = %(asked)s"""
_RECOVERED = """
UPDATE webhooks w SET failing_since = NULL
FROM (SELECT id, failing_since FROM webhooks WHERE id = %(webhook)s AND failing_since IS NOT NULL FOR UPDATE) before
WHERE w.id = before.id RETURNING before.failing_since AS since"""
_SOONER = """
UPDATE webhook_messages SET not_before = NULL, told = false WHERE webhook = %s AND state = 'waiting'"""
_ANEW = """
UPDATE webhook_messages SET attempts = 0, not_before = NULL, told = false WHERE webhook = %s AND state = 'waiting'"""
_AGAIN: LiteralString = """
UPDATE webhook_messages SET state = 'waiting', asked = asked + 1, attempts = 0, not_before = NULL,
    settled_at = NULL, told = false
WHERE webhook = %s AND """
# Lanes that lost their workflow are told again: these are the ones that should have one.
_WAITING = """
SELECT DISTINCT m.webhook, m.case_id FROM webhook_messages m JOIN webhooks w ON w.id = m.webhook
WHERE m.state = 'waiting' AND m.told AND w.disabled_at IS NULL AND w.deleted_at IS NULL"""
_UNTOLD = """
SELECT m.webhook, m.event_id, m.case_id FROM webhook_messages m WHERE NOT told LIMIT %s"""


class WebhookMessages:
    """Messages in PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, messages: Sequence[NewMessage]) -> None:
        """Record messages, all or none; known ones are no news."""
        if not messages:
            return
        with self._database.connection() as connection, connection.transaction(), connection.cursor() as cursor:
            cursor.executemany(_ADD, [vars(message) for message in messages])

    def untold(self, limit: int) -> list[tuple[str, str, str]]:
        """(subscription, event, case) of messages whose lane has not been told of them."""
        with self._database.connection() as connection:
            rows = connection.execute(_UNTOLD, (limit,)).fetchall()
        return [(row["webhook"], row["event_id"], row["case_id"]) for row in rows]

    def mark_told(self, messages: Iterable[tuple[str, str, str]]) -> None:
        """Their lanes know."""
        query = "UPDATE webhook_messages SET told = true WHERE webhook = %s AND event_id = %s"
        with self._database.connection() as connection, connection.transaction(), connection.cursor() as cursor:
            cursor.executemany(query, [(webhook, event) for webhook, event, _ in messages])

    def waiting_lanes(self) -> list[Lane]:
        """Lanes of which someone was told that something waits."""
        with self._database.connection() as connection:
            rows = connection.execute(_WAITING).fetchall()
        return [Lane.model_validate(row) for row in rows]

    def head(self, lane: Lane) -> Due | None:
        """What the lane delivers next; None when nothing waits, or nothing may be sent."""
        with self._database.connection() as connection:
            row = connection.execute(_HEAD, (lane.webhook, lane.case_id), prepare=True).fetchone()
        return Due(**row) if row else None

    def delivered(self, due: Due, attempt: Attempt, ladder: Ladder, at: datetime) -> None:
        """Record a success. After an outage all that waits for this subscriber comes at once."""
        with self._database.connection() as connection:
            with connection.transaction():
                _record(connection, due, attempt)
                connection.execute(_SETTLE, {**_key(due), "state": "delivered"})
                row = connection.execute(_RECOVERED, {"webhook": due.webhook}).fetchone()
            if row and ladder.was_out(row["since"], at):
                # Apart from the transaction: who records a failure locks message and subscription in that order.
                connection.execute(_SOONER, (due.webhook,))

    def failed(self, due: Due, attempt: Attempt, ladder: Ladder, at: datetime) -> datetime:
        """Record a failure at the instant `at` of the lane's clock; returns since when all attempts have failed."""
        wait = ladder.after(due.attempts + 1)
        with self._database.connection() as connection, connection.transaction():
            _record(connection, due, attempt)
            if wait is None:
                connection.execute(_SETTLE, {**_key(due), "state": "failed"})
            else:
                connection.execute(_POSTPONE, {**_key(due), "not_before": at + timedelta(seconds=wait)})
            began = "UPDATE webhooks SET failing_since = %s WHERE id = %s AND failing_since IS NULL"
            connection.execute(began, (at, due.webhook))
            since = "SELECT coalesce(failing_since, %s) AS since FROM webhooks WHERE id = %s"
            row = connection.execute(since, (at, due.webhook)).fetchone()
        return row["since"] if row else at

    def hurry(self, webhook_id: str) -> None:
        """Let all that waits be tried at once, and on a new ladder."""
        with self._database.connection() as connection:
            connection.execute(_ANEW, (webhook_id,))

    def send_again(self, webhook_id: str, *, event_id: str = "", since: int = 0) -> int:
        """Let one message, or all at and after a position of the log, wait once more; returns how many.

        Raises Forgotten where not all of them are kept, and then sends none.
        """
        with self._database.connection() as connection, connection.transaction():
            if event_id:
                return connection.execute(_AGAIN + "event_id = %s", (webhook_id, event_id)).rowcount
            found = connection.execute(_AGAIN + "position >= %s", (webhook_id, since)).rowcount
            # Afterwards: by now nothing else of this can be forgotten.
            row = connection.execute("SELECT forgotten_until FROM webhooks WHERE id = %s", (webhook_id,)).fetchone()
            if row and since <= row["forgotten_until"] > 0:
                raise Forgotten(row["forgotten_until"])
            return found

    def forget(self, days: int) -> int:
        """Forget a batch of what was settled that many days ago, one at least, and its attempts; returns how many."""
        with self._database.connection() as connection:
            row = connection.execute("SELECT forget_webhook_messages(%s) AS gone", (days,)).fetchone()
        return int(row["gone"]) if row else 0


def _key(due: Due) -> dict[str, str | int]:
    return {"webhook": due.webhook, "event_id": due.event_id, "asked": due.asked}


def _record(connection: Connection[DictRow], due: Due, attempt: Attempt) -> None:
    connection.execute(_ATTEMPTED, {**_key(due), "url": due.url, **vars(attempt)})
