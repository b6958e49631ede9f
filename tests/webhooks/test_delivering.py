"""What a subscriber gets, over real HTTP from a real worker: signed, in order, complete, however it behaves."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_http
from cloudevents.core.formats.json import JSONFormat
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from activities.webhooks import SHARE
from embedded.processes import CHECKOUT
from embedded.temporal import EmbeddedTemporal
from store.webhooks import Webhook
from tests.parts import Database
from tests.toy import CloseToy
from tests.webhooks.hooked import ANNS, STRANGER, Hooked, settle
from tests.webhooks.receiving import FakeReceiver
from tests.workflows.instance import until


async def test_events_come_signed_and_in_order(
    hooked: Hooked, receiver: FakeReceiver, temporal: EmbeddedTemporal
) -> None:
    """Each event once, in the order of its case, as a CloudEvent that the standard's own library verifies."""
    webhook, secret = hooked.subscribe(receiver.url)
    cases = [hooked.instance.open(n=n) for n in (1, 2, 3)]
    async with hooked.serving(temporal.address):
        for n in (1, 2, 3):
            hooked.remark(n, 4)
        await until(lambda: hooked.settled(webhook, 15))
    assert [receiver.taken(case) for case in cases] == [[1, 2, 3, 4, 5]] * 3
    for one in receiver.received():
        Verifier(secret).verify(one.body, one.headers)
        event = from_http(HTTPMessage(headers=one.headers, body=one.body.encode()), JSONFormat())
        assert event.get_id() == one.headers["webhook-id"]
        assert event.get_subject() in cases
        assert one.headers["content-type"] == "application/cloudevents+json"


async def test_a_message_says_ids_and_no_content(
    hooked: Hooked, receiver: FakeReceiver, temporal: EmbeddedTemporal
) -> None:
    """What happened and where the case stood after it; words and names stay in the case."""
    webhook, _ = hooked.subscribe(receiver.url)
    case = hooked.instance.open()
    hooked.remark(1, 1)
    hooked.instance.ask(CloseToy())
    async with hooked.serving(temporal.address):
        await until(lambda: hooked.settled(webhook, 3))
    opened, remarked, closed = [one.event for one in receiver.received()]
    recorded = hooked.instance.history(case)
    assert opened["type"] == "sluice.toy.toy_opened"
    assert [one["id"] for one in (opened, remarked, closed)] == [event.event_id for event in recorded]
    assert [one["sequence"] for one in (opened, remarked, closed)] == ["1", "2", "3"]
    assert remarked["data"] == {
        "id": case,
        "process": "toy",
        "kind": "toy_remarked",
        "version": 2,
        "position": recorded[1].position,
        "phase": "open",
        "holder": None,
        "closed": False,
        "next_due": None,
        "link": f"/v1/toys/{case}",
    }
    assert "remark 0" not in json.dumps(remarked)
    assert (closed["data"]["phase"], closed["data"]["closed"]) == ("shut", True)


async def test_the_receiver_that_the_page_shows_takes_each_event_once_and_no_forged_one(
    hooked: Hooked, receiver: FakeReceiver, temporal: EmbeddedTemporal
) -> None:
    """The code of docs/webhooks.md, on what really came."""
    page = (CHECKOUT / "docs" / "webhooks.md").read_text(encoding="utf-8")
    shown: dict[str, Any] = {}
    exec(page.split("```python")[1].split("```")[0], shown)  # noqa: S102  # our own page
    webhook, secret = hooked.subscribe(receiver.url)
    case = hooked.instance.open()
    async with hooked.serving(temporal.address):
        await until(lambda: hooked.settled(webhook, 1))
    [one] = receiver.received()
    taken: set[str] = set()
    assert shown["receive"](one.body.encode(), one.headers, secret, taken)["subject"] == case
    assert shown["receive"](one.body.encode(), one.headers, secret, taken) is None
    for body, headers in (
        (one.body.replace("open", "shut"), one.headers),
        (one.body, {**one.headers, "webhook-id": "another"}),
        (one.body, {**one.headers, "webhook-timestamp": "1"}),
        (one.body, {**one.headers, "webhook-signature": "v1"}),
    ):
        with pytest.raises(PermissionError):
            shown["receive"](body.encode(), headers, secret, taken)


