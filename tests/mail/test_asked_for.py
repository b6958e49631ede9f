"""What is mailed because someone asked for it: the question to a new address, and a test."""

from domain.people import Actor, Role
from tests.mail.mailbox import FakeMailServer
from tests.mail.mailed import AT_ONCE, Mailed, asked_by, told


def test_an_address_that_waits_to_be_confirmed_gets_the_question_alone(mailed: Mailed, server: FakeMailServer) -> None:
    """The one before is used until then; an older question is not asked any more."""
    ann = mailed.person("p-ann", Role.APPLICANT, "o-ann", **AT_ONCE)
    mailed.store.mail_people.ask(ann, "new@mail.test")
    mailed.store.mail_people.ask(ann, "newer@mail.test")
    mailed.pin("c-1", asked_by("o-ann"))
    mailed.follow()
    mailed.round()
    mailed.round()
    assert sorted(told(server)) == ["newer", "p-ann"]
    [question] = server.taken("newer@mail.test")
    assert str(question.message["Subject"]) == "请确认您的邮箱"
    assert question.text.count("https://data.test/mail/") == 1
    assert "List-Unsubscribe" not in question.message


def test_who_asks_for_a_test_gets_one(mailed: Mailed, server: FakeMailServer) -> None:
    ann = mailed.person("p-ann", Role.APPLICANT, "o-ann")
    mailed.store.mail_people.ask_for_test(Actor(id=ann.id, role=ann.role, organisation=ann.organisation))
    mailed.round()
    [test] = server.taken("p-ann@mail.test")
    assert "测试邮件" in test.text
