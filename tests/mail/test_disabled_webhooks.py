"""A webhook that was disabled without anybody's asking is told of by mail, once each time."""

import pytest

from domain.people import Actor, Role
from store.webhooks import Webhook, Why
from tests.mail.mailbox import FakeMailServer
from tests.mail.mailed import PUBLISHER, Mailed


def subscribed(mailed: Mailed, role: Role = Role.DATA_PUBLISHER) -> Webhook:
    """A subscription of the publisher's."""
    actor = Actor(id="p-li", role=role, organisation=PUBLISHER)
    return mailed.store.webhooks.create(actor, "https://oa.example.org/hook", ["*"], "", most=9)[0]


def look(mailed: Mailed) -> None:
    """As half a minute later."""
    mailed.rested()
    mailed.round()


@pytest.mark.parametrize(("why", "told"), [("failing", True), ("erased", True), ("asked", False)])
def test_those_in_its_role_are_told_in_the_role(mailed: Mailed, server: FakeMailServer, why: Why, told: bool) -> None:
    """Neither another role of the organisation, nor another organisation, nor who wants to know nothing of webhooks."""
    mailed.person("p-li", Role.DATA_PUBLISHER)
    mailed.person("p-never", Role.DATA_PUBLISHER, webhooks="never")
    mailed.person("p-head", Role.PUBLISHER_HEAD)
    mailed.person("p-other", Role.DATA_PUBLISHER, "o-other")
    mailed.store.webhooks.disable(subscribed(mailed).id, why)
    look(mailed)
    look(mailed)
    assert [one.to for one in server.given()] == ([["p-li@mail.test"]] if told else [])
    assert all("webhook 订阅已停用" in one.text and "oa.example.org" not in one.everything for one in server.given())


def test_each_time_it_is_disabled_is_told(mailed: Mailed, server: FakeMailServer) -> None:
    """With the digest where that was chosen; never of one disabled long ago, or deleted."""
    mailed.person("p-li", Role.DATA_PUBLISHER)
    mailed.person("p-gathers", Role.DATA_PUBLISHER, webhooks="digest")
    first, old, gone = (subscribed(mailed) for _ in range(3))
    for _ in range(2):
        mailed.store.webhooks.disable(first.id, "failing")
        look(mailed)
        mailed.store.webhooks.enable(first.id)
    for one in (old, gone):
        mailed.store.webhooks.disable(one.id, "failing")
    mailed.rows("UPDATE webhooks SET disabled_at = now() - interval '8 days' WHERE id = %s", old.id)
    mailed.store.webhooks.delete(gone.id)
    look(mailed)
    assert [one.to for one in server.given()] == [["p-li@mail.test"]] * 2
    assert mailed.notices("person", "state").count(("p-gathers", "waiting")) == 2
    mailed.rows("UPDATE mail_people SET next_digest = sluice_now()")
    look(mailed)
    assert len(server.taken("p-gathers@mail.test")) == 1
