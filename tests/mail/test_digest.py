"""Digests: on a person's working days, what is due and what was gathered, counted as on the worklist."""

from collections.abc import Generator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain.days import SHANGHAI
from domain.mail import When
from domain.people import Actor, Role
from store.claims import Claims
from store.mail_digest import Digests
from store.mail_readers import MailReaders
from store.worklists import Due, View, Whose, Worklists
from tests.domain.shanghai import at
from tests.mail.mailbox import FakeMailServer, Given
from tests.mail.mailed import PUBLISHER, Mailed, mail_settings, opened, waiting
from tests.parts import Database

FRIDAY = at("2025-09-26 09:00")  # the Sunday after it is worked; from October 1st to 8th nobody works
DAY = timedelta(days=1)


@pytest.fixture
def rehearsed(database: Database, server: FakeMailServer, tmp_path: Path) -> Generator[Mailed]:
    """An instance on a rehearsal clock; digests come at eight."""
    with opened(mail_settings(database.app_url, tmp_path, server, clock=FRIDAY)) as made:
        yield made


def move(mailed: Mailed, to: datetime) -> None:
    mailed.store.clocks.move(to)
    mailed.tell()


def days(given: list[Given], day_of: dict[str, str]) -> list[str]:
    """On which of the clock's days these mails were sent."""
    return [day_of[str(one.message["Message-ID"])] for one in given]


def test_digests_come_on_working_days_and_on_the_first_of_a_week(rehearsed: Mailed, server: FakeMailServer) -> None:
    """By the State Council's calendar: a worked Sunday is one, a holiday is none; one without digest gets nothing."""
    for name, digest in (("p-daily", "daily"), ("p-weekly", "weekly"), ("p-none", "never")):
        rehearsed.person(name, Role.DATA_PUBLISHER, digest=digest, late="never")
    rehearsed.pin("c-1", waiting(), due=FRIDAY + timedelta(hours=1))
    sent_on: dict[str, str] = {}
    for n in range(1, 18):
        move(rehearsed, FRIDAY + n * DAY)
        for one in server.given():
            sent_on.setdefault(
                str(one.message["Message-ID"]), (FRIDAY + n * DAY).astimezone(SHANGHAI).strftime("%m-%d")
            )
    daily = days(server.taken("p-daily@mail.test"), sent_on)
    assert daily == ["09-28", "09-29", "09-30", "10-09", "10-10", "10-11", "10-13"]
    assert days(server.taken("p-weekly@mail.test"), sent_on) == ["09-29", "10-09", "10-13"]
    assert server.taken("p-none@mail.test") == []


def test_a_clock_that_jumps_brings_one_digest(rehearsed: Mailed, server: FakeMailServer) -> None:
    """Not one for each day that it jumped over; done again after a kill, nothing is listed twice."""
    rehearsed.person("p-li", Role.DATA_PUBLISHER, late="never")
    rehearsed.pin("c-1", waiting(), due=FRIDAY + timedelta(hours=1))
    rehearsed.follow()
    move(rehearsed, FRIDAY + 13 * DAY)
    assert len(server.given()) == 1
    made = rehearsed.notices("id")
    rehearsed.rows(
        "UPDATE mail_people SET next_digest = sluice_now()"
    )  # as if we had been killed before this was dated
    rehearsed.round()
    assert (rehearsed.notices("id"), len(server.given())) == (made, 1)


def test_it_lists_what_waits_for_the_person_soonest_first(rehearsed: Mailed, server: FakeMailServer) -> None:
    """Overdue, escalated and due soon; not what is due later, claimed by a colleague, closed, or another role's."""
    li = rehearsed.person("p-li", Role.DATA_PUBLISHER, turn="never", late="never")
    rehearsed.person("p-wang", Role.DATA_PUBLISHER, digest="never")
    wang = Actor(id="p-wang", role=Role.DATA_PUBLISHER, organisation=PUBLISHER)
    now = FRIDAY + 3 * DAY
    rehearsed.pin("c-soon", waiting(), due=now + DAY)
    rehearsed.pin("c-late", waiting(), due=now + timedelta(hours=1))
    rehearsed.pin("c-later", waiting(), due=now + 9 * DAY)
    rehearsed.pin("c-escalated", waiting(escalated_to=(Role.COMPETENT_DEPARTMENT,)))
    rehearsed.pin("c-claimed", waiting(), due=now + DAY)
    rehearsed.pin("c-mine", waiting(), due=now + 2 * DAY)
    rehearsed.pin("c-shut", waiting(), due=now + DAY, closed=True)
    rehearsed.pin("c-heads", waiting(holder=Role.PUBLISHER_HEAD), due=now + DAY)
    claims = Claims(rehearsed.store.database, 720)
    claims.claim("c-claimed", wang, take_over=False)
    claims.claim("c-mine", li, take_over=False)
    move(rehearsed, now)
    listed = rehearsed.rows("SELECT case_id, state FROM mail_notices WHERE topic = 'due' ORDER BY id")
    assert [tuple(row.values()) for row in listed] == [
        (case, "sent") for case in ("c-late", "c-soon", "c-mine", "c-escalated")
    ]
    [digest] = server.given()
    assert str(digest.message["Subject"]) == "待办摘要：1 项逾期，3 项即将到期"
    assert digest.text.count("有待您办理的事项已经逾期") == 1
    assert "2025-09-30 09:00" in digest.text


