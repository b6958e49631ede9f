"""A publisher's yearly assessment, from its opening to the orders that follow it up (R22 §10; W23 tasks-1)."""

from dataclasses import replace

import pytest

from domain.assessment import ASSESSMENT, case_of
from domain.assessment.commands import OpenAssessment
from domain.assessment.events import (
    AssessmentNoted,
    AssessmentOpened,
    AssessmentReturned,
    AssessmentSubmitted,
    OrderLinked,
)
from domain.assessment.papers import FollowUp
from domain.assessment.reasons import AssessmentReason
from domain.deadlines import Level, NoLimit, Strength, Unit
from domain.kernel import Reason
from domain.people import Actor, Role
from domain.standing import AskersNoted
from tests.domain.assessment.cast import (
    BUREAU,
    CASE,
    CLERK,
    DIARY,
    FOREIGN,
    NOTED,
    OPENED,
    RADAR,
    RAIN,
    REPORT,
    SECOND,
    SUBMITTED,
    TRAFFIC,
    WEATHER,
    WIND,
    link,
    noted,
    opened,
    send_back,
    submit,
)
from tests.domain.shanghai import at
from tests.scenario import Scenario, Step

# -- opening ------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [CLERK, BUREAU])
def test_operator_and_department_open_it_and_the_publisher_has_the_turn(by: Actor) -> None:
    case = CASE.when(opened(by=by)).then(AssessmentOpened)
    summary = case.process.summary(case.state)
    assert (case.state.phase, summary.holder) == ("assessing", Role.DATA_PUBLISHER)
    assert summary.parties[Role.DATA_PUBLISHER] == ("weather",)


def test_there_is_one_case_for_each_publisher_and_year() -> None:
    command = OpenAssessment(year=2025, publisher="weather")
    assert ASSESSMENT.names(command) == case_of(2025, "weather") == "assessment-2025-weather"
    OPENED.when(opened()).then_refused(Reason.WRONG_PHASE)


def test_a_publisher_opens_none_itself() -> None:
    CASE.when(opened(by=WEATHER)).then_refused(Reason.FORBIDDEN)


def test_it_is_due_by_the_end_of_the_year_as_the_norm_says() -> None:
    due = OPENED.deadline("assessment.yearly")
    receipt = due.receipt
    assert (due.due, due.level) == (at("2026-01-01 00:00"), Level.L2)
    assert (receipt.strength, receipt.source, receipt.unit) == (Strength.NORM, "R22 §10", Unit.CALENDAR_DAYS)
    assert (receipt.started_at, receipt.amount) == (at("2024-12-31 00:00"), 365)


@pytest.mark.parametrize(("year", "last"), [(2023, "2023-12-31"), (2024, "2024-12-31"), (2027, "2027-12-31")])
def test_the_years_end_does_not_move_off_a_rest_day(year: int, last: str) -> None:
    """31 December 2023 is a Sunday; 2024 has a day more; 2027 begins under the rules, which end before it does."""
    case = CASE.given(opened("2023-01-03 09:00", year=year))
    assert case.last_days()["assessment.yearly"] == last


def test_after_the_rules_have_ended_there_is_no_limit_and_the_report_is_untimed() -> None:
    case = CASE.given(opened("2028-01-10 09:00", year=2028))
    assert isinstance(case.state.limit, NoLimit)
    assert case.state.limit.why == "policy_gap"
    late = case.given(submit("2029-03-01 09:00"))
    assert (late.state.report.standing, late.state.dossier.missed) == ("untimed", ())


def test_the_reminder_comes_twenty_full_working_days_ahead_and_is_ours() -> None:
    reminder = OPENED.deadline("assessment.yearly.reminder")
    assert reminder.due == at("2025-12-04 00:00")
    assert (reminder.receipt.rule, reminder.receipt.amount) == ("assessment.reminder", 20)
    assert (reminder.receipt.strength, reminder.receipt.source) == (Strength.CONFIG, "config")
    assert reminder.tells == (Role.DATA_PUBLISHER, Role.DESIGNATED_OFFICER)
    assert OPENED.until("2025-12-04 00:00").state.dossier.missed == ()


def test_one_opened_too_late_for_its_reminder_has_none() -> None:
    assert list(CASE.given(opened("2025-12-20 09:00")).last_days()) == ["assessment.yearly"]


