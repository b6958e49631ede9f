"""Moving the rehearsal clock: from one due instant to the next, each settled before the next one."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime

from pydantic import AwareDatetime

from domain.value import Value
from store.cases import Cases
from store.clock import Clocks
from store.database import Database
from store.log import Log
from store.request import deadline_command_id

LOCK = 5_115_0007  # advisory lock: one mover at a time
_POLL_SECONDS = 0.02
_UNSETTLED = """
SELECT case_id FROM cases
WHERE NOT closed AND (owed > 0 OR next_due <= (SELECT instant FROM rehearsal_clock))
ORDER BY next_due NULLS LAST, case_id LIMIT 20"""
_BEHIND = "SELECT coalesce(sum(events), 0) AS events FROM follower_lag"


class ClockBusy(Exception):
    """Another move of the clock is going on."""


class NotSettled(Exception):
    """Time ran out before all that fell due was recorded; the clock stands where it had come to."""

    def __init__(self, cases: list[str], behind: int) -> None:
        super().__init__(f"{len(cases)} cases unsettled, follower {behind} events behind")
        self.cases = cases
        self.behind = behind


class FellDue(Value):
    """A deadline that passed while the clock moved, and what came of it."""

    case: str
    deadline: str
    due: AwareDatetime
    events: tuple[str, ...]


class Mover:
    """Moves the rehearsal clock, and waits for what falls due to be recorded."""

    def __init__(self, database: Database, cases: Cases, clocks: Clocks, log: Log) -> None:
        self._database = database
        self._cases = cases
        self._clocks = clocks
        self._log = log

    def move(self, to: datetime, seconds: float) -> list[FellDue]:
        """Move the clock to an instant; returns what fell due on the way, in the log's order.

        Raises ClockBusy, and NotSettled when `seconds` are not enough.
        """
        give_up = time.monotonic() + seconds
        with self.alone():
            before = self._log.position()
            self._settle(give_up)
            while (due := self._cases.next_due()) and due <= to:
                self._clocks.move(due)
                self._settle(give_up)
            self._clocks.move(to)
            self._settle(give_up)
            return self._fell_due(before)

    @contextmanager
    def alone(self) -> Generator[None]:
        """Be the only mover of the clock; raises ClockBusy when there is one."""
        with self._database.connection() as connection, connection.transaction():
            query = "SELECT pg_try_advisory_xact_lock(%s) AS taken"
            row = connection.execute(query, (LOCK,)).fetchone()
            if not (row and row["taken"]):
                raise ClockBusy
            yield

    def _settle(self, give_up: float) -> None:
        while True:
            cases, behind = self._unsettled()
            if not cases and not behind:
                return
            if time.monotonic() > give_up:
                raise NotSettled(cases, behind)
            time.sleep(_POLL_SECONDS)

    def _unsettled(self) -> tuple[list[str], int]:
        with self._database.connection() as connection:
            cases = [row["case_id"] for row in connection.execute(_UNSETTLED)]
            row = connection.execute(_BEHIND).fetchone()
        return cases, int(row["events"]) if row else 0

    def _fell_due(self, after: int) -> list[FellDue]:
        found: dict[str, FellDue] = {}
        while batch := self._log.tail(after, 500):
            for event in batch:
                reported = _deadline_of(event.case_id, event.command_id)
                if reported is None:
                    continue
                events = (*found[event.command_id].events,) if event.command_id in found else ()
                name, due = reported
                found[event.command_id] = FellDue(
                    case=event.case_id, deadline=name, due=due, events=(*events, event.kind)
                )
            after = batch[-1].position
        return list(found.values())


def _deadline_of(case_id: str, command_id: str) -> tuple[str, datetime] | None:
    """The name and instant that `deadline_command_id` wrote; None for any other command."""
    name, _, at = command_id.removeprefix(f"{case_id}/deadline/").rpartition("/")
    try:
        due = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (name, due) if command_id == deadline_command_id(case_id, name, due) else None
