"""What those who run an instance watch, in Prometheus' words: commands as counted here, the rest by the database.

Counts are of this process since it began. Gauges are the same whichever process shows them: take their `max`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, LiteralString

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


@dataclass(frozen=True)
class _Gauges:
    """Gauges read by one query: each of its columns is `prefix_column`, by the columns that are `labels`."""

    prefix: str
    labels: tuple[str, ...]
    query: LiteralString
    columns: Mapping[str, str]

    def families(self, rows: list[dict[str, Any]]) -> Iterator[GaugeMetricFamily]:
        for column, says in self.columns.items():
            family = GaugeMetricFamily(f"{self.prefix}_{column}", says, labels=self.labels)
            for row in rows:
                family.add_metric([row[name] for name in self.labels], float(row[column]))
            yield family


_CASES = _Gauges(
    "sluice_cases",
    ("process", "phase"),
    """
    SELECT process, phase, count(*) AS open, sum(owed) AS owed,
        count(*) FILTER (WHERE next_due <= (SELECT sluice_now()) OR escalated_to <> '{}') AS overdue
    FROM cases WHERE NOT closed GROUP BY process, phase ORDER BY process, phase""",
    {
        "open": "Open cases",
        "overdue": "Open cases past a deadline, or escalated",
        "owed": "Duties that open cases owe; those that failed are not among them",
    },
)
_ATTENTION = _Gauges(
    "sluice_cases",
    ("process",),
    "SELECT process, count(*) AS need_attention FROM cases WHERE attention > 0 GROUP BY process ORDER BY process",
    {"need_attention": "Open cases with a duty that failed for good and waits for a person"},
)
_FOLLOWERS = _Gauges(
    "sluice_follower",
    ("name",),
    "SELECT name, events, seconds, silent_seconds, parked FROM follower_lag ORDER BY name",
    {
        "events": "Events of the log that are still to be followed",
        "seconds": "Since it had last caught up; 0 when it has",
        "silent_seconds": "Since a leader last wrote; more than a few: there is none",
        "parked": "Cases whose events could not be processed, and wait for someone",
    },
)
# Only a lane's head is tried: with its next attempt ahead of it, a lane is not late. `lanes` reads one index in order.
_WEBHOOKS = _Gauges(
    "sluice_webhook",
    ("subscription",),
    """
    WITH lanes AS (
        SELECT webhook, count(*) AS waiting, min(created_at) AS oldest,
            coalesce(max(not_before), min(created_at)) AS due
        FROM webhook_messages WHERE state = 'waiting' GROUP BY webhook, case_id
    ), waits AS (
        SELECT webhook, sum(waiting) AS waiting, count(*) AS lanes, min(oldest) AS oldest, min(due) AS due
        FROM lanes GROUP BY webhook
    ), known AS (
        SELECT id, CASE WHEN disabled_why = 'asked' THEN 'paused' WHEN disabled_at IS NOT NULL THEN 'disabled'
            WHEN failing_since IS NOT NULL THEN 'failing' ELSE 'healthy' END AS subscription
        FROM webhooks WHERE deleted_at IS NULL
    )
    SELECT subscription, count(known.id) AS subscriptions, coalesce(sum(waiting), 0) AS waiting,
        coalesce(sum(lanes), 0) AS lanes,
        coalesce(extract(epoch FROM now() - min(oldest)), 0) AS oldest_seconds,
        CASE WHEN subscription IN ('healthy', 'failing')
            THEN greatest(coalesce(extract(epoch FROM now() - min(due)), 0), 0) ELSE 0 END AS late_seconds
    FROM (VALUES ('healthy'), ('failing'), ('paused'), ('disabled')) AS every (subscription)
    LEFT JOIN known USING (subscription) LEFT JOIN waits ON waits.webhook = known.id
    GROUP BY subscription ORDER BY subscription""",
    {
        "subscriptions": "Subscriptions: healthy, failing (no attempt succeeds now), paused as asked, disabled",
        "waiting": "Messages that wait to be delivered",
        "lanes": "Lanes in which messages wait: cases, for each of their subscriptions",
        "oldest_seconds": "Age of the oldest message that waits",
        "late_seconds": "For how long the lane that is due longest could have been tried; 0 when none is due",
    },
)
_NOTICES = _Gauges(
    "sluice_mail_notices",
    (),
    """
    SELECT count(*) AS waiting, coalesce(extract(epoch FROM now() - min(made_at)), 0) AS oldest_seconds
    FROM mail_notices WHERE state = 'waiting' AND not_before IS NOT NULL""",
    {
        "waiting": "Notices that are to be mailed; those that wait for a digest are not among them",
        "oldest_seconds": "Age of the oldest of them",
    },
)
GAUGES = (_CASES, _ATTENTION, _FOLLOWERS, _WEBHOOKS, _NOTICES)


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
    """Count an attempt to send a mail: a `digest`, `notices`, or `confirm`."""
    _MAILS.labels(kind, outcome).inc()


class DatabaseFigures(Collector):
    """Cases, followers and what waits, read when they are asked for. While the database is away, only that is said."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            with self._database.connection() as connection:
                read = [(gauges, connection.execute(gauges.query).fetchall()) for gauges in GAUGES]
        except (DatabaseAway, TooSlow):
            yield _up(0)
            return
        yield _up(1)
        for gauges, rows in read:
            yield from gauges.families(rows)


def _up(value: int) -> GaugeMetricFamily:
    return GaugeMetricFamily("sluice_database_up", "Whether the database answered", value)