def test_one_opened_after_its_year_is_overdue_at_once() -> None:
    case = CASE.given(opened("2026-02-02 09:00")).until("2026-02-02 09:00")
    assert case.state.dossier.missed == ("assessment.yearly",)


# -- the report ---------------------------------------------------------------------------------


def test_a_report_in_time_is_read_by_the_department_and_ends_the_clock() -> None:
    outcome = OPENED.when(submit("2025-11-03 10:00"))
    case = outcome.then(AssessmentSubmitted, AskersNoted)
    report = outcome.event(AssessmentSubmitted).report
    assert (report.material, report.standing, report.days_late, report.left_out) == (REPORT, "on_time", 0, ())
    assert (case.state.phase, case.last_days()) == ("examining", {})
    assert case.process.summary(case.state).holder is Role.COMPETENT_DEPARTMENT


@pytest.mark.parametrize("asked", [send_back("2025-11-10 10:00"), noted("2025-11-10 10:00")], ids=["return", "note"])
def test_no_one_takes_note_of_their_own_report(asked: Step) -> None:
    """Neither who submitted it, nor whom they stood in for, nor anyone of the publisher."""
    sent = submit("2025-11-03 10:00")
    case = OPENED.given(replace(sent, actor=WEATHER.model_copy(update={"on_behalf_of": "away"})))
    for changes in ({"id": WEATHER.id}, {"id": "away"}, {"organisation": WEATHER.organisation}):
        own = asked.actor.model_copy(update=changes)
        case.when(replace(asked, actor=own)).then_refused(Reason.FOUR_EYES)


def test_the_last_day_counts_in_full() -> None:
    assert OPENED.given(submit("2025-12-31 23:59")).state.report.standing == "on_time"


def test_a_late_report_is_taken_and_stays_late_for_ever() -> None:
    overdue = OPENED.until("2026-01-01 00:00")
    assert overdue.state.phase == "assessing"
    assert overdue.process.summary(overdue.state).escalated_to == (Role.PUBLISHER_HEAD, Role.COMPETENT_DEPARTMENT)
    late = OPENED.given(submit("2026-01-06 10:00"))
    assert (late.state.report.standing, late.state.report.days_late) == ("late", 6)
    closed = late.given(noted("2026-01-10 10:00"))
    assert closed.state.dossier.missed == ("assessment.yearly",)


def test_what_the_report_leaves_out_is_on_record_without_what_is_not_open() -> None:
    """`fog` is the publisher's too, and withdrawn."""
    case = OPENED.given(submit("2025-11-03 10:00", [WIND]))
    assert case.state.report.left_out == ("rain",)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (submit("2025-11-03 10:00", report=FOREIGN), AssessmentReason.UNKNOWN_MATERIAL),
        (submit("2025-11-03 10:00", report="00" * 32), AssessmentReason.UNKNOWN_MATERIAL),
        (submit("2025-11-03 10:00", [], []), AssessmentReason.NOTHING_ASSESSED),
        (submit("2025-11-03 10:00", [RAIN, RAIN]), AssessmentReason.FOUND_TWICE),
        (submit("2025-11-03 10:00", [RAIN], [{**RADAR, "name": "rain"}]), AssessmentReason.FOUND_TWICE),
        (submit("2025-11-03 10:00", [{**WIND, "item_id": "none"}]), AssessmentReason.UNKNOWN_ITEM),
        (submit("2025-11-03 10:00", [{**WIND, "item_id": "roads"}]), AssessmentReason.ANOTHERS_ITEM),
        (submit("2025-11-03 10:00", by=TRAFFIC), Reason.OTHER_ORGANISATION),
    ],
)
def test_a_report_that_does_not_fit_is_refused(asked: Step, reason: AssessmentReason) -> None:
    OPENED.when(asked).then_refused(reason)


# -- returned, noted ----------------------------------------------------------------------------


def test_a_returned_report_has_a_new_date_which_is_ours() -> None:
    back = SUBMITTED.when(send_back("2025-11-10 10:00")).then(AssessmentReturned)
    assert back.last_days() == {
        "assessment.returned": "2025-11-24",
        "assessment.returned.reminder": "2025-11-20",
    }
    assert back.deadline("assessment.returned").receipt.strength is Strength.CONFIG
    assert back.process.summary(back.state).holder is Role.DATA_PUBLISHER


