"""What was settled long ago is forgotten, and nothing else: in batches, and never by choice of the application."""

from datetime import UTC, datetime

import psycopg
import pytest

from domain.webhooks import Ladder
from embedded.temporal import EmbeddedTemporal
from store.webhook_messages import Attempt, Forgotten, Lane
from store.webhooks import Webhook
from tests.parts import Database
from tests.webhooks.hooked import FIVE_DAYS, HOUR, PUBLISHED, Hooked
from tests.webhooks.receiving import FakeReceiver
from tests.webhooks.test_matching import lines
from tests.workflows.instance import until

NOWHERE = "https://example.org/hook"
LADDER = Ladder(waits=PUBLISHED, patience=FIVE_DAYS, outage=HOUR)
BATCH = 1000


def told(hooked: Hooked, times: int) -> tuple[Webhook, Lane]:
    """A subscription with that many messages of one case, of which all but the last were delivered."""
    webhook, _ = hooked.subscribe(NOWHERE)
    case = hooked.instance.open()
    hooked.remark(1, times - 1)
    hooked.matching.follow(lines(hooked, case))
    lane = Lane(webhook=webhook.id, case_id=case)
    for _ in range(times - 1):
        due = hooked.messages.head(lane)
        assert due
        hooked.messages.delivered(due, Attempt(datetime.now(UTC), 200, 1, "", ""), LADDER, datetime.now(UTC))
    return webhook, lane


def aged(database: Database, days: float, position: int = 2**62) -> None:
    """Let all that was settled up to a position have been settled, and tried, so many days earlier."""
    with psycopg.connect(database.superuser_url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # past the trigger that guards attempts
        connection.execute(
            "UPDATE webhook_messages SET settled_at = settled_at - %s * interval '1 day' WHERE position <= %s",
            (days, position),
        )
        connection.execute("UPDATE webhook_attempts SET attempted_at = attempted_at - %s * interval '1 day'", (days,))


def test_what_was_settled_long_ago_goes_with_its_attempts_and_the_rest_stays(
    hooked: Hooked, database: Database
) -> None:
    """By when it was settled: the younger stay, and what waits stays however old it is."""
    webhook, lane = told(hooked, 4)
    first, second, third, waiting = hooked.all_messages(webhook)
    aged(database, 91, second.position)
    assert hooked.messages.forget(90) == 2
    assert hooked.messages.forget(90) == 0
    assert hooked.all_messages(webhook) == [third, waiting]
    assert [attempt.event_id for attempt in hooked.attempts(webhook)] == [third.event_id]
    due = hooked.messages.head(lane)
    assert due and due.event_id == waiting.event_id
    assert hooked.messages.send_again(webhook.id, event_id=first.event_id) == 0


def test_sending_again_from_before_what_is_kept_is_refused_whole(hooked: Hooked, database: Database) -> None:
    """Not a part is sent as if it were all; from the next position on everything is there."""
    webhook, _ = told(hooked, 4)
    _, second, third, _ = hooked.all_messages(webhook)
    aged(database, 91, second.position)
    hooked.messages.forget(90)
    before = hooked.all_messages(webhook)
    for since in (0, second.position):
        with pytest.raises(Forgotten) as refused:
            hooked.messages.send_again(webhook.id, since=since)
        assert refused.value.until == second.position
    assert hooked.all_messages(webhook) == before
    assert hooked.messages.send_again(webhook.id, since=second.position + 1) == 2
    assert hooked.messages.send_again(webhook.id, event_id=third.event_id) == 1


def test_a_message_that_was_asked_for_again_is_kept_anew(hooked: Hooked, database: Database) -> None:
    """It waits; and then counts from when it was settled last."""
    webhook, _ = told(hooked, 2)
    first, _ = hooked.all_messages(webhook)
    aged(database, 91)
    hooked.messages.send_again(webhook.id, event_id=first.event_id)
    assert hooked.messages.forget(90) == 0


def test_a_deleted_subscription_s_messages_go_those_that_waited_too(hooked: Hooked, database: Database) -> None:
    """Nobody can ask for them any more; the subscription itself stays, so that it is known who was told."""
    webhook, _ = told(hooked, 3)
    other, _ = hooked.subscribe(NOWHERE)
    hooked.matching.follow(lines(hooked, hooked.instance.case_id()))
    hooked.webhooks.delete(webhook.id)
    assert hooked.messages.forget(90) == 0
    aged(database, 91)
    with psycopg.connect(database.superuser_url, autocommit=True) as connection:
        connection.execute("UPDATE webhooks SET deleted_at = deleted_at - interval '91 days' WHERE deleted_at < now()")
    assert hooked.messages.forget(90) == 3
    assert hooked.all_messages(webhook) == []
    assert hooked.states(other) == []  # it began after those events


def test_it_goes_in_batches(hooked: Hooked, database: Database) -> None:
    """So that no table is locked for long."""
    webhook, _ = told(hooked, 2)
    with psycopg.connect(database.superuser_url, autocommit=True) as connection:
        connection.execute(
            """INSERT INTO webhook_messages (webhook, event_id, position, case_id, type, body, state, told, settled_at)
            SELECT %s, 'e-' || n, n, 'c', 't', '', 'delivered', true, now() - interval '2 days'
            FROM generate_series(1, %s) n""",
            (webhook.id, BATCH + 500),
        )
    assert [hooked.messages.forget(1) for _ in range(3)] == [BATCH, 500, 0]


def test_the_application_can_not_choose_what_is_forgotten(hooked: Hooked, database: Database) -> None:
    """It has no right to delete, a day is the least that is kept, and fresh attempts stay even for an owner's slip."""
    webhook, _ = told(hooked, 3)
    aged(database, 0.9)
    assert [hooked.messages.forget(days) for days in (0, -9)] == [0, 0]
    assert len(hooked.all_messages(webhook)) == 3
    for statement in ("DELETE FROM webhook_messages", "DELETE FROM webhook_attempts", "DELETE FROM webhooks"):
        with (
            psycopg.connect(database.app_url, autocommit=True) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)
    assert hooked.messages.send_again(webhook.id) == 3
    _delivered_now(hooked, webhook)
    for statement in ("DELETE FROM webhook_attempts", "DELETE FROM webhook_messages", "TRUNCATE webhook_attempts"):
        with (
            psycopg.connect(database.owner_url, autocommit=True) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege, match="stays"),
        ):
            connection.execute(statement)


def _delivered_now(hooked: Hooked, webhook: Webhook) -> None:
    due = hooked.messages.head(Lane(webhook=webhook.id, case_id=hooked.instance.case_id()))
    assert due
    hooked.messages.delivered(due, Attempt(datetime.now(UTC), 200, 1, "", ""), LADDER, datetime.now(UTC))


async def test_whoever_leads_forgets_as_a_chore(
    hooked: Hooked, database: Database, receiver: FakeReceiver, temporal: EmbeddedTemporal
) -> None:
    """Without being asked; 0 days keep everything for ever."""
    webhook, _ = hooked.subscribe(receiver.url)
    hooked.instance.open()
    async with hooked.serving(temporal.address, keep_days=0):
        await until(lambda: hooked.settled(webhook, 1))
        aged(database, 200)
        hooked.remark(1, 1)
        await until(lambda: hooked.settled(webhook, 2))
    assert len(hooked.all_messages(webhook)) == 2
    async with hooked.serving(temporal.address, keep_days=90):
        await until(lambda: len(hooked.all_messages(webhook)) == 1)
