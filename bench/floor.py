"""The floor: plain psycopg writing the rows that `handle` writes, one statement a command, fsync on.

It decides nothing, reads nothing and takes no lock. The rows are those of a real case, taken from
the tables after each of its commands, so their bytes are the measured ones.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
from psycopg.rows import DictRow, dict_row
from psycopg.sql import SQL, Composed, Identifier, Placeholder

if TYPE_CHECKING:  # a process that only makes load does without the product, which takes seconds to import
    from bench.workload import Cast, Workload
    from store.desk import Desk

SAMPLE = "bench-sample-" + "0" * 32  # as long as the ids that take its place


@dataclass(frozen=True)
class Rows:
    """What one command writes."""

    events: tuple[Mapping[str, Any], ...]
    case: Mapping[str, Any]
    command: Mapping[str, Any]

    @property
    def bytes(self) -> int:
        """Of the texts, which is nearly all."""
        values = [value for row in (*self.events, self.case, self.command) for value in row.values()]
        return sum(len(value) for value in values if isinstance(value, str | bytes))


def sample(url: str, desk: "Desk", workload: "Workload", cast: "Cast") -> list[Rows]:
    """Take one case through `handle` and keep what each command wrote."""
    found: list[Rows] = []
    version = 0
    with psycopg.Connection[DictRow].connect(url, autocommit=True, row_factory=dict_row) as connection:
        for n in range(len(workload.asks)):
            outcome = desk.handle(cast.request(workload, SAMPLE + workload.name, n)).outcome
            if outcome.reason:
                raise RuntimeError(f"{workload.name} {n}: {outcome.reason} {outcome.detail}")
            found.append(_written(connection, SAMPLE + workload.name, f"{SAMPLE}{workload.name}/{n}", version))
            version = outcome.version
    return found


def _written(connection: psycopg.Connection[DictRow], case: str, command: str, after: int) -> Rows:
    query = (
        "SELECT originator_id, originator_version, topic, state FROM stored_events"
        " WHERE originator_id = %s AND originator_version > %s ORDER BY originator_version"
    )
    events = connection.execute(query, (case, after)).fetchall()
    cases = connection.execute("SELECT * FROM cases WHERE case_id = %s", (case,)).fetchall()
    commands = connection.execute("SELECT * FROM commands WHERE command_id = %s", (command,)).fetchall()
    return Rows(tuple(events), cases[0], commands[0])


def alone(url: str, rows: Sequence[Rows], seconds: float) -> list[float]:
    """Seconds that each command took, for one caller."""
    took: list[float] = []
    end = monotonic() + seconds
    with psycopg.connect(url, autocommit=True) as connection:
        for statement, values in _commands(rows):
            begun = monotonic()
            connection.execute(statement, values, prepare=True)
            took.append(monotonic() - begun)
            if begun > end:
                return took
    return took


def together(url: str, rows: Sequence[Rows], callers: int, start: float, seconds: float) -> int:
    """Commands written between the monotonic instants `start` and `start + seconds`, in this process."""
    counts = [0] * callers

    def call(caller: int) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            sleep(max(0.0, start - monotonic()))
            for statement, values in _commands(rows):
                connection.execute(statement, values, prepare=True)
                if monotonic() > start + seconds:
                    return
                counts[caller] += 1

    threads = [Thread(target=call, args=(caller,)) for caller in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


def _commands(rows: Sequence[Rows]) -> Iterator[tuple[Composed, list[Any]]]:
    """The commands of one case after another, for ever, each case under an id of its own."""
    statements = [_statement(one) for one in rows]
    plain = [list(_values(one)) for one in rows]
    while True:
        case = "bench-sample-" + uuid4().hex
        for statement, values in zip(statements, plain, strict=True):
            yield statement, [_renamed(value, case) for value in values]


def _renamed(value: Any, case: str) -> Any:
    if isinstance(value, str):
        return value.replace(SAMPLE, case)
    return value.replace(SAMPLE.encode(), case.encode()) if isinstance(value, bytes) else value


def _values(rows: Rows) -> Iterator[Any]:
    for row in (*rows.events, rows.case, rows.command):
        yield from row.values()


def _statement(rows: Rows) -> Composed:
    changed = SQL(", ").join(SQL("{0} = EXCLUDED.{0}").format(Identifier(name)) for name in rows.case)
    return SQL("WITH e AS ({}), c AS ({} ON CONFLICT (case_id) DO UPDATE SET {}) {}").format(
        _insert("stored_events", rows.events),
        _insert("cases", [rows.case]),
        changed,
        _insert("commands", [rows.command]),
    )


def _insert(table: str, rows: Sequence[Mapping[str, Any]]) -> Composed:
    names = SQL(", ").join(map(Identifier, rows[0]))
    row = SQL("({})").format(SQL(", ").join([Placeholder()] * len(rows[0])))
    return SQL("INSERT INTO {} ({}) VALUES {}").format(Identifier(table), names, SQL(", ").join([row] * len(rows)))
