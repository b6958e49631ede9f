"""Approval on a commitment, its supervision, and what follows when it is broken (W23 tasks-4)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.application.commands import FastTrackApprove, ReportSupervision, RevokeApproval, SubmitApplication
from domain.application.credit import CreditList
from domain.application.events import (
    AccessRestricted,
    AgreementEndedEarly,
    ApplicationApproved,
    ApplicationSubmitted,
    ApprovalRevoked,
    CommitmentBroken,
    CommitmentKept,
    CommitmentRectified,
    RectificationOrdered,
    RestrictionLifted,
    SupervisionStarted,
)
from domain.application.reasons import ApplicationReason
from domain.application.restrictions import RestrictedBy, Restriction
from domain.deadlines import Level
from domain.items import OpenType
from domain.kernel import AdoptCalendar, DeadlinePassed, Reason
from domain.people import CLOCK, Role
from tests.domain.application.cast import (
    ALL_PAPERS,
    CASE,
    CLERK,
    ITEM,
    REVIEWER,
    WANG,
    accept,
    approve,
    draft,
    drawn,
    sign,
    submit,
)
from tests.domain.shanghai import RULEBOOK
from tests.scenario import Scenario, Step, step

COMMITMENT = {"kind": "commitment", "basis": "listed_scenario", "entry": "智慧物流", "text_accepted": True}
SYSTEM, LOGS = "数据安全管理制度", "访问日志留存"


def commit(at: str) -> Step:
    asked = {"materials": ALL_PAPERS, "rules_accepted": True, "commitment": COMMITMENT}
    return step(at, WANG, SubmitApplication.model_validate(asked))


def fast(at: str, *tasks: str, **changes: Any) -> Step:
    asked = {
        "listed": True,
        "tasks": tasks or (SYSTEM, LOGS),
        "credit_checked": True,
        "credit_lists": [CreditList.SERIOUS_VIOLATIONS],
        **changes,
    }
    return step(at, REVIEWER, FastTrackApprove.model_validate(asked))


def found(at: str, task: str, finding: str, by: Any = REVIEWER) -> Step:
    return step(at, by, ReportSupervision.model_validate({"task": task, "finding": finding, "note": "现场核查"}))


def committed(day: str = "2023-09-04") -> Scenario:
    """Under review, with a commitment."""
    return CASE.given(draft(f"{day} 08:00"), commit(f"{day} 08:10"), accept(f"{day} 08:20"))


REVIEWED = committed()
APPROVED = REVIEWED.given(fast("2023-09-04 09:00"))


def agreed() -> Scenario:
    """Signed on the day it was approved."""
    case = drawn("2023-09-04 09:01", APPROVED)
    return case.given(sign("2023-09-04 10:00", REVIEWER), sign("2023-09-04 10:30", WANG))


# -- only while an instrument provides for it ----------------------------------------------------


def test_a_listed_scenario_is_approved_in_one_pass_and_supervised() -> None:
    approved = REVIEWED.when(fast("2023-09-04 09:00")).then(ApplicationApproved, SupervisionStarted)
    started = approved.history[-1]
    assert isinstance(started, SupervisionStarted)
    assert (started.instrument, started.tasks) == ("W23 tasks-4", (SYSTEM, LOGS))
    assert approved.state.phase == "approved"
    assert approved.state.dossier.commitment.entry == "智慧物流"
    assert (
        approved.last_days()["commitment.supervise"] == "2023-10-08"
    )  # 20 working days; the weekend after the holiday works
    assert approved.deadline("commitment.supervise").level is Level.L1
    assert approved.deadline("commitment.supervise.reminder").tells == (Role.DATA_PUBLISHER,)


@pytest.mark.parametrize(
    ("day", "provided"), [("2023-08-23", 0), ("2023-08-24", 1), ("2023-12-31", 1), ("2024-01-01", 0)]
)
def test_a_commitment_is_provided_for_from_the_first_day_to_the_last(day: str, provided: int) -> None:
    measure = RULEBOOK.policy.principle("fast_track", date.fromisoformat(day))
    assert bool(measure) == bool(provided)
    outcome = CASE.given(draft(f"{day} 08:00")).when(commit(f"{day} 09:00"))
    if provided:
        outcome.then(ApplicationSubmitted)
    else:
        outcome.then_refused(ApplicationReason.NO_INSTRUMENT_IN_FORCE)


def test_a_commitment_made_in_time_is_no_ground_once_the_instrument_has_ended() -> None:
    late = committed("2023-12-29").until("2024-01-02 00:00")
    late.when(fast("2024-01-02 09:00")).then_refused(ApplicationReason.NO_INSTRUMENT_IN_FORCE)
    late.when(approve("2024-01-02 09:00")).then(ApplicationApproved)  # the usual way stays


def test_without_a_commitment_there_is_no_fast_track() -> None:
    usual = CASE.given(draft("2023-09-04 08:00"), submit("2023-09-04 08:10"), accept("2023-09-04 08:20"))
    usual.when(fast("2023-09-04 09:00")).then_refused(ApplicationReason.NO_COMMITMENT)


@pytest.mark.parametrize("open_type", [OpenType.NON_OPEN, OpenType.UNCONDITIONAL])
def test_what_is_not_conditionally_open_is_never_approved_on_a_commitment(open_type: OpenType) -> None:
    changed = ITEM.model_copy(update={"open_type": open_type, "version": 2})
    case = REVIEWED.with_world(items={ITEM.item_id: changed})
    case.when(fast("2023-09-04 09:00")).then_refused(ApplicationReason.ITEM_NOT_OPEN)


def test_suspension_and_credit_bar_the_fast_track_too() -> None:
    suspended = REVIEWED.with_world(suspensions=frozenset({ITEM.item_id}))
    suspended.when(fast("2023-09-04 09:00")).then_refused(ApplicationReason.ITEM_SUSPENDED)
    unchecked = fast("2023-09-04 09:00", credit_checked=False)
    REVIEWED.when(unchecked).then_refused(ApplicationReason.CREDIT_NOT_CHECKED)


def test_only_the_publisher_approves_on_a_commitment() -> None:
    asked = fast("2023-09-04 09:00").command
    REVIEWED.when(step("2023-09-04 09:00", CLERK, asked)).then_refused(Reason.FORBIDDEN)


# -- supervision ---------------------------------------------------------------------------------


def test_publisher_and_operator_record_what_they_find_and_the_clock_ends_with_the_last() -> None:
    first = APPROVED.when(found("2023-09-06 09:00", SYSTEM, "kept")).then(CommitmentKept(task=SYSTEM, note="现场核查"))
    assert "commitment.supervise" in first.last_days()
    last = first.when(found("2023-09-06 10:00", LOGS, "kept", by=CLERK)).then(CommitmentKept)
    assert "commitment.supervise" not in last.last_days()
    last.when(found("2023-09-06 11:00", LOGS, "kept")).then_refused(ApplicationReason.ALREADY_FOUND)


def test_a_task_that_is_not_supervised_has_no_finding() -> None:
    APPROVED.when(found("2023-09-06 09:00", "其他", "kept")).then_refused(ApplicationReason.UNKNOWN_TASK)
    usual = CASE.given(draft(), submit(), accept(), approve())
    usual.when(found("2025-09-11 09:00", SYSTEM, "kept")).then_refused(ApplicationReason.UNKNOWN_TASK)
    REVIEWED.when(found("2023-09-05 09:00", SYSTEM, "kept")).then_refused(Reason.WRONG_PHASE)


def test_the_applicant_does_not_supervise_itself() -> None:
    APPROVED.when(found("2023-09-06 09:00", SYSTEM, "kept", by=WANG)).then_refused(Reason.FORBIDDEN)


def test_supervision_that_is_late_reaches_the_named_officer_and_decides_nothing() -> None:
    late = agreed().until("2023-10-09 00:00")
    assert late.state.dossier.missed == ("application.delivery", "commitment.supervise")
    assert late.process.summary(late.state).escalated_to == (Role.DESIGNATED_OFFICER,)
    late.when(found("2023-10-09 09:00", SYSTEM, "kept")).then(CommitmentKept)


def test_what_is_not_kept_is_to_be_put_right_within_ten_working_days() -> None:
    ordered = agreed().when(found("2023-09-06 09:00", SYSTEM, "rectify")).then(RectificationOrdered)
    assert ordered.last_days()["commitment.rectify"] == "2023-09-20"
    reminder = ordered.deadline("commitment.rectify.reminder")
    assert reminder.tells == (Role.APPLICANT, Role.DATA_PUBLISHER)
    again = found("2023-09-07 09:00", SYSTEM, "rectify")
    ordered.when(again).then_refused(ApplicationReason.ALREADY_FOUND)
    done = ordered.when(found("2023-09-20 23:59", SYSTEM, "kept")).then(
        CommitmentRectified(task=SYSTEM, note="现场核查")
    )
    assert "commitment.rectify" not in done.last_days()


def test_what_was_kept_may_be_found_wanting_later() -> None:
    kept = APPROVED.given(found("2023-09-06 09:00", SYSTEM, "kept"))
    kept.when(found("2023-09-07 09:00", SYSTEM, "rectify")).then(RectificationOrdered)


# -- broken ----------------------------------------------------------------------------------------


def broken(case: Scenario) -> Scenario:
    return case.given(found("2023-09-06 09:00", SYSTEM, "rectify")).until("2023-09-21 00:00")


def test_not_put_right_in_time_access_is_restricted_and_the_publisher_has_to_decide() -> None:
    case = broken(agreed())
    assert [type(event) for event in case.history[-3:]] == [DeadlinePassed, CommitmentBroken, AccessRestricted]
    assert case.state.dossier.restricted == (Restriction(by=RestrictedBy.COMMITMENT),)
    assert "commitment_broken" in case.state.dossier.flags
    assert case.process.summary(case.state).holder is Role.DATA_PUBLISHER
    assert case.duty("suspend_delivery") == f"case-1:{len(case.history)}:suspend_delivery"
    again = found("2023-09-21 09:00", SYSTEM, "rectify")
    case.when(again).then_refused(ApplicationReason.ALREADY_FOUND)


def test_a_broken_commitment_is_ground_to_revoke() -> None:
    ground = RevokeApproval.model_validate({"ground": "commitment_broken", "reason": "逾期未整改"})
    case = broken(agreed())
    case.when(step("2023-09-21 09:00", REVIEWER, ground)).then(ApprovalRevoked)


def test_a_late_rectification_may_be_confirmed_instead_and_lifts_the_restriction() -> None:
    case = broken(agreed())
    done = case.when(found("2023-09-25 09:00", SYSTEM, "kept")).then(CommitmentRectified, RestrictionLifted)
    assert not done.state.dossier.commitment_broken
    assert "commitment_broken" in done.state.dossier.flags  # a flag that stays
    assert done.duty("resume_delivery") == f"case-1:{len(done.history)}:resume_delivery"


def test_rectifications_ordered_on_one_day_share_their_limit_and_move_with_it_together() -> None:
    """Before the notice of the year is out, the holiday is not known; its import moves both at once."""
    years = tuple(year for year in RULEBOOK.calendar.years if year.year < 2023)
    unannounced = replace(RULEBOOK, calendar=replace(RULEBOOK.calendar, years=years))
    orders = (found("2023-09-22 09:00", SYSTEM, "rectify"), found("2023-09-22 17:00", LOGS, "rectify"))
    two = replace(agreed(), rulebook=unannounced).given(*orders)
    assert two.deadline("commitment.rectify").receipt.provisional
    announced = replace(two, rulebook=RULEBOOK).given(step("2023-09-22 18:00", CLOCK, AdoptCalendar()))
    assert announced.last_days()["commitment.rectify"] == "2023-10-12"
    late = announced.until("2023-10-13 00:00")
    (event,) = (event for event in late.history if isinstance(event, CommitmentBroken))
    assert event.tasks == (SYSTEM, LOGS)
    one = late.when(found("2023-10-13 09:00", SYSTEM, "kept")).then(CommitmentRectified)
    one.when(found("2023-10-13 10:00", LOGS, "kept")).then(CommitmentRectified, RestrictionLifted)


def test_each_rectification_has_its_own_limit() -> None:
    two = agreed().given(found("2023-09-06 09:00", SYSTEM, "rectify"), found("2023-09-07 09:00", LOGS, "rectify"))
    first = two.until("2023-09-21 00:00")
    assert [type(event) for event in first.history[-2:]] == [CommitmentBroken, AccessRestricted]
    second = first.until("2023-09-22 00:00")
    assert [type(event) for event in second.history[-2:]] == [DeadlinePassed, CommitmentBroken]


def test_after_the_early_end_no_supervision_runs() -> None:
    ground = RevokeApproval.model_validate({"ground": "false_materials", "reason": "材料虚假"})
    ended = APPROVED.when(step("2023-09-06 09:00", REVIEWER, ground)).then(ApprovalRevoked)
    assert ended.process.plan(ended.state).deadlines == ()
    assert AgreementEndedEarly not in [type(event) for event in ended.history]
