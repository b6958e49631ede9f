"""The log: append with the case rows and the command rows in one transaction, and read back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from psycopg import Connection
from psycopg.rows import DictRow
from psycopg.sql import SQL, Composed

from store.codec import Codec, Envelope, envelope
from store.database import Database

CHANNEL = "stored_events"  # NOTIFY on every append, to wake followers; the log itself is what they read


@dataclass(frozen=True)
class CaseColumns:
    """A row of `cases`, in the table's words."""

    case_id: str
    process: str
    version: int
    phase: str
    subject: str
    title: str
    holder: str
    parties: str
    involved: list[str]
    applicants: list[str]
    escalated_to: list[str]
    next_due: datetime | None
    due_by: datetime | None
    owed: int
    closed: bool
    plan_version: int
    state: str
    shape: str
    opened_at: datetime
    changed_at: datetime
    attention: int
    awaited: list[str]


@dataclass(frozen=True)
class CommandColumns:
    """A row of `commands`."""

    command_id: str
    case_id: str
    kind: str
    actor: str
    digest: str
    reason: str
    outcome: str
    recorded_at: datetime


@dataclass(frozen=True)
class Append:
    """What one handled command adds: events may be none (a refusal), commands several (catch-up)."""

    events: tuple[StoredEvent, ...]
    case: CaseColumns | None
    commands: tuple[CommandColumns, ...]


_JSON = json.JSONEncoder(ensure_ascii=False, default=datetime.isoformat)


class CaseRecorder(PostgresApplicationRecorder):
    """The library's recorder, whose append also writes the case rows and the command rows.

    The library's hook for that runs in a pipeline of seven messages. One call of our function does
    the same work at a fifth of the cost (docs/adr/0003-one-call-append.md), in the same order, by a
    lock that no vacuum holds up (docs/adr/0032-appends-take-turns-by-a-lock-of-their-own.md).
    """

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Write all or nothing on `connection`; `appends` says what goes beside the events.

        Raises IntegrityError for a taken version or command id. The library would try ten times
        on a lost connection; here that is raised at once, for the commit may have happened.
        """
        appends: Sequence[Append] = kwargs["appends"]
        connection: Connection[DictRow] = kwargs["connection"]
        cases = [vars(append.case) for append in appends if append.case]
        batch = {
            # Row locks in one order, whoever else writes a batch of the same cases.
            "cases": sorted(cases, key=itemgetter("case_id")),
            "commands": [vars(row) for append in appends for row in append.commands],
            "events": [
                {
                    "originator_id": event.originator_id,
                    "originator_version": event.originator_version,
                    "topic": event.topic,
                    "state": event.state.decode(),
                }
                for event in stored_events
            ],
        }
        connection.execute("SELECT append_to_log(%s)", (_JSON.encode(batch),), prepare=True)
        return None


class Log:
    """Every event, in one order, for ever."""

    def __init__(self, database: Database, codecs: Mapping[str, Codec]) -> None:
        self._database = database
        self._codecs = codecs
        self._recorder = CaseRecorder(database.datastore)

    def append(self, connection: Connection[DictRow], appends: Sequence[Append]) -> None:
        """Write all of `appends` or nothing.

        Raises IntegrityError when a version or a command id is taken: look again, it may be one's
        own. A connection lost here leaves open whether the commit happened.
        """
        events = [event for append in appends for event in append.events]
        self._recorder.insert_events(events, appends=appends, connection=connection)

    def events(self, case_id: str, *, up_to: int | None = None) -> list[Envelope]:
        """One case's history, oldest first, up to a version."""
        clause = SQL("") if up_to is None else SQL(" AND originator_version <= %s")
        return self._read(
            SQL("WHERE originator_id = %s") + clause + SQL(" ORDER BY originator_version"),
            (case_id,) if up_to is None else (case_id, up_to),
        )

    def tail(self, after: int, limit: int) -> list[Envelope]:
        """What comes after a position, in the order of the log."""
        return self._read(SQL("WHERE notification_id > %s ORDER BY notification_id LIMIT %s"), (after, limit))

    def position(self) -> int:
        """The newest position, 0 for an empty log."""
        with self._database.connection() as connection:
            row = connection.execute(
                "SELECT coalesce(max(notification_id), 0) AS position FROM stored_events"
            ).fetchone()
        return int(row["position"]) if row else 0

    def _read(self, clause: SQL | Composed, values: tuple[Any, ...]) -> list[Envelope]:
        query = SQL("SELECT state, notification_id FROM stored_events ") + clause
        with self._database.connection() as connection:
            rows = connection.execute(query, values, prepare=True).fetchall()
        return [envelope(self._codecs, row["state"], row["notification_id"]) for row in rows]
