"""How soon people are told, what goes into one mail, and what is left out because it concerns them no more."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.mail import CHOICES, Topic, When
from domain.people import Role
from tests.mail.mailbox import FakeMailServer
from tests.mail.mailed import AT_ONCE, PUBLISHER, Mailed, asked_by, told, waiting

NOW = datetime.now(UTC)


@pytest.mark.parametrize("when", When)
@pytest.mark.parametrize("topic", [Topic.TURN, Topic.LATE, Topic.OWN])
def test_each_topic_is_told_when_it_was_chosen_to_be(
    mailed: Mailed, server: FakeMailServer, topic: Topic, when: When
) -> None:
    """At once, kept for the digest, or never; and one without a digest is told nothing later."""
    assert when in CHOICES[topic]
    never = dict.fromkeys(("turn", "late", "own"), "never")
    role, organisation = (Role.APPLICANT, "o-ann") if topic is Topic.OWN else (Role.DATA_PUBLISHER, PUBLISHER)
    mailed.person("p-one", role, organisation, **{**never, topic.value: when.value})
    mailed.person("p-undigested", role, organisation, **{**never, topic.value: when.value, "digest": "never"})
    late = NOW - timedelta(days=1) if topic is Topic.LATE else None
    mailed.pin("c-1", waiting(applicants=("o-ann",)), due=late)
    mailed.pin("c-1", waiting(applicants=("o-ann",)))
    mailed.tell()
    expected = {
        When.AT_ONCE: [("p-one", topic.value, "sent"), ("p-undigested", topic.value, "sent")],
        When.DIGEST: [("p-one", topic.value, "waiting")],
        When.NEVER: [],
    }[when]
    assert sorted(mailed.notices("person", "topic", "state")) == expected
    assert sorted(told(server)) == [name for name, _, state in expected if state == "sent"]


def test_what_comes_within_the_window_is_one_mail(mailed: Mailed, server: FakeMailServer) -> None:
    """What is not due yet comes along when the first is; nothing is sent before."""
    mailed.person("p-li", Role.DATA_PUBLISHER, **AT_ONCE)
    for n in range(3):
        mailed.pin(f"c-{n}", waiting())
    mailed.follow()
    mailed.rows("UPDATE mail_notices SET not_before = now() + interval '1 hour'")
    mailed.round()
    assert told(server) == []
    mailed.rows("UPDATE mail_notices SET not_before = now() WHERE case_id = 'c-0'")
    mailed.round()
    mailed.round()
    assert told(server) == ["p-li"]
    assert [state for (state,) in mailed.notices("state")] == ["sent"] * 3
    assert len({message for (message,) in mailed.notices("message_id")}) == 1


def test_a_case_is_one_line_of_a_mail(mailed: Mailed, server: FakeMailServer) -> None:
    """Its clearest news; the others say nothing more."""
    mailed.person("p-li", Role.DATA_PUBLISHER, **AT_ONCE)
    mailed.pin("c-1", waiting(), due=NOW - timedelta(days=1))
    mailed.pin("c-1", waiting(phase="working"))
    mailed.tell()
    assert mailed.notices("topic", "state") == [("turn", "moot"), ("late", "sent"), ("turn", "moot")]
    assert server.given()[0].text.count("https://data.test/mail/") == 2  # the case's, and the one that stops all


def test_a_mail_has_room_for_fifty_lines_and_counts_the_rest(mailed: Mailed, server: FakeMailServer) -> None:
    """The newest; what there is no room for is on the worklist."""
    mailed.person("p-li", Role.DATA_PUBLISHER, **AT_ONCE)
    for n in range(53):
        mailed.pin(f"c-{n}", waiting())
    mailed.tell()
    mailed.round()
    [given] = server.given()
    assert given.text.count("有事项轮到您办理") == 50
    assert "还有 3 项未列出" in given.text
    assert [case for case, state in mailed.notices("case_id", "state") if state != "sent"] == ["c-0", "c-1", "c-2"]


def test_what_no_longer_concerns_someone_is_not_told(mailed: Mailed, server: FakeMailServer) -> None:
    """Their role ended, they chose otherwise or stopped all, the case went on or is not theirs to see any more."""
    mailed.person("p-li", Role.DATA_PUBLISHER, **AT_ONCE)
    names = ("p-gone", "p-never", "p-stopped", "p-refused")
    for name in names:
        mailed.person(name, Role.DATA_PUBLISHER, **AT_ONCE)
    mailed.person("p-ann", Role.APPLICANT, "o-ann", **AT_ONCE)
    for case in ("c-on", "c-shut", "c-stays"):
        mailed.pin(case, waiting())
    mailed.pin("c-own", asked_by("o-ann"))
    mailed.follow()
    mailed.store.people.end("p-gone", mailed.store.people.roles_of("p-gone")[0])
    mailed.reach("p-never", "p-never@mail.test", turn="never")
    mailed.store.mail_people.stop("p-stopped")
    mailed.store.mail_people.refused("p-refused", "p-refused@mail.test", "550")
    mailed.pin("c-on", waiting(holder=Role.CAC))
    mailed.pin("c-shut", waiting(), closed=True)
    mailed.pin("c-own", waiting(holder=None))
    mailed.round()
    assert told(server) == ["p-li"]
    states = mailed.notices("person", "case_id", "state")
    assert ("p-li", "c-stays", "sent") in states
    assert {state for person, case, state in states if (person, case) != ("p-li", "c-stays")} == {"moot"}
    assert len(states) == 3 * 5 + 1
