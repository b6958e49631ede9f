"""Statistics over a big log: the whole call, against a plain SELECT of the same rows."""

from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic, process_time

import psutil
import psycopg

from bench import floor
from bench.instance import Instance
from bench.measures import Measure, ratios
from bench.sizes import Sizes
from store.statistics import BATCH, ROWS, statistics

_COPY = """
INSERT INTO stored_events (originator_id, originator_version, topic, state)
SELECT replace(%(id)s, %(sample)s, lpad(n::text, length(%(sample)s), '0')), %(version)s, %(topic)s,
    convert_to(replace(%(state)s, %(sample)s, lpad(n::text, length(%(sample)s), '0')), 'UTF8')
FROM generate_series(1, %(cases)s) n"""
_EVERY = 1000  # cases between two looks at the memory held
_ROUNDS = 3  # at most: each reads the whole log


def run(at: Instance, sizes: Sizes, say: Callable[[str], None]) -> list[Measure]:
    """A log of many applications, each as `handle` wrote the first, and the figures of it all."""
    say(f"statistics: writing {sizes.counted_cases} cases")
    events = _written(at, sizes.counted_cases)
    until = datetime.now(UTC)
    plain: list[float] = []
    ours: list[float] = []
    cpu: list[float] = []
    resident: list[float] = []  # MiB, as the first reading goes on: at its first case, then every so often
    for number in range(1, min(sizes.rounds, _ROUNDS) + 1):
        say(f"statistics: round {number}")
        plain.append(_plain(at.url))
        took, used = _figures(at, until, sizes.counted_cases, [] if resident else resident)
        ours.append(took)
        cpu.append(used / events * 1e6)
    what = f"{sizes.counted_cases:,} cases, {events:,} events"
    return [
        Measure("statistics: floor", f"{what}: plain SELECT", "s", tuple(plain)),
        Measure("statistics", f"{what}: every figure", "s", tuple(ours)),
        Measure("statistics", "CPU an event, ours", "µs", tuple(cpu)),
        ratios("statistics", "every figure", ours, plain),
        Measure("statistics", "memory: the most, less that at the first case", "MiB", (max(resident) - resident[0],)),
    ]


def _written(at: Instance, cases: int) -> int:
    """Copies of one application's events, each under an id of its own; how many events there are then."""
    sample = floor.sample(at.url, at.store.desk, at.application, at.cast)
    events = [event for rows in sample for event in rows.events]
    with psycopg.connect(at.url) as connection:
        for event in events:
            values = {
                "id": event["originator_id"],
                "sample": floor.SAMPLE,
                "version": event["originator_version"],
                "topic": event["topic"],
                "state": bytes(event["state"]).decode(),
                "cases": cases,
            }
            connection.execute(_COPY, values)
    with psycopg.connect(at.url, autocommit=True) as connection:
        connection.execute("ANALYZE stored_events")
        row = connection.execute("SELECT count(*) FROM stored_events").fetchone()
    assert row
    return int(row[0])


def _plain(url: str) -> float:
    """Seconds to have the same rows, in the same order, and to do nothing with them."""
    begun = monotonic()
    with psycopg.connect(url) as connection, connection.cursor("plain") as cursor:
        cursor.itersize = BATCH
        for _ in cursor.execute(ROWS, binary=True):
            pass
    return monotonic() - begun


def _figures(at: Instance, until: datetime, cases: int, resident: list[float]) -> tuple[float, float]:
    """Seconds that the figures took, and seconds of CPU; `resident` gets what memory is held meanwhile."""

    def look(case: int) -> None:
        if case % _EVERY == 1:
            resident.append(psutil.Process().memory_info().rss / 2**20)

    store = at.store
    begun, used = monotonic(), process_time()
    found = statistics(store.database, store.deciders, store.rules, datetime(2000, 1, 1, tzinfo=UTC), until, look)
    took, cpu = monotonic() - begun, process_time() - used
    (received,) = (c.value for c in found.cells if (c.agency, c.figure) == ("", "applications.received"))
    assert received == cases + 1, f"{received} of {cases} applications were counted"
    return took, cpu
