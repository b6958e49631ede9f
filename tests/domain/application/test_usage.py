"""Usage reports and the end of the term (R22 §29; Civil Code §202, §203)."""

import pytest

from domain.application.commands import (
    AcceptUsageReport,
    ConfirmDeletion,
    DeliverData,
    RecordAccessClosed,
    ReturnUsageReport,
    SubmitUsageReport,
)
from domain.application.events import (
    AccessClosed,
    CaseClosed,
    DeletionConfirmed,
    TermEnded,
    UsageBreachAlleged,
    UsageReportAccepted,
    UsageReportOverdue,
    UsageReportReturned,
    UsageReportScheduled,
    UsageReportSubmitted,
)
from domain.application.papers import UsageReport
from domain.application.reasons import ApplicationReason
from domain.kernel import DeadlinePassed, ReportDutyFailed
from domain.people import CLOCK, Role
from tests.domain.application.cast import REVIEWER, WANG, delivered, signed, using
from tests.scenario import Scenario, Step, last_day, step

FULL = UsageReport(scenario_clients_model="s", calls_fields_algorithms="c", benefits="b", security="p")


def submit(at: str, report: UsageReport = FULL) -> Step:
    return step(at, WANG, SubmitUsageReport(report=report))


def accept(at: str) -> Step:
    return step(at, REVIEWER, AcceptUsageReport())


def closed_access(case: Scenario, at: str) -> Step:
    return step(at, CLOCK, RecordAccessClosed(duty_id=case.duty("close_access")))


@pytest.mark.parametrize(
    ("effective", "due"),
    [
        ("2025-04-03 10:00", "2025-10-09"),  # A: the day is a holiday
        ("2025-08-31 10:00", "2026-02-28"),  # B: no 31 February; a make-up Saturday does not roll
        ("2025-08-15 10:00", "2026-02-24"),  # C: the day is a holiday
    ],
)
def test_s17_a_report_is_due_by_the_cycle_from_the_agreements_effect(effective: str, due: str) -> None:
    case = using(effective)
    assert case.last_days()["usage_report.due"] == due
    receipt = case.deadline("usage_report.due").receipt
    assert "202" in receipt.source
    assert receipt.started_at.isoformat().startswith(effective[:10])
    assert case.deadline("usage_report.due.reminder").tells == (Role.APPLICANT,)


def test_s17_b_filed_on_the_monday_is_late_by_one_working_day() -> None:
    overdue = using("2025-08-31 10:00").until("2026-03-01 00:00")
    assert [type(event) for event in overdue.history[-2:]] == [DeadlinePassed, UsageReportOverdue]
    assert overdue.process.summary(overdue.state).escalated_to == (Role.DESIGNATED_OFFICER,)
    submitted = overdue.when(submit("2026-03-02 10:00")).event(UsageReportSubmitted)
    assert (submitted.number, submitted.working_days_late) == (1, 1)
    after = overdue.given(submit("2026-03-02 10:00"), accept("2026-03-03 10:00")).until("2026-03-31 00:00")
    assert "usage_breach_alleged" not in after.state.dossier.flags
    assert after.state.dossier.missed == ("usage_report.due",)


def test_s17_b_ignored_is_alleged_as_a_breach_of_kind_5_and_may_still_be_reported() -> None:
    overdue = using("2025-08-31 10:00").until("2026-03-01 00:00")
    grace = overdue.deadline("usage_report.grace")
    assert last_day(grace) == "2026-03-06"
    breached = overdue.until("2026-03-07 00:00")
    alleged = breached.history[-1]
    assert isinstance(alleged, UsageBreachAlleged)
    assert alleged.violation_kind == 5
    assert "usage_report.due" not in breached.last_days()
    breached.when(submit("2026-03-09 10:00")).then(UsageReportSubmitted)


@pytest.mark.parametrize("absent", list(UsageReport.model_fields))
def test_s17_a_report_that_lacks_one_of_the_four_contents_goes_back_at_once(absent: str) -> None:
    case = using("2025-08-31 10:00")
    lacking = submit("2026-02-27 10:00", FULL.model_copy(update={absent: ""}))
    back = case.when(lacking).then(UsageReportSubmitted, UsageReportReturned)
    returned = back.history[-1]
    assert isinstance(returned, UsageReportReturned)
    assert returned.missing == (absent,)
    assert back.last_days()["usage_report.returned"] == "2026-03-05"  # the 28th works
    back.when(submit("2026-03-02 10:00")).then(UsageReportSubmitted)


