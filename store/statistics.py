"""Statistics of any past date: every case's story up to then, read from the log one case at a time."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import groupby

from psycopg.rows import tuple_row
from pydantic import AwareDatetime

from domain.kernel import AnyDecider
from domain.policy import Instrument
from domain.statistics import figures
from domain.statistics.story import Period, Story, tell
from domain.statistics.tally import Cell
from domain.value import Value
from store.codec import Codec, Stamp, split
from store.database import Database
from store.rules import Rules

ROWS = """
SELECT originator_id, state FROM stored_events ORDER BY originator_id, originator_version"""
_NOTICES = "SELECT coalesce(max(revision), 0) AS revision FROM calendar_notices WHERE imported_at <= %s"
BATCH = 500  # rows fetched at once
_INSTANT = timedelta(microseconds=1)


class Statistics(Value):
    """The figures as the log says them, and the rules that days were counted by."""

    as_of: AwareDatetime  # included: what was recorded at that instant counts
    since: AwareDatetime
    policy_version: str
    calendar_version: str
    ending: tuple[Instrument, ...]  # the documents that were to end soon then
    cells: tuple[Cell, ...]


def statistics(
    database: Database,
    deciders: Mapping[str, AnyDecider],
    rules: Rules,
    since: datetime,
    as_of: datetime,
    progress: Callable[[int], None] = lambda _: None,
) -> Statistics:
    """The figures of `since` to `as_of`. The same for ever, once `as_of` has passed; `progress` hears of cases read."""
    rulebook = rules.at(_revision(database, as_of))
    stories = _counted(_stories(database, deciders, as_of), progress)
    return Statistics(
        as_of=as_of,
        since=since,
        policy_version=rulebook.policy_version,
        calendar_version=rulebook.calendar_version,
        ending=rulebook.ending(as_of),
        cells=figures(stories, Period(since, as_of + _INSTANT), rulebook),
    )


def _stories(database: Database, deciders: Mapping[str, AnyDecider], as_of: datetime) -> Iterator[Story]:
    codecs = {name: Codec(decider) for name, decider in deciders.items()}
    for case_id, rows in groupby(_rows(database), lambda row: row[0]):
        known = [told for _, state in rows if (told := _told(codecs, state, as_of))]
        if known:
            events = [(stamp.recorded_at, event) for stamp, event in known]
            yield tell(deciders[known[0][0].process], case_id, events)


def _rows(database: Database) -> Iterator[tuple[str, bytes]]:
    """The whole log, case by case; the server keeps what is not read yet."""
    with (
        database.connection() as connection,
        connection.transaction(),
        connection.cursor("statistics", row_factory=tuple_row) as cursor,
    ):
        cursor.itersize = BATCH
        yield from cursor.execute(ROWS, binary=True)


def _told(codecs: Mapping[str, Codec], state: bytes, as_of: datetime) -> tuple[Stamp, Value] | None:
    """When something happened, and what; None for what was recorded later, which is not looked at."""
    head, body = split(state)
    stamp = Stamp.model_validate_json(head)
    if stamp.recorded_at > as_of:
        return None
    return stamp, codecs[stamp.process].event(stamp.kind, stamp.schema_version, body)


def _counted(stories: Iterator[Story], progress: Callable[[int], None]) -> Iterator[Story]:
    for number, story in enumerate(stories, 1):
        progress(number)
        yield story


def _revision(database: Database, as_of: datetime) -> int:
    """The newest calendar notice that was known at that instant."""
    with database.connection() as connection:
        row = connection.execute(_NOTICES, (as_of,)).fetchone()
    return int(row["revision"]) if row else 0
