"""New data and the dates it is due by (R22 §9(5); P25 §6)."""

from typing import Any

import pytest

from domain.deadlines import Level
from domain.items import ItemStage, UpdateFrequency
from domain.kernel import AdoptCalendar, DeadlinePassed, DeadlineRedated, Reason
from domain.open_list_item.events import DataUpdated, UpdateOverdue
from domain.open_list_item.papers import YearOfUpdates
from domain.open_list_item.reasons import ItemReason
from domain.people import CLOCK, Role
from tests.domain.open_list_item.cast import OTHERS, archived, listed, publish, static, update, withdrawn
from tests.domain.walks import INFORMED
from tests.scenario import Scenario, Step, step


def timely(case: Scenario) -> tuple[YearOfUpdates, ...]:
    years: tuple[YearOfUpdates, ...] = case.state.dossier.years
    return years


@pytest.mark.parametrize(
    ("frequency", "last_day", "reminded"),
    [
        (UpdateFrequency.DAILY, "2025-09-02", False),
        (UpdateFrequency.WEEKLY, "2025-09-08", True),
        (UpdateFrequency.MONTHLY, "2025-10-02", True),  # a day off, and not moved
        (UpdateFrequency.QUARTERLY, "2025-12-02", True),
        (UpdateFrequency.YEARLY, "2026-09-02", True),
    ],
)
def test_each_frequency_has_its_date_from_the_registration(
    frequency: UpdateFrequency, last_day: str, reminded: bool
) -> None:
    case = listed("2025-09-01 09:00", update_frequency=frequency)
    name = f"item.update.{frequency}"
    assert case.last_days()[name] == last_day
    assert (f"{name}.reminder" in case.last_days()) == reminded
    assert case.deadline(name).level is Level.L1
    assert case.deadline(name).tells == (Role.DESIGNATED_OFFICER,)


@pytest.mark.parametrize(
    "said",
    [
        {"update_frequency": UpdateFrequency.REAL_TIME},
        {"update_frequency": UpdateFrequency.STATIC},
        {"stage": ItemStage.STATIC},
        {"stage": ItemStage.ARCHIVED},
    ],
)
def test_real_time_static_and_archived_data_has_no_date(said: dict[str, Any]) -> None:
    assert listed(**said).last_days() == {}


def test_a_timely_update_is_counted_and_starts_the_next_date() -> None:
    case = listed("2025-09-01 09:00").when(update("2025-09-02 23:59")).then(DataUpdated)
    assert timely(case) == (YearOfUpdates(year=2025, timely=1),)
    assert case.last_days() == {"item.update.daily": "2025-09-03"}
    assert case.state.dossier.data_present


def test_a_missed_date_flags_the_item_and_the_next_date_follows_without_a_gap() -> None:
    case = listed("2025-09-01 09:00").until("2025-09-03 00:00")
    passed, overdue = case.history[-2:]
    assert isinstance(passed, DeadlinePassed) and isinstance(overdue, UpdateOverdue)
    assert overdue.missed == passed.due
    assert case.last_days() == {"item.update.daily": "2025-09-03"}
    assert case.state.dossier.missed == ("item.update.daily",)
    summary = case.process.summary(case.state)
    assert (summary.escalated_to, summary.holder) == ((Role.DESIGNATED_OFFICER,), Role.DATA_PUBLISHER)


def test_a_late_update_is_late_by_the_days_after_the_first_date_missed() -> None:
    neglected = listed("2025-09-01 09:00").until("2025-09-05 00:00")
    assert timely(neglected) == (YearOfUpdates(year=2025, overdue=3),)
    outcome = neglected.when(update("2025-09-05 10:00"))
    updated = outcome.event(DataUpdated)
    assert (updated.standing, updated.days_late) == ("late", 3)
    assert timely(outcome.after) == (YearOfUpdates(year=2025, overdue=3, late=1, days_late=3),)
    again = outcome.after.when(update("2025-09-06 10:00")).event(DataUpdated)
    assert (again.standing, again.days_late) == ("timely", 0)


def test_a_neglected_item_keeps_one_flag_a_name_and_not_one_a_day() -> None:
    case = listed("2025-09-01 09:00").until("2025-10-01 00:00")
    assert timely(case)[0].overdue == 29
    assert len(case.state.dossier.passed) == 1


def test_each_year_is_counted_for_itself_by_the_missed_dates_own_day() -> None:
    case = listed("2025-12-30 09:00").until("2026-01-02 00:00")
    assert timely(case) == (YearOfUpdates(year=2025, overdue=1), YearOfUpdates(year=2026, overdue=1))


def test_data_without_a_date_may_be_reported_and_counts_neither_way() -> None:
    updated = static().when(update("2025-09-03 10:00")).event(DataUpdated)
    assert (updated.standing, updated.days_late) == ("untimed", 0)
    assert timely(static().given(update("2025-09-03 10:00"))) == (YearOfUpdates(year=2025),)


def test_a_new_version_leaves_the_running_date_and_another_frequency_starts_its_own() -> None:
    case = listed("2025-09-01 09:00", update_frequency=UpdateFrequency.WEEKLY)
    same = case.given(publish("2025-09-03 09:00", title="新名称", update_frequency=UpdateFrequency.WEEKLY))
    assert same.last_days() == case.last_days()
    other = case.given(publish("2025-09-05 09:00", update_frequency=UpdateFrequency.DAILY))
    assert other.last_days() == {"item.update.daily": "2025-09-06"}
    assert archived().last_days() == {}


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    reversed_period = update("2025-09-02 10:00", "2025-09-02", "2025-09-01")
    listed().when(reversed_period).then_refused(ItemReason.PERIOD_REVERSED)


def test_only_the_items_publisher_reports_and_only_while_data_is_expected() -> None:
    asked = update("2025-09-02 10:00")
    listed().when(Step(asked.at, OTHERS, asked.command)).then_refused(Reason.OTHER_ORGANISATION)
    archived().when(asked).then_refused(Reason.WRONG_PHASE)
    withdrawn().when(asked).then_refused(Reason.WRONG_PHASE)


def test_a_notice_moves_the_reminder_and_never_the_date() -> None:
    case = listed("2026-12-10 09:00", update_frequency=UpdateFrequency.MONTHLY)
    due = case.deadline("item.update.monthly")
    informed = Scenario(case.process, INFORMED, case.world, case.case_id, case.history)
    moved = informed.when(step("2026-12-11 09:00", CLOCK, AdoptCalendar())).then(DeadlineRedated)
    assert moved.deadline("item.update.monthly") == due
    assert moved.deadline("item.update.monthly.reminder") != case.deadline("item.update.monthly.reminder")