def test_an_accepted_report_is_followed_by_the_next_period_while_the_term_lasts() -> None:
    first = using("2025-09-12 10:00").given(submit("2026-03-10 10:00"))
    second = first.when(accept("2026-03-11 10:00")).then(UsageReportAccepted(number=1), UsageReportScheduled)
    assert second.last_days()["usage_report.due"] == "2026-09-14"
    done = second.given(submit("2026-09-10 10:00")).when(accept("2026-09-11 10:00")).then(UsageReportAccepted(number=2))
    assert list(done.last_days()) == ["agreement.term"]
    done.when(submit("2026-09-11 11:00")).then_refused(ApplicationReason.NO_REPORT_DUE)


def test_the_publisher_may_send_a_report_back_on_a_ground() -> None:
    case = using().given(submit("2026-03-02 10:00"))
    ground = step("2026-03-03 10:00", REVIEWER, ReturnUsageReport(ground="与日志不符"))
    back = case.when(ground).then(UsageReportReturned)
    back.when(ground).then_refused(ApplicationReason.NO_REPORT_TO_JUDGE)
    overdue = back.until("2026-03-11 00:00")
    assert isinstance(overdue.history[-1], UsageReportOverdue)
    assert overdue.state.dossier.missed == ("usage_report.returned",)


def test_two_deadlines_of_the_same_instant_both_pass_and_the_last_report_outlives_the_term() -> None:
    first = using("2025-09-12 10:00").given(submit("2026-03-10 10:00"), accept("2026-03-11 10:00"))
    ended = first.until("2026-09-15 00:00")
    kinds = [type(event) for event in ended.history[-4:]]
    assert kinds == [DeadlinePassed, TermEnded, DeadlinePassed, UsageReportOverdue]
    assert ended.state.phase == "deletion_due"
    assert ended.state.dossier.missed == ("usage_report.due",)
    ended.when(submit("2026-09-15 10:00")).then(UsageReportSubmitted)


def reported_to_the_end() -> Scenario:
    case = using("2025-09-12 10:00").given(submit("2026-03-10 10:00"), accept("2026-03-11 10:00"))
    return case.given(submit("2026-09-10 10:00")).until("2026-09-15 00:00")


def test_a_case_closes_once_access_data_and_reports_are_all_settled() -> None:
    ended = reported_to_the_end()
    confirm = step("2026-09-16 10:00", WANG, ConfirmDeletion(statement="已删除"))
    access = ended.when(closed_access(ended, "2026-09-15 00:01")).then(AccessClosed)
    confirmed = access.when(confirm).then(DeletionConfirmed(statement="已删除"))
    confirmed.when(confirm).then_refused(ApplicationReason.ALREADY_CONFIRMED)
    closed = confirmed.when(accept("2026-09-17 10:00")).then(UsageReportAccepted(number=2), CaseClosed())
    assert closed.process.plan(closed.state).closed
    other_order = ended.given(accept("2026-09-15 09:00"), confirm)
    other_order.when(closed_access(other_order, "2026-09-16 11:00")).then(AccessClosed, CaseClosed())


def test_access_that_could_not_be_closed_keeps_the_case_open() -> None:
    ended = reported_to_the_end()
    failure = ReportDutyFailed(duty_id=ended.duty("close_access"), why="gateway away")
    confirm = step("2026-09-16 10:00", WANG, ConfirmDeletion(statement="已删除"))
    stuck = ended.given(accept("2026-09-15 09:00"), step("2026-09-15 09:01", CLOCK, failure), confirm)
    assert stuck.state.phase == "deletion_due"
    assert stuck.process.summary(stuck.state).needs_attention == ("close_access",)


def test_an_unconfirmed_deletion_reaches_head_and_department() -> None:
    late = reported_to_the_end().until("2026-10-09 00:00")
    assert "agreement.deletion" in late.state.dossier.missed
    assert Role.PUBLISHER_HEAD in late.process.summary(late.state).escalated_to


def test_a_term_that_ends_before_any_delivery_still_closes_whatever_access_there_may_be() -> None:
    ended = signed("2025-09-12 10:00").until("2026-09-15 00:00")
    assert ended.state.phase == "deletion_due"
    assert ended.duty("close_access").startswith("case-1:")


def test_data_that_arrives_late_owes_the_first_report_that_still_lies_ahead() -> None:
    monthly = signed("2025-09-12 10:00", term_months=3, report_cycle_months=1)
    ordered = monthly.given(step("2025-09-15 09:00", REVIEWER, DeliverData()))
    in_time = ordered.given(step("2025-09-15 10:00", CLOCK, delivered(ordered)))
    late = ordered.given(step("2025-10-20 10:00", CLOCK, delivered(ordered)))
    assert (in_time.state.report.number, late.state.report.number) == (1, 2)