def test_what_was_gathered_comes_with_it(rehearsed: Mailed, server: FakeMailServer) -> None:
    """One mail; without what is due where that is not wanted; and none when there is nothing to say."""
    rehearsed.person("p-li", Role.DATA_PUBLISHER, turn="digest", due="never")
    for n in range(3):
        rehearsed.pin(f"c-{n}", waiting(), due=FRIDAY + 30 * DAY)
    rehearsed.tell()
    assert server.given() == []
    move(rehearsed, FRIDAY + 3 * DAY)
    [digest] = server.given()
    assert digest.text.count("有事项轮到您办理") == 3
    move(rehearsed, FRIDAY + 4 * DAY)
    assert len(server.given()) == 1


def test_twenty_are_listed_and_all_are_counted(rehearsed: Mailed, server: FakeMailServer) -> None:
    """In both languages."""
    rehearsed.person("p-li", Role.DATA_PUBLISHER, turn="never")
    rehearsed.person("p-en", Role.DATA_PUBLISHER, turn="never", language="en")
    for n in range(27):
        rehearsed.pin(f"c-{n:02}", waiting(), due=FRIDAY + 3 * DAY + timedelta(minutes=n + 1))
    move(rehearsed, FRIDAY + 3 * DAY)
    zh, en = server.taken("p-li@mail.test")[0], server.taken("p-en@mail.test")[0]
    assert zh.text.count("https://data.test/mail/") == 20 + 1
    assert "还有 7 项未列出" in zh.text and "7 more are not listed" in en.text
    assert str(en.message["Subject"]) == "Digest: 0 overdue, 27 due soon"


def test_the_counts_are_the_worklists(rehearsed: Mailed) -> None:
    """For someone with two seats of one case too: it is counted once, by a list as by a digest."""
    li = rehearsed.person("p-li", Role.DATA_PUBLISHER)
    now = FRIDAY + DAY
    for n in range(12):
        shown = waiting(escalated_to=(Role.DATA_PUBLISHER, Role.PUBLISHER_HEAD) if n % 4 == 0 else ())
        rehearsed.pin(f"c-{n}", shown, due=now + timedelta(hours=20 * n - 40) if n % 3 else None)
    rehearsed.store.clocks.move(now)
    people = rehearsed.store.mail_people
    figures = Digests(rehearsed.store.database, people, MailReaders(rehearsed.store.database, 30), 3).figures("p-li")
    lists = Worklists(rehearsed.store.database, rehearsed.store.cases, 3)
    overdue = lists.count(li, View(Whose.MINE, Due.OVERDUE))
    every = lists.count(li, View(Whose.MINE, Due.SOON))
    escalated = 1  # that is due soon as well: a worklist shows it in both, a digest as overdue
    assert (figures.overdue, figures.soon.count) == (overdue, every.count - escalated)


def test_a_substitutes_digest_has_what_they_do_for_others(rehearsed: Mailed, server: FakeMailServer) -> None:
    """Under the name of whom they stand in for; the link acts so."""
    rehearsed.person("p-li", Role.DATA_PUBLISHER, digest="never")
    rehearsed.person("p-sub", Role.DESIGNATED_OFFICER, turn="never")
    rehearsed.rows(
        """INSERT INTO delegations (id, principal, substitute, organisation, role, valid_from, valid_to, ground,
            granted_by, granted_at)
        VALUES ('d-1', 'p-li', 'p-sub', %s, 'data_publisher', sluice_now(), sluice_now() + interval '30 days', 'leave',
            'x', sluice_now())""",
        PUBLISHER,
    )
    rehearsed.pin("c-1", waiting(), due=FRIDAY + 3 * DAY + timedelta(hours=1))
    move(rehearsed, FRIDAY + 3 * DAY)
    assert rehearsed.notices("person", "topic", "on_behalf_of", "state") == [("p-sub", "due", "p-li", "sent")]
    assert "代他人办理" in server.given()[0].text


def test_a_stopped_person_gets_none_and_is_dated_on(rehearsed: Mailed, server: FakeMailServer) -> None:
    """What was gathered before is not kept for the day on which they want mail again."""
    rehearsed.person("p-li", Role.DATA_PUBLISHER, turn="digest")
    rehearsed.pin("c-1", waiting(), due=FRIDAY + 3 * DAY)
    rehearsed.follow()
    rehearsed.store.mail_people.stop("p-li")
    move(rehearsed, FRIDAY + 3 * DAY)
    assert server.given() == []
    assert rehearsed.notices("topic", "state") == [("turn", "moot")]
    following = rehearsed.store.mail_people.of("p-li").next_digest
    assert following and following > FRIDAY + 3 * DAY


def test_settled_notices_are_forgotten_and_none_waits_for_a_digest_that_is_not_wanted(
    rehearsed: Mailed,
) -> None:
    """The application can't choose which are deleted, and none is before thirty days."""
    rehearsed.person("p-li", Role.DATA_PUBLISHER, turn="digest")
    rehearsed.person("p-wang", Role.DATA_PUBLISHER, turn="at_once")
    rehearsed.pin("c-1", waiting())
    rehearsed.tell()
    rehearsed.reach("p-li", "p-li@mail.test", turn=When.DIGEST, digest="never")
    rehearsed.rested()
    rehearsed.round()
    assert sorted(rehearsed.notices("person", "state")) == [("p-li", "moot"), ("p-wang", "sent")]
    old = "UPDATE mail_notices SET settled_at = now() - interval '40 days' WHERE person = 'p-wang'"
    rehearsed.rows(old)
    rehearsed.rows("SELECT forget_mail_notices(41)")
    assert len(rehearsed.notices("id")) == 2
    rehearsed.rows("SELECT forget_mail_notices(0)")
    assert rehearsed.notices("person") == [("p-li",)]
