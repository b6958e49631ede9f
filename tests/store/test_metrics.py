"""The gauges that are read from the database: what they count, and that they read no table through."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest

from domain.kernel import ReportDutyFailed
from domain.people import CLOCK
from domain.webhooks import Ladder
from store.metrics import GAUGES, DatabaseFigures
from store.request import Request
from store.webhook_messages import Attempt, Lane
from store.webhooks import Webhook
from tests.parts import Database
from tests.toy import TOY, OrderWork
from tests.webhooks.hooked import FIVE_DAYS, HOUR, PUBLISHED, Hooked
from tests.webhooks.test_matching import lines

NOWHERE = "https://example.org/hook"
LADDER = Ladder(waits=PUBLISHED, patience=FIVE_DAYS, outage=HOUR)
Values = dict[tuple[str, ...], float]


@pytest.fixture
def toys(database: Database) -> Generator[Hooked]:
    """An instance of the toy that has subscribers, and nobody who serves them."""
    made = Hooked(database.app_url)
    yield made
    made.close()


def gauge(toys: Hooked, name: str) -> Values:
    """A gauge's values by its labels' values."""
    families = DatabaseFigures(toys.instance.database).collect()
    return {tuple(one.labels.values()): one.value for family in families for one in family.samples if one.name == name}


def failed_duty(toys: Hooked, n: int) -> None:
    """The n-th toy's work fails for good."""
    case = toys.instance.open(n=n)
    toys.instance.ask(OrderWork(duty="work"), n)
    report = ReportDutyFailed(duty_id=f"{case}:2:work", why="it broke")
    assert not toys.instance.desk.handle(Request(TOY.name, case, uuid4().hex, report, CLOCK)).outcome.reason


def test_cases_that_need_a_person_are_counted_by_process_for_as_long_as_they_do(toys: Hooked) -> None:
    """Not duties, not those still at work; a case that was closed needs nobody."""
    toys.instance.open(n=9)
    assert gauge(toys, "sluice_cases_need_attention") == {}
    failed_duty(toys, 1)
    failed_duty(toys, 2)
    assert gauge(toys, "sluice_cases_need_attention") == {("toy",): 2}
    assert gauge(toys, "sluice_cases_owed") == {("toy", "open"): 0}
    with toys.instance.database.connection() as connection:
        rows = connection.execute("SELECT case_id, attention FROM cases ORDER BY case_id").fetchall()
    assert [row["attention"] for row in rows] == [1, 1, 0]


def test_what_waits_for_subscribers_is_counted_by_how_they_are(toys: Hooked) -> None:
    """A paused one's backlog is no healthy one's; a deleted one has none."""
    healthy, failing, paused, deleted = (toys.subscribe(NOWHERE)[0] for _ in range(4))
    for n in (1, 2):
        toys.instance.open(n=n)
        toys.remark(n, 2)
        toys.matching.follow(lines(toys, toys.instance.case_id(n)))
    assert gauge(toys, "sluice_webhook_subscriptions") == _by(healthy=4)
    assert gauge(toys, "sluice_webhook_waiting") == _by(healthy=24)
    _attempted(toys, failing, "answered 500")
    _attempted(toys, healthy, "")
    toys.webhooks.disable(paused.id, "asked")
    toys.webhooks.delete(deleted.id)
    assert gauge(toys, "sluice_webhook_subscriptions") == _by(healthy=1, failing=1, paused=1)
    assert gauge(toys, "sluice_webhook_waiting") == _by(healthy=5, failing=6, paused=6)
    assert gauge(toys, "sluice_webhook_lanes") == _by(healthy=2, failing=2, paused=2)
    toys.webhooks.disable(failing.id, "failing")
    assert gauge(toys, "sluice_webhook_subscriptions") == _by(healthy=1, disabled=1, paused=1)


