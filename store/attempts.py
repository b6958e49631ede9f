"""Attempts that were refused for who made them, with who and why; bounded, so that a flood fills no disk.

Each source (a person, or a network where nobody is known) has its first attempts of an hour written down one
by one, then only those whose number is a power of two: the numbers still tell how many there were. Each API
process counts for itself. Of all rows the newest are kept.
"""

import time
from threading import Lock

from pydantic import AwareDatetime

from domain.value import Value
from store.access_log import Who
from store.database import Database

EACH = 60  # of a source's attempts in an hour are written down one by one
SOURCES = 1_000  # networks told apart in an hour; any more count as one, and people always have a count of their own
_HOUR = 3600
_TIDY_EVERY = 500  # rows between two looks at what is to be forgotten


class Attempt(Value):
    """What was tried, and why not. `nth` counts the source's attempts in the hour."""

    address: str
    method: str
    path: str
    reason: str
    why: str = ""
    nth: int
    request_id: str


class RefusedAttempt(Who, Attempt):
    """One as kept."""

    id: int
    tried_at: AwareDatetime


_INSERT = """
INSERT INTO refused_attempts (person, role, organisation, on_behalf_of, credential, address, method, path, reason, why,
    nth, request_id)
VALUES (%(person)s, %(role)s, %(organisation)s, %(on_behalf_of)s, %(credential)s, %(address)s, %(method)s, %(path)s,
    %(reason)s, %(why)s, %(nth)s, %(request_id)s) RETURNING id"""
_PAGE = """
SELECT * FROM refused_attempts
WHERE id < %(before)s AND %(person)s IN ('', person) AND %(reason)s IN ('', reason)
ORDER BY id DESC LIMIT %(limit)s"""


class Attempts:
    """The record of refused attempts. `kept` is how many rows at most."""

    def __init__(self, database: Database, kept: int) -> None:
        self._database = database
        self._kept = kept
        self._people: dict[str, int] = {}
        self._networks: dict[str, int] = {}
        self._hour = 0
        self._lock = Lock()

    def number(self, person: str, network: str) -> int:
        """Count one more attempt of a person, or of a network where nobody is known: its number in the hour.

        0 when it is not to be written down.
        """
        with self._lock:
            hour = int(time.time()) // _HOUR
            if hour != self._hour:
                self._hour, self._people, self._networks = hour, {}, {}
            if not person and network not in self._networks and len(self._networks) >= SOURCES:
                network = ""
            counts, source = (self._people, person) if person else (self._networks, network)
            nth = counts[source] = counts.get(source, 0) + 1
        return nth if nth <= EACH or nth & (nth - 1) == 0 else 0

    def record(self, who: Who, attempt: Attempt) -> None:
        with self._database.connection() as connection:
            row = connection.execute(_INSERT, {**dict(who), **dict(attempt)}, prepare=True).fetchone()
            if row and row["id"] % _TIDY_EVERY == 0:
                connection.execute("SELECT keep_refused_attempts(%s)", (self._kept,))

    def page(self, before: int, limit: int, *, person: str = "", reason: str = "") -> list[RefusedAttempt]:
        """Newest first, those below the id `before`; an empty filter leaves all."""
        values = {"before": before, "limit": limit, "person": person, "reason": reason}
        with self._database.connection() as connection:
            rows = connection.execute(_PAGE, values).fetchall()
        return [RefusedAttempt.model_validate(row) for row in rows]
