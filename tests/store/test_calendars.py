"""A notice that is imported re-dates the open cases whose deadlines it touches, each by an event, and no other."""

from collections.abc import Generator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from composition import Store, open_store
from domain.application.commands import DraftApplication, SubmitApplication, WithdrawApplication
from domain.application.papers import DeliveryMode
from domain.items import ItemContent, OpenType
from domain.notices import CalendarYear
from domain.people import Actor, Role
from domain.processes import PROCESSES
from domain.value import Value
from settings import Settings
from store import calendars, items
from store.calendars import adopt_pending
from store.request import Request
from store.rules_files import BadRules
from tests.domain.shanghai import NOTICE_2027, at, last_day
from tests.parts import Database

WANG = Actor(id="wang", role=Role.APPLICANT, organisation="shenjiang")
ITEM = ItemContent(item_id="i-1", title="数据", publisher="sh-qixiangju", open_type=OpenType.CONDITIONAL)
SUBMIT = SubmitApplication(materials=(), rules_accepted=True)
COMPLETENESS = "application.completeness"


@pytest.fixture
def store(database: Database, tmp_path: Path) -> Generator[Store]:
    """An instance without a worker on a clock that stands in early January 2027, whose notice is not out."""
    settings = Settings(
        database_url=database.app_url, clock=at("2027-01-04 09:00"), data_folder=tmp_path, master_key="5a" * 32
    )
    with open_store(settings, PROCESSES) as store:
        items.register(store.desk, ITEM, "department")
        yield store


def ask(store: Store, case: str, command: Value) -> None:
    outcome = store.desk.handle(Request("application", case, uuid4().hex, command, WANG)).outcome
    assert not outcome.reason, outcome.detail


def drafted(store: Store, case: str) -> str:
    ask(store, case, DraftApplication(item_id="i-1", scenario="用途", delivery=DeliveryMode.API))
    return case


def submitted(store: Store, case: str) -> str:
    ask(store, drafted(store, case), SUBMIT)
    return case


def imported(store: Store, year: CalendarYear = NOTICE_2027) -> None:
    store.rules.import_calendar(as_toml(year), "2027.toml", "department")


def as_toml(year: CalendarYear) -> str:
    lines = [f"year = {year.year}"]
    for notice in year.notices:
        lines += ["[[notices]]", f'id = "{notice.id}"', f"issued = {notice.issued}"]
        lines += [f"off = [{', '.join(map(str, notice.off))}]", f"work = [{', '.join(map(str, notice.work))}]"]
    return "\n".join(lines)


def adopted(store: Store) -> int:
    return adopt_pending(store.desk)


def redatings(store: Store, case: str) -> list[Any]:
    return [event for event in store.log.events(case) if event.kind == "deadline_redated"]


def due(store: Store, case: str) -> date:
    row = store.cases.get(case)
    assert row is not None
    (deadline,) = row.plan.deadlines
    assert not deadline.receipt.provisional
    return last_day(deadline)


def test_exactly_the_cases_with_provisional_deadlines_are_redated(store: Store) -> None:
    """One that moved; not a draft, a closed case, or one whose deadline had passed by then."""
    passed, closed, draft = submitted(store, "c-passed"), submitted(store, "c-closed"), drafted(store, "c-draft")
    ask(store, closed, WithdrawApplication())
    store.clocks.move(at("2027-01-28 09:00"))
    moved = submitted(store, "c-moved")
    before = {case: store.cases.get(case) for case in (closed, draft)}
    imported(store)
    assert adopted(store) == 1
    assert [event.kind for event in store.log.events(passed)][-1] == "deadline_passed"
    assert {case: store.cases.get(case) for case in (closed, draft)} == before
    (event,) = redatings(store, moved)
    assert last_day(event.body.old) == date(2027, 2, 4) and event.body.old.receipt.provisional
    assert last_day(event.body.new) == due(store, moved) == date(2027, 2, 3)  # Saturday 30 January works
    assert (event.actor.role, event.occurred_at) == (Role.CLOCK, at("2027-01-28 09:00"))
    assert event.calendar_version == event.body.new.receipt.calendar_version
    assert event.calendar_version != event.body.old.receipt.calendar_version


