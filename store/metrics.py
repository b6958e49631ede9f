"""What those who run an instance watch, in Prometheus' words: commands as counted here, the rest by the database.

Counts are of this process since it began. Gauges are the same whichever process shows them: take their `max`.
"""

from collections.abc import Iterator
from typing import Any

from prometheus_client import Counter
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from store.database import Database, DatabaseAway, TooSlow
from store.request import Handled

_COMMANDS = Counter(
    "sluice_commands",
    "Commands settled here, by outcome: accepted, replayed, failed, or the reason of the refusal",
    ["process", "command", "outcome"],
)
_MAILS = Counter(
    "sluice_mails",
    "Mails tried here, by outcome: sent, later (tried again), refused (the address, for good), failed (given up)",
    ["kind", "outcome"],
)

_CASES = """
SELECT process, phase, count(*) AS open, sum(owed) AS owed,
    count(*) FILTER (WHERE next_due <= (SELECT sluice_now()) OR escalated_to <> '{}') AS overdue
FROM cases WHERE NOT closed GROUP BY process, phase ORDER BY process, phase"""
_NOTICES = """
SELECT count(*) AS waiting, coalesce(extract(epoch FROM now() - min(made_at)), 0) AS seconds
FROM mail_notices WHERE state = 'waiting' AND not_before IS NOT NULL"""
_FOLLOWERS = "SELECT name, events, seconds, silent_seconds, parked FROM follower_lag ORDER BY name"

_BY_PHASE = {
    "open": "Open cases",
    "overdue": "Open cases past a deadline, or escalated",
    "owed": "Duties that open cases owe, those that failed included",
}
_OF_NOTICES = {
    "waiting": "Notices that are to be mailed, those that wait for a digest left out",
    "seconds": "Since the oldest of them was made",
}
_BY_FOLLOWER = {
    "events": "Events of the log that are still to be followed",
    "seconds": "Since it had last caught up; 0 when it has",
    "silent_seconds": "Since a leader last wrote; more than a few: there is none",
    "parked": "Cases whose events could not be processed, and wait for someone",
}


def count_command(process: str, command: str, result: Handled | Exception) -> None:
    """Count a command that was settled."""
    if isinstance(result, Exception):
        outcome = "failed"
    elif result.replayed:
        outcome = "replayed"
    else:
        outcome = result.outcome.reason or "accepted"
    _COMMANDS.labels(process, command, outcome).inc()


def count_mail(kind: str, outcome: str) -> None:
    """Count an attempt to send a mail: `digest`, `notices` or `confirm`."""
    _MAILS.labels(kind, outcome).inc()


class DatabaseFigures(Collector):
    """Open cases and followers, read when they are asked for. While the database is away, only that is said."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            with self._database.connection() as connection:
                cases = connection.execute(_CASES).fetchall()
                followers = connection.execute(_FOLLOWERS).fetchall()
                notices = connection.execute(_NOTICES).fetchall()
        except (DatabaseAway, TooSlow):
            yield _up(0)
            return
        yield _up(1)
        yield from _gauges("sluice_cases", _BY_PHASE, ("process", "phase"), cases)
        yield from _gauges("sluice_follower", _BY_FOLLOWER, ("name",), followers)
        yield from _gauges("sluice_mail_notices", _OF_NOTICES, (), notices)


def _up(value: int) -> GaugeMetricFamily:
    return GaugeMetricFamily("sluice_database_up", "Whether the database answered", value)


def _gauges(
    prefix: str, columns: dict[str, str], names: tuple[str, ...], rows: list[dict[str, Any]]
) -> Iterator[GaugeMetricFamily]:
    for column, says in columns.items():
        family = GaugeMetricFamily(f"{prefix}_{column}", says, labels=names)
        for row in rows:
            family.add_metric([row[name] for name in names], float(row[column]))
        yield family
