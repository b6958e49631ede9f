"""Who is told by mail, of what, and how soon."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.kernel import Seat, Summary
from domain.mail import CHOICES, Topic, When
from domain.people import Actor, Role
from store.claims import Claims
from store.following import Line
from store.mail_matching import MailMatching
from store.mail_notices import MailNotices
from store.mail_readers import MailReaders
from tests.mail.mailbox import FakeMailServer
from tests.mail.mailed import PUBLISHER, Mailed, waiting
from tests.store.board import BOARD, CasePinned

AT_ONCE = {"turn": "at_once", "late": "at_once", "own": "at_once"}
NOW = datetime.now(UTC)


def asked_by(*applicants: str, phase: str = "waiting") -> Summary:
    """A case that they asked for, and that waits for nobody."""
    return waiting(holder=None, phase=phase, applicants=applicants)


def told(server: FakeMailServer) -> list[str]:
    """To whom mails went, in their order."""
    return [one.to[0].removesuffix("@mail.test") for one in server.given() if one.good]


def test_whoever_a_case_comes_to_wait_for_is_told_once(mailed: Mailed, server: FakeMailServer) -> None:
    """And nobody else: no other role, no other organisation; done again, nothing new is said."""
    mailed.person("p-li", Role.DATA_PUBLISHER, **AT_ONCE)
    mailed.person("p-head", Role.PUBLISHER_HEAD, **AT_ONCE)
    mailed.person("p-other", Role.DATA_PUBLISHER, "o-other", **AT_ONCE)
    mailed.pin("c-1", waiting())
    mailed.tell()
    mailed.parts.matching.follow(mailed.lines())
    mailed.parts.matching.follow_case("c-1", mailed.lines()[-1].position)
    mailed.round()
    assert told(server) == ["p-li"]
    assert mailed.notices("person", "topic", "state", "version") == [("p-li", "turn", "sent", 1)]


def test_a_case_that_stays_where_it_was_tells_nobody(mailed: Mailed, server: FakeMailServer) -> None:
    """It tells again when it moves to another phase, and when it comes back to them."""
    mailed.person("p-li", Role.DATA_PUBLISHER, **AT_ONCE)
    mailed.pin("c-1", waiting())
    mailed.pin("c-1", waiting())
    mailed.tell()
    assert told(server) == ["p-li"]
    mailed.pin("c-1", waiting(phase="working"))
    mailed.tell()
    mailed.pin("c-1", waiting(phase="working", holder=Role.CAC))
    mailed.pin("c-1", waiting(phase="working"))
    mailed.tell()
    assert told(server) == ["p-li"] * 3
    mailed.pin("c-1", waiting(), closed=True)
    mailed.tell()
    assert told(server) == ["p-li"] * 3


def test_a_role_that_no_organisation_is_bound_in_waits_for_all_who_see_every_case(
    mailed: Mailed, server: FakeMailServer
) -> None:
    """As on a worklist; a role that sees its own cases alone is not told of everyone's."""
    mailed.person("p-cac", Role.CAC, "o-cac", **AT_ONCE)
    mailed.person("p-expert", Role.EXPERT, "o-uni", **AT_ONCE)
    mailed.pin("c-1", waiting(holder=Role.CAC))
    mailed.pin("c-2", waiting(holder=Role.EXPERT))
    mailed.tell()
    assert told(server) == ["p-cac"]


def test_whoever_is_asked_by_name_is_told_and_their_colleague_is_not(mailed: Mailed, server: FakeMailServer) -> None:
    """Though it is another's turn, who was told before."""
    for name in ("p-expert", "p-colleague"):
        mailed.person(name, Role.EXPERT, "o-uni", **AT_ONCE)
    mailed.person("p-pub", Role.DATA_PUBLISHER, **AT_ONCE)
    parties = {Role.DATA_PUBLISHER: (PUBLISHER,), Role.EXPERT: ("o-uni",)}
    mailed.pin("c-1", waiting(parties=parties))
    mailed.pin("c-1", waiting(parties=parties, awaited=(Seat(Role.EXPERT, "o-uni", "p-expert"),)))
    mailed.tell()
    assert sorted(told(server)) == ["p-expert", "p-pub"]