async def test_nobody_is_told_of_a_case_that_they_may_not_see(
    hooked: Hooked, receiver: FakeReceiver, temporal: EmbeddedTemporal
) -> None:
    """A stranger gets no message, not even a failed one; whoever is party does; a filter leaves out the rest."""
    stranger, _ = hooked.subscribe(f"{receiver.url}/stranger", STRANGER)
    party, _ = hooked.subscribe(f"{receiver.url}/party", ANNS)
    picky, _ = hooked.subscribe(f"{receiver.url}/picky", types=["sluice.toy.toy_cl*", "sluice.other.*"])
    hooked.instance.open()
    hooked.remark(1, 1)
    hooked.instance.ask(CloseToy())
    async with hooked.serving(temporal.address):
        await until(lambda: hooked.settled(party, 3) and hooked.settled(picky, 1))
    assert hooked.all_messages(stranger) == []
    assert {one.path for one in receiver.received()} == {"/hook/party", "/hook/picky"}
    assert [message.type for message in hooked.all_messages(picky)] == ["sluice.toy.toy_closed"]


async def test_what_came_before_a_subscription_is_not_told(
    hooked: Hooked, receiver: FakeReceiver, temporal: EmbeddedTemporal
) -> None:
    """It begins with the next event, though the follower reads the log from its start."""
    case = hooked.instance.open()
    webhook, _ = hooked.subscribe(receiver.url)
    hooked.remark(1, 2)
    async with hooked.serving(temporal.address):
        await until(lambda: hooked.settled(webhook, 2))
    assert receiver.taken(case) == [2, 3]


async def test_both_secrets_sign_while_one_takes_over(
    hooked: Hooked, receiver: FakeReceiver, temporal: EmbeddedTemporal
) -> None:
    """After a rotation old and new verify; a second rotation ends the oldest at once."""
    webhook, first = hooked.subscribe(receiver.url)
    hooked.instance.open()
    second = hooked.webhooks.rotate_secret(webhook, timedelta(hours=1))
    async with hooked.serving(temporal.address):
        await until(lambda: hooked.settled(webhook, 1))
        [one] = receiver.received()
        Verifier(first).verify(one.body, one.headers)
        Verifier(second).verify(one.body, one.headers)
        hooked.webhooks.rotate_secret(webhook, timedelta(hours=1))
        hooked.remark(1, 1)
        await until(lambda: hooked.settled(webhook, 2))
    later = receiver.received()[-1]
    Verifier(second).verify(later.body, later.headers)
    with pytest.raises(WebhookVerificationError):
        Verifier(first).verify(later.body, later.headers)


@pytest.mark.parametrize("status", [500, 302, 404])
async def test_a_refusal_or_a_redirect_is_tried_again(
    hooked: Hooked, receiver: FakeReceiver, temporal: EmbeddedTemporal, status: int
) -> None:
    """Only 2xx is success, no redirect is followed, and the next event waits for the one before it."""
    receiver.fail(times=2, status=status)
    webhook, _ = hooked.subscribe(receiver.url)
    case = hooked.instance.open()
    hooked.remark(1, 1)
    async with hooked.serving(temporal.address):
        await until(lambda: hooked.settled(webhook, 2))
    assert [attempt.status for attempt in hooked.attempts(webhook)] == [status, status, 200] * 2
    assert [one.path for one in receiver.received()] == ["/hook"] * 6
    assert receiver.taken(case) == [1, 2]
    failed = hooked.attempts(webhook)[0]
    assert failed.error == f"answered {status}"
    assert failed.body.startswith("no: xxx") and len(failed.body) == 1000


async def test_a_receiver_that_hangs_has_failed_after_its_time(
    database: Database, receiver: FakeReceiver, temporal: EmbeddedTemporal
) -> None:
    """No answer within the time is a failure; another subscriber does not wait for it."""
    hooked = Hooked(database.app_url, [receiver.address], waits=(0.2,), seconds=1)
    receiver.hang(times=1)
    webhook, _ = hooked.subscribe(receiver.url)
    hooked.instance.open()
    async with hooked.serving(temporal.address):
        await until(lambda: hooked.settled(webhook, 1))
    first, second = hooked.attempts(webhook)
    assert (first.status, first.error) == (None, "no answer within 1 s")
    assert 1000 <= first.latency_ms < 3000
    assert (second.status, second.error, second.body) == (200, "", "well received")
    hooked.close()


