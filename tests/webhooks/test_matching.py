"""Messages are made once, whatever is done twice; and what an asked-for repeat means for one on its way."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.people import Actor, Role
from domain.webhooks import Ladder
from store.following import Line
from store.webhook_matching import Matching
from store.webhook_messages import Attempt, Lane
from store.webhooks import Webhook
from tests.toy import TOY, CloseToy, ToyRemarked
from tests.webhooks.hooked import FIVE_DAYS, HOUR, PUBLISHED, Hooked
from tests.workflows.instance import ANN

NOWHERE = "https://example.org/hook"
T0 = datetime(2026, 11, 22, tzinfo=UTC)
GOOD = Attempt(T0, 200, 1, "", "")
BAD = Attempt(T0, 500, 1, "answered 500", "")
LADDER = Ladder(waits=PUBLISHED, patience=FIVE_DAYS, outage=HOUR)


def lines(hooked: Hooked, case_id: str) -> list[Line]:
    """The case's lines of the log."""
    query = "SELECT notification_id, originator_version, state FROM stored_events WHERE originator_id = %s ORDER BY 1"
    with hooked.instance.database.connection() as connection:
        rows = connection.execute(query, (case_id,)).fetchall()
    return [Line(row["notification_id"], case_id, row["originator_version"], row["state"]) for row in rows]


def test_a_batch_done_again_makes_nothing_new(hooked: Hooked) -> None:
    """Nor does a part of it, nor the case alone, as after an error."""
    webhook, _ = hooked.subscribe(NOWHERE)
    case = hooked.instance.open()
    hooked.remark(1, 3)
    all_lines = lines(hooked, case)
    hooked.matching.follow(all_lines)
    first = hooked.all_messages(webhook)
    hooked.matching.follow(all_lines[2:])
    hooked.matching.follow_case(case, all_lines[-1].position)
    assert len(first) == 4
    assert hooked.all_messages(webhook) == first


def test_a_case_alone_makes_what_was_missed_up_to_a_position(hooked: Hooked) -> None:
    """Later events are the follower's own."""
    webhook, _ = hooked.subscribe(NOWHERE)
    case = hooked.instance.open()
    hooked.remark(1, 3)
    hooked.matching.follow_case(case, lines(hooked, case)[1].position)
    assert [message.position for message in hooked.all_messages(webhook)] == [
        line.position for line in lines(hooked, case)[:2]
    ]


def test_what_is_withheld_from_a_subscriber_makes_no_message(hooked: Hooked) -> None:
    """Who may see the case is still not told of every event in it."""
    mine, _ = hooked.subscribe(NOWHERE, Actor(id="asker", role=Role.APPLICANT, organisation=ANN.id))
    theirs, _ = hooked.subscribe(NOWHERE)
    case = hooked.instance.open()
    hooked.remark(1, 2)
    discreet = replace(TOY, withheld={Role.APPLICANT: frozenset({ToyRemarked})})
    log = hooked.instance.log
    Matching(log, {TOY.name: discreet}, hooked.webhooks, hooked.messages).follow(lines(hooked, case))
    assert [len(hooked.all_messages(webhook)) for webhook in (mine, theirs)] == [1, 3]


def test_what_happens_while_it_is_disabled_waits(hooked: Hooked) -> None:
    """And has nothing to deliver until it is enabled."""
    webhook, _ = hooked.subscribe(NOWHERE)
    assert hooked.webhooks.disable(webhook.id, "asked")
    assert not hooked.webhooks.disable(webhook.id, "failing")
    case = hooked.instance.open()
    hooked.matching.follow(lines(hooked, case))
    lane = Lane(webhook=webhook.id, case_id=case)
    assert hooked.messages.head(lane) is None
    assert hooked.messages.untold(10) == []
    hooked.enable(webhook)
    assert hooked.messages.head(lane) is not None
    assert [case_id for _, _, case_id in hooked.messages.untold(10)] == [case]