def test_a_deadline_that_keeps_its_day_becomes_final_by_an_event_too(store: Store) -> None:
    """Nobody has to guess whether a provisional day was looked at."""
    case = submitted(store, "c-1")
    imported(store)
    assert adopted(store) == 1
    (event,) = redatings(store, case)
    assert event.body.old.due == event.body.new.due
    assert (event.body.old.receipt.provisional, event.body.new.receipt.provisional) == (True, False)


def test_the_case_as_it_was_still_shows_the_old_deadline(store: Store) -> None:
    """The old value stays readable, in the event and in the past."""
    store.clocks.move(at("2027-01-28 09:00"))
    case = submitted(store, "c-1")
    imported(store)
    adopted(store)
    then = store.cases.as_of(case, 2)
    assert then is not None
    (old,) = then.plan.deadlines
    assert old == redatings(store, case)[0].body.old


def test_an_interrupted_redating_goes_on_where_it_was_and_moves_nothing_twice(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ended after the first page, it is begun again and finishes the rest."""
    monkeypatch.setattr(calendars, "PAGE", 2)
    store.clocks.move(at("2027-01-28 09:00"))
    cases = [submitted(store, f"c-{number}") for number in range(5)]
    imported(store)

    def interrupt(done: int, moved: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        adopt_pending(store.desk, interrupt)
    assert [len(redatings(store, case)) for case in cases] == [1, 1, 0, 0, 0]
    assert adopted(store) == 5
    assert [len(redatings(store, case)) for case in cases] == [1] * 5
    position = store.log.position()
    assert adopted(store) == 0  # nothing is pending any more
    assert store.log.position() == position


def test_a_changed_notice_redates_again_and_keeps_both_old_values(store: Store) -> None:
    """The State Council changes its notices: 30 January is a day off after all."""
    store.clocks.move(at("2027-01-28 09:00"))
    case = submitted(store, "c-1")
    imported(store)
    adopted(store)
    (first,) = NOTICE_2027.notices
    changed = first.model_copy(update={"work": first.work[1:]})
    imported(store, NOTICE_2027.model_copy(update={"notices": (changed,)}))
    assert adopted(store) == 1
    one, two = redatings(store, case)
    assert [last_day(step) for step in (one.body.old, one.body.new, two.body.new)] == [
        date(2027, 2, 4),
        date(2027, 2, 3),
        date(2027, 2, 4),
    ]
    assert two.body.old == one.body.new


def test_a_case_opened_after_the_notice_counts_with_it_at_once(store: Store) -> None:
    """Its deadline is final from the start, and re-dating leaves it alone."""
    store.clocks.move(at("2027-01-28 09:00"))
    imported(store)
    case = submitted(store, "c-1")
    assert due(store, case) == date(2027, 2, 3)
    assert adopted(store) == 0
    assert redatings(store, case) == []


def test_a_notice_that_can_not_be_used_changes_nothing(store: Store) -> None:
    """No revision is recorded, so no case is looked at."""
    case = submitted(store, "c-1")
    position = store.log.position()
    with pytest.raises(BadRules, match="2026-12-31"):
        store.rules.import_calendar(as_toml(NOTICE_2027).replace("2027-01-01", "2026-12-31"), "x.toml", "department")
    assert adopted(store) == 0
    assert store.log.position() == position
    assert redatings(store, case) == []
    assert _instants(store) == []


def _instants(store: Store) -> list[datetime]:
    with store.database.connection() as connection:
        return [row["imported_at"] for row in connection.execute("SELECT imported_at FROM calendar_notices")]