async def test_a_receiver_that_was_killed_gets_all_of_it_once_it_is_back(
    database: Database, tmp_path: Path, temporal: EmbeddedTemporal
) -> None:
    """Nobody listens, then somebody does: in order and complete."""
    receiver = FakeReceiver(tmp_path / "receiver")
    hooked = Hooked(database.app_url, [receiver.address], waits=(0.5,) * 60)
    webhook, _ = hooked.subscribe(receiver.url)
    case = hooked.instance.open()
    async with hooked.serving(temporal.address):
        hooked.remark(1, 3)
        await until(lambda: len(hooked.attempts(webhook)) >= 2)
        receiver.start()
        await until(lambda: len(receiver.taken(case)) >= 2)
        receiver.kill()
        hooked.remark(1, 3)
        await settle()
        receiver.start()
        await until(lambda: hooked.settled(webhook, 7))
    receiver.kill()
    assert receiver.taken(case) == [1, 2, 3, 4, 5, 6, 7]
    assert "ConnectError" in hooked.attempts(webhook)[0].error
    hooked.close()


async def test_after_the_last_attempt_the_lane_goes_on_and_the_message_can_be_fetched(
    hooked: Hooked, receiver: FakeReceiver, temporal: EmbeddedTemporal
) -> None:
    """The gap shows in `sequence`; asked to send again, from a position or by its id, it comes."""
    receiver.fail()
    webhook, _ = hooked.subscribe(receiver.url)
    case = hooked.instance.open()
    async with hooked.serving(temporal.address):
        await until(lambda: hooked.settled(webhook, 1))
        assert len(hooked.attempts(webhook)) == 4
        receiver.behave()
        hooked.remark(1, 1)
        await until(lambda: hooked.settled(webhook, 2))
        assert hooked.states(webhook) == ["failed", "delivered"]
        assert receiver.taken(case) == [2]
        missed, seen = hooked.all_messages(webhook)
        assert hooked.messages.send_again(webhook.id, event_id=missed.event_id) == 1
        await until(lambda: receiver.taken(case) == [2, 1])
        assert hooked.messages.send_again(webhook.id, since=seen.position) == 1
        await until(lambda: len(receiver.received()) == 7)
        assert hooked.messages.send_again(webhook.id, since=missed.position) == 2
        await until(lambda: len(receiver.received()) == 9)
    assert [one.event["data"]["version"] for one in receiver.received()[-4:]] == [1, 2, 1, 2]
    assert len({one.headers["webhook-id"] for one in receiver.received()}) == 2


async def test_a_subscriber_that_hangs_leaves_room_for_the_others(
    database: Database, receiver: FakeReceiver, tmp_path: Path, temporal: EmbeddedTemporal
) -> None:
    """More lanes than its share hang; another subscriber's messages of the same cases arrive meanwhile."""
    other = FakeReceiver(tmp_path / "other")
    other.start()
    hooked = Hooked(database.app_url, [receiver.address, other.address], seconds=60)
    receiver.hang(times=1)
    hanging, _ = hooked.subscribe(receiver.url)
    quick, _ = hooked.subscribe(other.url)
    hooked.instance.open_many(3 * SHARE)
    async with hooked.serving(temporal.address):
        await until(lambda: hooked.settled(quick, 3 * SHARE))
        assert hooked.states(hanging) == ["waiting"] * 3 * SHARE
        assert 0 < len(receiver.received()) <= SHARE
        receiver.kill()  # so that nothing is left to wait for
    other.kill()
    hooked.close()


async def test_without_its_secrets_nothing_is_sent(
    hooked: Hooked, receiver: FakeReceiver, temporal: EmbeddedTemporal
) -> None:
    """An organisation's key was thrown away: what was sealed under it signs no more, until there is a new one."""
    webhook, _ = hooked.subscribe(receiver.url)
    hooked.sealing.erase(webhook.organisation)
    hooked.instance.open()
    async with hooked.serving(temporal.address):
        await until(lambda: disabled_why(hooked, webhook) == "erased")
        assert receiver.received() == []
        assert hooked.states(webhook) == ["waiting"]
        secret = hooked.webhooks.rotate_secret(webhook, timedelta(hours=1))
        hooked.enable(webhook)
        await until(lambda: hooked.settled(webhook, 1))
    [one] = receiver.received()
    Verifier(secret).verify(one.body, one.headers)


def disabled_why(hooked: Hooked, webhook: Webhook) -> str:
    found = hooked.webhooks.get(webhook.id)
    assert found
    return found.disabled_why