def test_whoever_did_it_is_not_told_of_it(mailed: Mailed, server: FakeMailServer) -> None:
    """Their colleague is; who they stood in for is too."""
    by = mailed.person("p-cac", Role.CAC, "o-cac", **AT_ONCE)
    mailed.person("p-peer", Role.CAC, "o-cac", **AT_ONCE)
    mailed.pin("c-1", waiting(holder=Role.CAC), by=by)
    mailed.tell()
    assert told(server) == ["p-peer"]
    stand_in(mailed, "p-cac", "p-peer", Role.CAC, "o-cac")
    mailed.pin("c-1", waiting(holder=Role.CAC, phase="working"), by=by.model_copy(update={"on_behalf_of": "p-peer"}))
    mailed.tell()
    assert told(server) == ["p-peer", "p-peer"]


def test_a_deadline_that_came_tells_those_who_are_waited_for(mailed: Mailed, server: FakeMailServer) -> None:
    """As late, not as their turn; whom it was escalated to as well, and nobody else."""
    mailed.person("p-li", Role.DATA_PUBLISHER, turn="never", late="at_once")
    mailed.person("p-head", Role.PUBLISHER_HEAD, turn="never", late="at_once")
    mailed.person("p-expert", Role.EXPERT, **AT_ONCE)
    mailed.pin("c-1", waiting(), due=NOW - timedelta(days=1))
    mailed.pin("c-1", waiting(escalated_to=(Role.PUBLISHER_HEAD,)))
    mailed.tell()
    assert mailed.notices("person", "topic", "happened") == [("p-li", "late", "deadline_passed")]
    mailed.pin("c-2", waiting(escalated_to=(Role.PUBLISHER_HEAD,)), due=NOW - timedelta(days=1))
    mailed.pin("c-2", waiting(escalated_to=(Role.PUBLISHER_HEAD,)))
    mailed.tell()
    assert sorted(told(server)) == ["p-head", "p-li", "p-li"]


def test_who_asked_is_told_when_the_case_moves_on(mailed: Mailed, server: FakeMailServer) -> None:
    """Persons and organisations that asked, in the role in which they did; not when nothing moved."""
    mailed.person("p-ann", Role.APPLICANT, "o-ann", **AT_ONCE)
    mailed.person("p-bob", Role.APPLICANT, "o-bob", **AT_ONCE)
    mailed.person("p-other", Role.APPLICANT, "o-other", **AT_ONCE)
    mailed.person("p-auditor", Role.AUDITOR, "o-ann", **AT_ONCE)
    mailed.pin("c-1", asked_by("p-bob", "o-ann"))
    mailed.pin("c-1", asked_by("p-bob", "o-ann"))
    mailed.tell()
    assert sorted(told(server)) == ["p-ann", "p-bob"]
    assert {topic for (topic,) in mailed.notices("topic")} == {"own"}
    mailed.pin("c-1", asked_by("p-bob", "o-ann", phase="working"), closed=True)
    mailed.tell()
    assert sorted(told(server)) == ["p-ann", "p-ann", "p-bob", "p-bob"]


def test_an_event_that_is_withheld_from_who_asked_is_not_told_them(mailed: Mailed) -> None:
    """Whoever the case waits for is told that it does, and not of what happened if that is withheld from them."""
    mailed.person("p-ann", Role.APPLICANT, "o-ann", **AT_ONCE)
    mailed.person("p-expert", Role.EXPERT, "o-uni", **AT_ONCE)
    mailed.person("p-cac", Role.CAC, "o-cac", **AT_ONCE)
    parties = {Role.EXPERT: ("o-uni",)}
    mailed.pin("c-1", waiting(holder=Role.EXPERT, escalated_to=(Role.CAC,), parties=parties, applicants=("o-ann",)))
    hidden = frozenset({CasePinned})
    discreet = replace(BOARD, withheld={Role.APPLICANT: hidden, Role.EXPERT: hidden})
    database, readers = mailed.store.database, MailReaders(mailed.store.database, 30)
    matching = MailMatching(mailed.store.log, {"board": discreet}, readers, MailNotices(database, 0))
    matching.follow(mailed.lines())
    assert sorted(mailed.notices("person", "topic", "happened")) == [
        ("p-cac", "turn", "case_pinned"),
        ("p-expert", "turn", ""),
    ]


def test_one_event_is_told_a_person_once(mailed: Mailed, server: FakeMailServer) -> None:
    """Who asked and is waited for: that it is their turn, unless they don't want to know that."""
    both = {Role.APPLICANT: ("o-ann",)}
    mailed.person("p-ann", Role.APPLICANT, "o-ann", **AT_ONCE)
    mailed.pin("c-1", waiting(holder=Role.APPLICANT, parties=both, applicants=("o-ann", "p-ann")))
    mailed.tell()
    mailed.reach("p-ann", "p-ann@mail.test", turn="never")
    mailed.pin("c-2", waiting(holder=Role.APPLICANT, parties=both, applicants=("o-ann", "p-ann")))
    mailed.tell()
    assert mailed.notices("case_id", "topic") == [("c-1", "turn"), ("c-2", "own")]
    assert told(server) == ["p-ann", "p-ann"]


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