def test_the_oldest_is_told_by_its_age_and_late_is_what_could_have_been_tried(toys: Hooked, database: Database) -> None:
    """A lane that waits for its next attempt is not late, however old it is; nor is what is sent to nobody."""
    webhook = toys.subscribe(NOWHERE)[0]
    toys.instance.open()
    toys.remark(1, 1)
    toys.matching.follow(lines(toys, toys.instance.case_id()))
    with psycopg.connect(database.superuser_url, autocommit=True) as connection:
        connection.execute("UPDATE webhook_messages SET created_at = now() - interval '1 hour'")
    assert gauge(toys, "sluice_webhook_oldest_seconds")[("healthy",)] == pytest.approx(3600, abs=60)
    assert gauge(toys, "sluice_webhook_late_seconds")[("healthy",)] == pytest.approx(3600, abs=60)
    _attempted(toys, webhook, "answered 500")
    assert gauge(toys, "sluice_webhook_oldest_seconds")[("failing",)] == pytest.approx(3600, abs=60)
    assert gauge(toys, "sluice_webhook_late_seconds") == _by()
    with psycopg.connect(database.superuser_url, autocommit=True) as connection:
        connection.execute("UPDATE webhook_messages SET not_before = now() - interval '5 min' WHERE attempts > 0")
    assert gauge(toys, "sluice_webhook_late_seconds")[("failing",)] == pytest.approx(300, abs=60)
    toys.webhooks.disable(webhook.id, "asked")
    assert gauge(toys, "sluice_webhook_late_seconds") == _by()


def test_no_gauge_reads_cases_or_messages_through(database: Database) -> None:
    """With many of both, what is counted comes from an index of its own."""
    with psycopg.connect(database.superuser_url, autocommit=True) as connection:
        connection.execute("ALTER TABLE cases DISABLE TRIGGER USER")
        connection.execute(
            """INSERT INTO cases SELECT 'c-' || n, 'toy', 1, 'open', '', '', '', '{}', '{}', '{}', NULL, 0,
                mod(n, 20) > 0, 1, repeat('x', 500), '', now(), now(), CASE WHEN mod(n, 1000) = 0 THEN 1 ELSE 0 END
            FROM generate_series(1, 20000) n"""
        )
        connection.execute(
            """INSERT INTO webhooks (id, organisation, role, url, types, description, after_position, created_by)
            SELECT 'wh-' || n, 'o', 'auditor', '', '{}', '', 0, '' FROM generate_series(1, 20) n"""
        )
        connection.execute(
            """INSERT INTO webhook_messages (webhook, event_id, position, case_id, type, body, told, state)
            SELECT 'wh-' || 1 + mod(n, 20), n, n, n / 9, '', repeat('x', 500), true,
                CASE WHEN mod(n, 50) = 0 THEN 'waiting' ELSE 'delivered' END FROM generate_series(1, 20000) n"""
        )
        connection.execute("VACUUM ANALYZE cases, webhook_messages, webhooks")
        plans = [
            str(line)
            for gauges in GAUGES
            for (line,) in connection.execute(b"EXPLAIN " + gauges.query.encode()).fetchall()
        ]
    assert not [line for line in plans if "Seq Scan on cases" in line or "Seq Scan on webhook_messages" in line]
    for index in ("cases_open", "cases_attention", "webhook_messages_waiting"):
        assert any(index in line for line in plans)


def _by(**more: float) -> Values:
    return {(name,): more.get(name, 0) for name in ("disabled", "failing", "healthy", "paused")}


def _attempted(toys: Hooked, webhook: Webhook, error: str) -> None:
    """An attempt of the head of the first toy's lane."""
    now = datetime.now(UTC)
    due = toys.messages.head(Lane(webhook=webhook.id, case_id=toys.instance.case_id(1)))
    assert due
    attempt = Attempt(now, 500 if error else 200, 1, error, "")
    if error:
        toys.messages.failed(due, attempt, LADDER, now + timedelta(hours=1))
    else:
        toys.messages.delivered(due, attempt, LADDER, now)