def test_an_attempt_on_its_way_does_not_settle_what_was_asked_for_meanwhile(hooked: Hooked) -> None:
    """It is sent once more, as promised."""
    webhook, _ = hooked.subscribe(NOWHERE)
    case = hooked.instance.open()
    hooked.matching.follow(lines(hooked, case))
    lane = Lane(webhook=webhook.id, case_id=case)
    due = hooked.messages.head(lane)
    assert due
    assert hooked.messages.send_again(webhook.id, event_id=due.event_id) == 1
    hooked.messages.delivered(due, GOOD, LADDER, T0)
    again = hooked.messages.head(lane)
    assert again and again.asked == due.asked + 1
    hooked.messages.delivered(again, GOOD, LADDER, T0)
    assert hooked.messages.head(lane) is None
    assert len(hooked.attempts(webhook)) == 2


def test_the_first_success_after_an_outage_lets_all_that_waits_come(hooked: Hooked) -> None:
    """Not after a short failure; what failed before still counts."""
    webhook, _ = hooked.subscribe(NOWHERE)
    lanes = [Lane(webhook=webhook.id, case_id=hooked.instance.open(n=n)) for n in (1, 2)]
    for lane in lanes:
        hooked.matching.follow(lines(hooked, lane.case_id))
    first, second = [due for lane in lanes if (due := hooked.messages.head(lane))]
    since = hooked.messages.failed(second, BAD, LADDER, T0)
    assert since == T0
    hooked.messages.delivered(first, GOOD, LADDER, T0 + timedelta(minutes=59))
    assert waits_until(hooked, lanes[1]) == T0 + timedelta(seconds=5)
    hooked.messages.send_again(webhook.id, event_id=first.event_id)
    [first] = [due for lane in lanes[:1] if (due := hooked.messages.head(lane))]
    [second] = [due for lane in lanes[1:] if (due := hooked.messages.head(lane))]
    hooked.messages.failed(second, BAD, LADDER, T0)
    assert hooked.messages.failed(first, BAD, LADDER, T0 + timedelta(minutes=30)) == T0
    hooked.messages.mark_told(hooked.messages.untold(10))
    hooked.messages.delivered(first, GOOD, LADDER, T0 + timedelta(hours=1))
    assert waits_until(hooked, lanes[1]) is None
    assert [case_id for _, _, case_id in hooked.messages.untold(10)] == [lanes[1].case_id]
    assert [(message.state, message.attempts) for message in hooked.all_messages(webhook)][1] == ("waiting", 2)


def waits_until(hooked: Hooked, lane: Lane) -> datetime | None:
    """When the lane's next attempt is made; None: at once."""
    due = hooked.messages.head(lane)
    assert due
    return due.not_before


def test_a_deleted_one_has_nothing_to_deliver_and_keeps_its_attempts(hooked: Hooked) -> None:
    """Its secrets are gone."""
    webhook, _ = hooked.subscribe(NOWHERE)
    case = hooked.instance.open()
    hooked.remark(1, 1)
    hooked.matching.follow(lines(hooked, case))
    lane = Lane(webhook=webhook.id, case_id=case)
    due = hooked.messages.head(lane)
    assert due
    hooked.messages.delivered(due, GOOD, LADDER, T0)
    hooked.webhooks.delete(webhook.id)
    assert hooked.messages.head(lane) is None
    assert hooked.webhooks.secrets(webhook.id) == []
    assert len(hooked.attempts(webhook)) == 1
    hooked.remark(1, 1)
    hooked.matching.follow(lines(hooked, case))
    assert len(hooked.all_messages(webhook)) == 2


def test_who_may_know_is_asked_of_each_organisation_and_role(hooked: Hooked) -> None:
    """Every role but those that supervise: told of their own organisation's cases alone."""
    roles = [role for role in Role if role is not Role.CLOCK]
    party = {role: subscribed(hooked, role, "ann") for role in roles}
    others = {role: subscribed(hooked, role, f"o-{n}") for n, role in enumerate(roles)}
    case = hooked.instance.open()
    hooked.instance.ask(CloseToy())
    hooked.matching.follow(lines(hooked, case))
    assert all(len(hooked.all_messages(webhook)) == 2 for webhook in party.values())
    assert {role for role, webhook in others.items() if hooked.all_messages(webhook)} == {
        Role.PLATFORM_OPERATOR,
        Role.COMPETENT_DEPARTMENT,
        Role.CAC,
        Role.GENERAL_OFFICE,
        Role.AUDITOR,
    }


def subscribed(hooked: Hooked, role: Role, organisation: str) -> Webhook:
    """A subscription of that organisation, made in that role."""
    return hooked.subscribe(NOWHERE, Actor(id="x", role=role, organisation=organisation))[0]