def test_a_substitute_is_told_while_it_lasts(mailed: Mailed, server: FakeMailServer) -> None:
    """In the name of whom they stand in for; who holds the role themselves is told in their own name."""
    mailed.person("p-li", Role.DATA_PUBLISHER, **AT_ONCE)
    mailed.person("p-sub", Role.DESIGNATED_OFFICER, **AT_ONCE)
    stand_in(mailed, "p-sub", "p-li")
    mailed.pin("c-1", waiting())
    mailed.tell()
    assert sorted(mailed.notices("person", "on_behalf_of", "state")) == [
        ("p-li", "", "sent"),
        ("p-sub", "p-li", "sent"),
    ]
    assert "代他人办理" in server.taken("p-sub@mail.test")[0].text
    mailed.pin("c-2", waiting())
    mailed.follow()
    mailed.rows("UPDATE delegations SET ended_at = now(), ended_by = 'p-li'")
    mailed.round()
    mailed.pin("c-3", waiting())
    mailed.tell()
    assert [case for case, person in mailed.notices("case_id", "person") if person == "p-sub"] == ["c-1", "c-2"]
    assert sorted(told(server)) == ["p-li", "p-li", "p-li", "p-sub"]


def stand_in(
    mailed: Mailed, substitute: str, principal: str, role: Role = Role.DATA_PUBLISHER, of: str = PUBLISHER
) -> None:
    """Let one act for the other in that role, for a day."""
    mailed.rows(
        """INSERT INTO delegations (id, principal, substitute, organisation, role, valid_from, valid_to, ground,
            granted_by, granted_at)
        VALUES ('d-1', %s, %s, %s, %s, now(), now() + interval '1 day', 'leave', 'x', now())""",
        principal,
        substitute,
        of,
        role,
    )


def test_a_providers_people_are_told_in_the_roles_they_were_lately_seen_in(
    mailed: Mailed, server: FakeMailServer
) -> None:
    """Once no token has said so for a month, nothing is sent."""
    for name, days in (("u-new", 1), ("u-old", 40)):
        mailed.rows("INSERT INTO people (id, name, issuer, subject) VALUES (%s, '', 'https://idp', %s)", name, name)
        mailed.reach(name, f"{name}@mail.test", **AT_ONCE)
        mailed.rows("INSERT INTO organisations VALUES (%s, '局', '') ON CONFLICT DO NOTHING", PUBLISHER)
        seen = "INSERT INTO provider_roles VALUES (%s, 'data_publisher', %s, now() - %s * interval '1 day')"
        mailed.rows(seen, name, PUBLISHER, days)
    mailed.pin("c-1", waiting())
    mailed.tell()
    assert told(server) == ["u-new"]


def test_a_claimed_case_is_told_to_who_claimed_it(mailed: Mailed, server: FakeMailServer) -> None:
    """Among those in the role of the claim; once the case waits for another role, that one is told."""
    li = mailed.person("p-li", Role.DATA_PUBLISHER, **AT_ONCE)
    mailed.person("p-wang", Role.DATA_PUBLISHER, **AT_ONCE)
    mailed.person("p-head", Role.PUBLISHER_HEAD, **AT_ONCE)
    mailed.pin("c-1", waiting())
    Claims(mailed.store.database, 72).claim("c-1", li, take_over=False)
    mailed.tell()
    assert told(server) == ["p-li"]
    mailed.pin("c-1", waiting(holder=Role.PUBLISHER_HEAD))
    mailed.tell()
    assert told(server) == ["p-li", "p-head"]
    claimed, late = waiting(phase="working"), NOW - timedelta(days=1)
    mailed.pin("c-1", claimed, due=late)
    Claims(mailed.store.database, 72).release("c-1", li)
    mailed.tell()
    assert sorted(told(server)[2:]) == ["p-li", "p-wang"]


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


def test_nothing_is_read_while_nobody_has_an_address(mailed: Mailed) -> None:
    """Of a case that is not there nothing could be read."""
    assert mailed.store.people.listed() == []
    mailed.parts.matching.follow([line_of_nothing()])
    assert mailed.notices("id") == []


def line_of_nothing() -> Line:
    """A line that would break whoever looks for its case."""
    return Line(1, "no-such-case", 1, b"")


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
