"""What a follower of the log keeps in PostgreSQL: its position, its lag, and the cases it parked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from psycopg import Connection
from psycopg.rows import DictRow

from domain.value import Value


@dataclass(frozen=True)
class Line:
    """A row of the log, undecoded: a line that can't be read must not hide those after it."""

    position: int
    case_id: str
    version: int
    state: bytes  # the envelope, JSON; `store.codec.envelope` decodes it


class Lag(Value):
    """How far a follower is behind. `seconds` 0 means that nothing is left to do."""

    name: str
    position: int
    events: int
    seconds: float
    silent_seconds: float  # since a leader last wrote; more than a few seconds: there is none
    parked: int


def lag(connection: Connection[DictRow], name: str) -> Lag | None:
    """The follower's lag now; None when it has never run."""
    query = "SELECT * FROM follower_lag WHERE name = %s"
    row = connection.execute(query, (name,)).fetchone()
    return Lag.model_validate(row) if row else None


def lead(connection: Connection[DictRow], name: str) -> bool:
    """Take the follower's lock for as long as the connection lives, if nobody holds it."""
    query = "SELECT pg_try_advisory_lock(hashtextextended('sluice follower ' || %s, 0)) AS taken"
    row = connection.execute(query, (name,)).fetchone()
    return bool(row and row["taken"])


def position(connection: Connection[DictRow], name: str, *, from_end: bool = False) -> int:
    """Where to go on; a follower that has never run begins at the start of the log, or at its end."""
    connection.execute(
        "INSERT INTO followers VALUES (%s, CASE WHEN %s THEN (SELECT coalesce(max(notification_id), 0)"
        " FROM stored_events) ELSE 0 END, clock_timestamp(), clock_timestamp()) ON CONFLICT DO NOTHING",
        (name, from_end),
    )
    row = connection.execute("SELECT position FROM followers WHERE name = %s", (name,)).fetchone()
    return int(row["position"]) if row else 0


def forget(connection: Connection[DictRow], name: str) -> None:
    """Forget a follower that is switched off: nobody waits for it, and it has then never run."""
    connection.execute("DELETE FROM followers WHERE name = %s", (name,))
    connection.execute("DELETE FROM parked WHERE follower = %s", (name,))


def lines(connection: Connection[DictRow], after: int, limit: int) -> list[Line]:
    """What comes after a position. Safe only because appends take turns: positions are in commit order."""
    rows = connection.execute(
        "SELECT notification_id, originator_id, originator_version, state FROM stored_events"
        " WHERE notification_id > %s ORDER BY notification_id LIMIT %s",
        (after, limit),
        prepare=True,
    )
    return [Line(r["notification_id"], r["originator_id"], r["originator_version"], r["state"]) for r in rows]


def save(connection: Connection[DictRow], name: str, at: int, failed: Mapping[str, tuple[int, str]]) -> None:
    """Move the position to `at` and park the failed cases (position, error), in one transaction."""
    with connection.transaction():
        for case_id, (first, error) in failed.items():
            connection.execute(
                "INSERT INTO parked VALUES (%s, %s, %s, %s, clock_timestamp())"
                " ON CONFLICT (follower, case_id) DO UPDATE SET error = EXCLUDED.error",
                (name, case_id, first, error),
            )
        connection.execute(
            "UPDATE followers SET position = %s, seen_at = clock_timestamp() WHERE name = %s",
            (at, name),
            prepare=True,
        )


def caught_up(connection: Connection[DictRow], name: str) -> None:
    """Note that nothing is left, and that the leader is alive."""
    connection.execute(
        "UPDATE followers SET seen_at = clock_timestamp(), caught_up_at = clock_timestamp() WHERE name = %s",
        (name,),
        prepare=True,
    )


def parked(connection: Connection[DictRow], name: str) -> list[str]:
    """The cases that wait for someone to try them again."""
    query = "SELECT case_id FROM parked WHERE follower = %s ORDER BY position"
    return [row["case_id"] for row in connection.execute(query, (name,))]


def unpark(connection: Connection[DictRow], name: str, case_ids: Iterable[str]) -> None:
    """Take cases off the list, once what was owed to them is done."""
    wanted: Sequence[str] = list(case_ids)
    if wanted:
        query = "DELETE FROM parked WHERE follower = %s AND case_id = ANY(%s)"
        connection.execute(query, (name, wanted))
