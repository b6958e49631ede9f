"""Who is told by mail that a case moved: whom it waits for, whom it was escalated to, who asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.kernel import Seat
from domain.people import Role
from store.following import Line
from store.mail_matching import MailMatching
from store.mail_notices import MailNotices
from store.mail_readers import MailReaders
from tests.mail.mailbox import FakeMailServer
from tests.mail.mailed import AT_ONCE, PUBLISHER, Mailed, asked_by, told, waiting
from tests.store.board import BOARD, CasePinned

NOW = datetime.now(UTC)


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


def test_nothing_is_read_while_nobody_has_an_address(mailed: Mailed) -> None:
    """Of a case that is not there nothing could be read."""
    assert mailed.store.people.listed() == []
    mailed.parts.matching.follow([line_of_nothing()])
    assert mailed.notices("id") == []


def line_of_nothing() -> Line:
    """A line that would break whoever looks for its case."""
    return Line(1, "no-such-case", 1, b"")
