"""Statistics of any past date: every case's story up to then, read from the log one case at a time."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import groupby

from pydantic import AwareDatetime

from domain.kernel import AnyDecider
from domain.statistics import figures
from domain.statistics.story import Period, Story, tell
from domain.statistics.tally import Cell
from domain.value import Value
from store.codec import Codec, Envelope, envelope
from store.database import Database
from store.rules import Rules

_READ = """
SELECT originator_id, state, notification_id FROM stored_events ORDER BY originator_id, originator_version"""
_NOTICES = "SELECT coalesce(max(revision), 0) AS revision FROM calendar_notices WHERE imported_at <= %s"
_BATCH = 500  # rows fetched at once
_INSTANT = timedelta(microseconds=1)


class Statistics(Value):
    """The figures as the log says them, and the rules that days were counted by."""

    as_of: AwareDatetime  # included: what was recorded at that instant counts
    since: AwareDatetime
    policy_version: str
    calendar_version: str
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
        cells=figures(stories, Period(since, as_of + _INSTANT), rulebook),
    )


def _stories(database: Database, deciders: Mapping[str, AnyDecider], as_of: datetime) -> Iterator[Story]:
    codecs = {name: Codec(decider) for name, decider in deciders.items()}
    for case_id, events in groupby(_events(database, codecs), lambda event: event.case_id):
        known = [event for event in events if event.recorded_at <= as_of]
        if known:
            yield tell(deciders[known[0].process], case_id, [(event.recorded_at, event.body) for event in known])


def _events(database: Database, codecs: Mapping[str, Codec]) -> Iterator[Envelope]:
    """The whole log, case by case; the server keeps what is not read yet."""
    with database.connection() as connection, connection.transaction(), connection.cursor("statistics") as cursor:
        cursor.itersize = _BATCH
        for row in cursor.execute(_READ):
            yield envelope(codecs, bytes(row["state"]), row["notification_id"])


def _counted(stories: Iterator[Story], progress: Callable[[int], None]) -> Iterator[Story]:
    for number, story in enumerate(stories, 1):
        progress(number)
        yield story


def _revision(database: Database, as_of: datetime) -> int:
    """The newest calendar notice that was known at that instant."""
    with database.connection() as connection:
        row = connection.execute(_NOTICES, (as_of,)).fetchone()
    return int(row["revision"]) if row else 0
