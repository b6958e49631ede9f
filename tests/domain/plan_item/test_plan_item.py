"""A row of the plan, from its import to its fulfilment (R22 §7; P25 annex; S13)."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.days import PlanStanding
from domain.deadlines import Level, Unit
from domain.kernel import AdoptCalendar, DeadlinePassed, Reason
from domain.people import CLOCK, Actor, Role
from domain.plan_item.events import (
    ItemWithdrawn,
    OrderLinked,
    PartDone,
    PlanItemAdjusted,
    PlanItemCompleted,
    PlanItemImported,
    PlanItemPlanned,
)
from domain.plan_item.reasons import PlanItemReason
from tests.domain.plan_item.cast import (
    BUREAU,
    CASE,
    CLERK,
    ITEM,
    OFFICER,
    adjust,
    confirm,
    data,
    effective,
    imported,
    inferred,
    link,
    planned,
    withdrawn,
)
from tests.domain.shanghai import at
from tests.scenario import Outcome, Step, step

Told = Callable[[str], Step]


def completed(outcome: Outcome) -> tuple[str, PlanStanding, int]:
    """Phase, standing and calendar days late, after the completion that the step led to."""
    event = outcome.event(PlanItemCompleted)
    return outcome.after.state.phase, event.standing, event.days_late


# -- importing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [BUREAU, CLERK])
def test_a_row_with_its_day_is_planned_at_once(by: Actor) -> None:
    case = CASE.when(imported(by=by)).then(PlanItemImported, PlanItemPlanned)
    assert case.state.phase == "planned"
    assert case.last_days()["plan_item.due"] == "2025-09-30"
    summary = case.process.summary(case.state)
    assert (summary.title, summary.holder) == ("捐赠个人清单", Role.DATA_PUBLISHER)
    assert summary.parties[Role.DATA_PUBLISHER] == ("civil-affairs",)


def test_the_day_is_counted_in_calendar_days_from_the_plans_first_day_and_is_ours() -> None:
    due = planned().deadline("plan_item.due")
    receipt = due.receipt
    assert (receipt.started_at, receipt.amount, receipt.unit) == (at("2025-06-06 00:00"), 116, Unit.CALENDAR_DAYS)
    assert (due.level, receipt.source, receipt.rule) == (Level.L2, "config", "plan_item.due")


def test_a_day_that_is_a_rest_day_does_not_move() -> None:
    """7 December 2025 is a Sunday."""
    case = CASE.given(imported(due_date=date(2025, 12, 7)))
    assert case.last_days()["plan_item.due"] == "2025-12-07"


def test_the_publisher_is_warned_when_two_full_working_days_are_left() -> None:
    reminder = planned().deadline("plan_item.due.reminder")
    assert (reminder.due, reminder.tells) == (at("2025-09-29 00:00"), (Role.DATA_PUBLISHER,))
    warned = planned().until("2025-09-29 00:00")
    assert warned.state.phase == "planned"
    assert warned.state.dossier.missed == ()


def test_a_row_imported_too_late_for_its_reminder_has_none() -> None:
    assert list(CASE.given(imported("2025-09-30 09:00")).last_days()) == ["plan_item.due"]


def test_a_row_imported_after_its_day_is_overdue_at_once() -> None:
    assert CASE.given(imported("2025-10-02 09:00")).until("2025-10-02 09:00").state.phase == "overdue"


def test_a_plan_that_the_rules_do_not_know_is_refused() -> None:
    CASE.when(imported(instrument="沪数〔2099〕1号")).then_refused(PlanItemReason.UNKNOWN_PLAN, "沪数〔2099〕1号")


@pytest.mark.parametrize("day", ["2025-06-06", "2024-12-31"])
def test_a_day_that_does_not_come_after_the_plan_is_refused(day: str) -> None:
    early = imported(due_date=date.fromisoformat(day))
    CASE.when(early).then_refused(PlanItemReason.DAY_BEFORE_PLAN, day)


def test_a_row_is_imported_once() -> None:
    planned().when(imported()).then_refused(Reason.WRONG_PHASE)


# -- the inferred day ---------------------------------------------------------------------------


def test_row_44_waits_for_a_person_and_no_clock_runs() -> None:
    waiting = CASE.when(inferred()).then(PlanItemImported)
    assert (waiting.state.phase, waiting.last_days()) == ("imported", {})
    assert waiting.process.summary(waiting.state).holder is Role.COMPETENT_DEPARTMENT


def test_the_day_that_was_confirmed_counts_and_not_the_inferred_one() -> None:
    case = CASE.given(inferred()).when(confirm("2025-06-10 09:00", "2025-12-31")).then(PlanItemPlanned)
    assert case.last_days()["plan_item.due"] == "2025-12-31"
    case.when(confirm("2025-06-11 09:00", "2025-09-30")).then_refused(Reason.WRONG_PHASE)


def test_only_an_inferred_day_is_confirmed_and_only_by_the_competent_department() -> None:
    planned().when(confirm("2025-06-10 09:00", "2025-12-31")).then_refused(Reason.WRONG_PHASE)
    asked = confirm("2025-06-10 09:00", "2025-12-31").command
    CASE.given(inferred()).when(step("2025-06-10 09:00", CLERK, asked)).then_refused(Reason.FORBIDDEN)


def test_a_confirmed_day_before_the_plan_is_refused() -> None:
    early = confirm("2025-06-10 09:00", "2025-06-01")
    CASE.given(inferred()).when(early).then_refused(PlanItemReason.DAY_BEFORE_PLAN)


def test_what_is_there_before_the_confirmation_counts_with_it() -> None:
    done = CASE.given(inferred(), effective("2025-07-01 09:00"), data("2025-07-02 09:00"))
    assert done.state.phase == "imported"
    outcome = done.when(confirm("2025-07-03 09:00", "2025-12-31"))
    outcome.then(PlanItemPlanned, PlanItemCompleted)
    assert completed(outcome) == ("completed_on_time", PlanStanding.MET, 0)


def test_an_order_linked_before_the_confirmation_is_not_forgotten() -> None:
    case = CASE.given(inferred(), link("2025-06-10 09:00"), confirm("2025-06-11 09:00", "2025-12-31"))
    assert case.state.phase == "in_progress"


# -- fulfilment ---------------------------------------------------------------------------------


def test_an_order_sets_the_row_in_progress_and_is_no_news_the_second_time() -> None:
    case = planned().when(link("2025-07-01 09:00")).then(OrderLinked(order="lis-1"))
    assert case.state.phase == "in_progress"
    case.when(link("2025-07-02 09:00")).then()


@pytest.mark.parametrize("order", [(effective, data), (data, effective)])
def test_item_and_data_together_fulfil_the_row_in_any_order(order: tuple[Told, Told]) -> None:
    first, second = order
    half = planned().given(first("2025-09-24 09:00"))
    assert (half.state.phase, half.process.summary(half.state).subject) == ("in_progress", ITEM)
    outcome = half.when(second("2025-09-25 09:00"))
    case = outcome.then(PartDone, PlanItemCompleted)
    assert completed(outcome) == ("completed_on_time", PlanStanding.MET, 0)
    assert case.last_days() == {}
    assert not case.process.plan(case.state).closed  # its item may yet be withdrawn
    assert case.process.summary(case.state).holder is None


def test_an_item_without_its_data_becomes_overdue() -> None:
    case = planned().given(effective("2025-09-24 09:00")).until("2025-10-01 00:00")
    assert case.state.phase == "overdue"


def test_what_is_known_already_is_no_news() -> None:
    planned().given(effective("2025-09-24 09:00")).when(effective("2025-09-25 09:00")).then()


def test_the_row_is_about_one_item_only() -> None:
    case = planned().given(effective("2025-09-24 09:00"))
    other = effective("2025-09-25 09:00", item_id="sh-2025-99")
    case.when(other).then_refused(PlanItemReason.ANOTHER_ITEMS_ROW, ITEM)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2025-09-29 23:59", ("completed_on_time", PlanStanding.MET, 0)),
        ("2025-09-30 00:00", ("completed_on_time", PlanStanding.BOUNDARY, 0)),
        ("2025-09-30 23:59", ("completed_on_time", PlanStanding.BOUNDARY, 0)),
        ("2025-10-01 00:00", ("completed_late", PlanStanding.LATE, 1)),
        ("2025-10-08 12:00", ("completed_late", PlanStanding.LATE, 8)),  # all of National Day counts
    ],
)
def test_the_day_itself_is_inside_and_flagged_and_late_is_counted_in_calendar_days(
    when: str, expected: tuple[str, PlanStanding, int]
) -> None:
    assert completed(planned().given(effective("2025-09-01 09:00")).when(data(when))) == expected


def test_a_missed_day_is_told_to_head_and_department_and_stays_on_record() -> None:
    overdue = planned().until("2025-10-01 00:00")
    assert isinstance(overdue.history[-1], DeadlinePassed)
    assert overdue.process.summary(overdue.state).escalated_to == (Role.PUBLISHER_HEAD, Role.COMPETENT_DEPARTMENT)
    late = overdue.given(effective("2025-10-09 09:00"), data("2025-10-10 09:00"))
    assert (late.state.days_late, late.state.dossier.missed) == (10, ("plan_item.due",))


def test_work_on_an_overdue_row_leaves_it_overdue_until_all_is_there() -> None:
    overdue = planned().until("2025-10-01 00:00").given(link("2025-10-02 09:00"), effective("2025-10-09 09:00"))
    assert overdue.state.phase == "overdue"


def test_what_was_there_in_time_and_told_late_is_on_time() -> None:
    """No judgement depends on how prompt the messages between cases are."""
    case = planned().given(effective("2025-09-24 09:00"))
    outcome = case.when(data("2025-10-02 09:00", since="2025-09-30 22:00"))
    assert completed(outcome) == ("completed_on_time", PlanStanding.BOUNDARY, 0)
    assert outcome.after.state.dossier.missed == ("plan_item.due",)  # it was told as missed, and that stays


# -- another day --------------------------------------------------------------------------------


def test_an_adjusted_row_has_a_new_day_and_keeps_the_old_one_with_the_ground() -> None:
    case = planned().when(adjust("2025-09-20 09:00", "2025-12-31")).then(PlanItemAdjusted)
    event = case.history[-1]
    assert isinstance(event, PlanItemAdjusted)
    assert (event.old, event.term.day, event.ground) == (date(2025, 9, 30), date(2025, 12, 31), "系统改造延期")
    assert case.last_days()["plan_item.due"] == "2025-12-31"
    assert case.state.phase == "planned"


def test_an_overdue_row_that_gets_a_new_day_goes_on_and_stays_known_as_missed() -> None:
    overdue = planned().given(link("2025-07-01 09:00")).until("2025-10-01 00:00")
    case = overdue.given(adjust("2025-10-09 09:00", "2025-10-31"))
    assert (case.state.phase, case.state.dossier.missed) == ("in_progress", ("plan_item.due",))
    done = case.given(effective("2025-10-20 09:00")).when(data("2025-10-30 09:00"))
    assert completed(done) == ("completed_on_time", PlanStanding.MET, 0)
    assert case.until("2025-11-01 00:00").state.phase == "overdue"


def test_an_earlier_day_may_be_set_but_no_past_one_and_not_the_same() -> None:
    assert planned().given(adjust("2025-08-01 09:00", "2025-08-01")).last_days()["plan_item.due"] == "2025-08-01"
    planned().when(adjust("2025-08-01 09:00", "2025-07-31")).then_refused(PlanItemReason.DAY_PASSED)
    planned().when(adjust("2025-08-01 09:00", "2025-09-30")).then_refused(PlanItemReason.SAME_DAY)


def test_only_the_competent_department_adjusts_and_only_what_is_not_completed() -> None:
    asked = adjust("2025-08-01 09:00", "2025-12-31")
    planned().when(step("2025-08-01 09:00", OFFICER, asked.command)).then_refused(Reason.FORBIDDEN)
    done = planned().given(effective("2025-07-24 09:00"), data("2025-07-25 09:00"))
    done.when(asked).then_refused(Reason.WRONG_PHASE)


# -- the item withdrawn -------------------------------------------------------------------------


def test_s13_a_row_completed_on_time_stays_so_and_says_that_its_item_was_withdrawn() -> None:
    done = planned().given(effective("2025-09-25 09:00"), data("2025-09-25 10:00"))
    assert not done.state.withdrawn_later
    after = done.when(withdrawn("2025-10-30 15:00")).then(ItemWithdrawn)
    assert (after.state.phase, after.state.standing) == ("completed_on_time", PlanStanding.MET)
    assert after.state.withdrawn_later
    assert after.state.dossier.withdrawals[0].at == at("2025-10-30 15:00")
    after.when(withdrawn("2025-10-31 09:00")).then()


def test_a_row_completed_late_and_withdrawn_stays_late() -> None:
    done = planned().until("2025-10-01 00:00").given(effective("2025-10-02 09:00"), data("2025-10-02 10:00"))
    assert done.given(withdrawn("2025-11-03 09:00")).state.phase == "completed_late"


def test_an_item_withdrawn_before_its_data_came_has_to_come_again() -> None:
    gone = planned().given(effective("2025-07-01 09:00"), withdrawn("2025-07-10 09:00", "lis-3"))
    assert gone.state.phase == "planned"
    half = gone.given(data("2025-08-01 09:00"))
    assert half.state.phase == "in_progress"
    again = half.when(effective("2025-09-01 09:00"))
    assert completed(again) == ("completed_on_time", PlanStanding.MET, 0)
    assert not again.after.state.withdrawn_later


# -- time ---------------------------------------------------------------------------------------


def test_a_calendar_notice_moves_the_reminder_at_most_and_never_the_day() -> None:
    case = CASE.given(imported(due_date=date(2027, 2, 14)))
    before = case.last_days()["plan_item.due"]
    after = case.given(step("2026-12-01 09:00", CLOCK, AdoptCalendar()))
    assert after.last_days()["plan_item.due"] == before == "2027-02-14"