def test_the_named_officer_hears_of_a_returned_report_that_is_overdue() -> None:
    overdue = SUBMITTED.given(send_back("2025-11-10 10:00")).until("2025-11-25 00:00")
    assert overdue.state.dossier.missed == ("assessment.returned",)
    assert overdue.state.dossier.escalated_to == (Role.DESIGNATED_OFFICER,)


def test_it_is_returned_once_only() -> None:
    again = SUBMITTED.given(send_back("2025-11-10 10:00"), submit("2025-11-12 10:00", report=SECOND))
    assert again.state.report.material == SECOND
    again.when(send_back("2025-11-13 10:00")).then_refused(AssessmentReason.ALREADY_RETURNED)
    again.when(noted("2025-11-13 10:00")).then(AssessmentNoted)


@pytest.mark.parametrize(("first", "standing"), [("2025-12-30 10:00", "on_time"), ("2026-01-06 10:00", "late")])
def test_a_second_report_stands_as_the_first_did(first: str, standing: str) -> None:
    """The publisher was in time, or not; how long the department read changes neither."""
    case = OPENED.given(submit(first), send_back("2026-01-07 10:00"), submit("2026-01-12 10:00", report=SECOND))
    assert case.state.report.standing == standing


def test_noted_the_case_is_closed() -> None:
    case = SUBMITTED.when(noted("2025-11-10 10:00")).then(AssessmentNoted)
    assert case.process.plan(case.state).closed
    assert case.process.summary(case.state).holder is None


@pytest.mark.parametrize("asked", [noted("2025-11-04 10:00", by=CLERK), send_back("2025-11-04 10:00", by=CLERK)])
def test_only_the_department_notes_or_returns(asked: Step) -> None:
    SUBMITTED.when(asked).then_refused(Reason.FORBIDDEN)


def test_nothing_is_noted_before_there_is_a_report() -> None:
    OPENED.when(noted("2025-11-04 10:00")).then_refused(Reason.WRONG_PHASE)


# -- followed up --------------------------------------------------------------------------------

BACK = SUBMITTED.given(send_back("2025-11-10 10:00"))


@pytest.mark.parametrize("case", [SUBMITTED, BACK, NOTED], ids=["examining", "returned", "noted"])
@pytest.mark.parametrize(("finding", "order"), [("rain", "lis-rain"), ("radar", "lis-radar"), ("radar", "plan-2026-7")])
def test_a_finding_is_linked_to_the_order_that_follows_it_up(case: Scenario, finding: str, order: str) -> None:
    told = case.when(link("2025-11-11 10:00", finding, order))
    after = told.then(OrderLinked(follow_up=FollowUp(finding=finding, order=order)))
    assert after.state.phase == case.state.phase
    assert after.when(link("2025-11-12 10:00", finding, order)).kinds == []


@pytest.mark.parametrize(
    ("finding", "order", "reason"),
    [
        ("nothing", "lis-rain", AssessmentReason.UNKNOWN_FINDING),
        ("wind", "lis-rain", AssessmentReason.NOTHING_TO_FOLLOW_UP),
        ("diary", "lis-radar", AssessmentReason.NOTHING_TO_FOLLOW_UP),
        ("rain", "lis-radar", AssessmentReason.NO_SUCH_ORDER),  # about another item
        ("radar", "lis-roads", AssessmentReason.NO_SUCH_ORDER),  # another publisher's
        ("radar", "app-1", AssessmentReason.NO_SUCH_ORDER),  # no order at all
    ],
)
def test_what_is_no_follow_up_is_refused(finding: str, order: str, reason: AssessmentReason) -> None:
    NOTED.when(link("2025-11-11 10:00", finding, order)).then_refused(reason)


def test_a_link_whose_finding_is_gone_goes_with_it() -> None:
    linked = BACK.given(link("2025-11-11 10:00"), link("2025-11-11 10:01", "radar", "lis-radar"))
    kept = {**RAIN, "verdict": "keep"}
    case = linked.given(submit("2025-11-12 10:00", [kept, WIND], [RADAR, DIARY], report=SECOND))
    assert case.state.dossier.follow_ups == (FollowUp(finding="radar", order="lis-radar"),)
