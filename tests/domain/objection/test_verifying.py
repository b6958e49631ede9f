"""Corrected or upheld, the mark taken off, the objector told (R22 §16)."""

from collections.abc import Callable

import pytest

from domain.kernel import Duty, Message, Reason, ReportDutyFailed
from domain.objection.events import DataCorrected, DataUpheld, ObjectionWithdrawn, ObjectorTold
from domain.open_list_item.inbox import UnmarkItem
from domain.people import CLOCK, Role
from domain.standing import DutyFailed, DutyRetried, MessagesSent, RetryDuty
from tests.domain.objection.cast import (
    CLERK,
    CORRECTED,
    JUST_MARKED,
    MARKED,
    RAISED,
    TRAFFIC,
    VERIFYING,
    correct,
    told,
    transfer,
    uphold,
    withdraw,
)
from tests.scenario import Scenario, Step, step


def unmarking(case: Scenario) -> Message:
    """The message by which the mark comes off."""
    (duty,) = case.process.plan(case.state).duties
    (message,) = case.process.sends["unmark_item"](duty, case.state, case.world)
    return message


def test_a_correction_names_the_new_version_and_the_mark_comes_off() -> None:
    duty = Duty(id="case-1:5:unmark_item", name="unmark_item")
    corrected = DataCorrected(data_version="2025-09-05", feedback="已订正", working_days_late=0, duty=duty)
    case = VERIFYING.when(correct()).then(corrected)
    assert (case.state.phase, case.last_days()) == ("corrected", {})
    message = Message("open_list_item", "item-110", UnmarkItem(objection="case-1", corrected=True), needed=True)
    assert unmarking(case) == message
    assert case.process.sends["unmark_item"](duty, RAISED.process.initial, case.world) == ()


def test_the_objector_is_told_once_the_mark_is_off_and_the_case_is_closed() -> None:
    assert not CORRECTED.process.plan(CORRECTED.state).closed
    case = CORRECTED.when(told(CORRECTED, "unmark_item")).then(MessagesSent, ObjectorTold(feedback="已订正"))
    assert (case.state.phase, case.state.data_version) == ("closed_corrected", "2025-09-05")
    assert case.process.plan(case.state).closed


def test_upheld_data_closes_the_case_with_its_reason_once_the_mark_is_off() -> None:
    duty = Duty(id="case-1:5:unmark_item", name="unmark_item")
    case = VERIFYING.when(uphold()).then(DataUpheld(reason="负值为缺测标记", working_days_late=0, duty=duty))
    assert (case.state.phase, case.state.feedback) == ("closed_no_change", "负值为缺测标记")
    assert unmarking(case).command == UnmarkItem(objection="case-1", corrected=False)
    assert not case.process.plan(case.state).closed
    done = case.when(told(case, "unmark_item")).then(MessagesSent)
    assert (done.state.phase, done.process.plan(done.state).closed) == ("closed_no_change", True)


@pytest.mark.parametrize("decision", [correct, uphold])
def test_only_the_items_publisher_decides_and_only_after_the_transfer(decision: Callable[..., Step]) -> None:
    VERIFYING.when(decision(actor=CLERK)).then_refused(Reason.FORBIDDEN)
    VERIFYING.when(decision(actor=TRAFFIC)).then_refused(Reason.OTHER_ORGANISATION)
    MARKED.when(decision("2025-09-02 09:00")).then_refused(Reason.WRONG_PHASE)


def test_a_missed_limit_tells_head_and_department_and_a_late_decision_says_how_late() -> None:
    overdue = VERIFYING.until("2025-09-10 00:00")
    summary = overdue.process.summary(overdue.state)
    assert summary.escalated_to == (Role.PUBLISHER_HEAD, Role.COMPETENT_DEPARTMENT)
    assert (overdue.state.phase, overdue.last_days()) == ("verifying", {})
    assert VERIFYING.when(correct("2025-09-09 23:59")).event(DataCorrected).working_days_late == 0
    assert overdue.when(correct("2025-09-11 10:00")).event(DataCorrected).working_days_late == 2
    late = overdue.when(uphold("2025-09-10 10:00")).then(DataUpheld)
    assert (late.state.working_days_late, late.state.dossier.missed) == (1, ("objection.decide",))


@pytest.mark.parametrize("case", [MARKED, VERIFYING])
def test_an_objection_taken_back_after_its_mark_has_the_mark_taken_off(case: Scenario) -> None:
    withdrawn = case.when(withdraw()).then(ObjectionWithdrawn)
    assert (withdrawn.state.phase, withdrawn.process.plan(withdrawn.state).closed) == ("withdrawn", False)
    assert unmarking(withdrawn).command == UnmarkItem(objection="case-1", corrected=False)
    done = withdrawn.given(told(withdrawn, "unmark_item"))
    assert done.process.plan(done.state).closed


def test_a_decided_objection_is_not_taken_back() -> None:
    CORRECTED.when(withdraw("2025-09-05 11:00")).then_refused(Reason.WRONG_PHASE)


def test_a_mark_that_was_never_shown_is_not_owed_any_more_after_the_decision() -> None:
    unshown = JUST_MARKED.given(transfer(), correct())
    assert [duty.name for duty in unshown.process.plan(unshown.state).duties] == ["unmark_item"]


def test_a_mark_that_does_not_come_off_waits_for_the_operator_and_the_objector_is_not_told_yet() -> None:
    report = ReportDutyFailed(duty_id=CORRECTED.duty("unmark_item"), why="away")
    failed = CORRECTED.when(step("2025-09-05 10:05", CLOCK, report)).then(DutyFailed)
    summary = failed.process.summary(failed.state)
    assert (summary.phase, summary.holder) == ("corrected", Role.PLATFORM_OPERATOR)
    retried = failed.when(step("2025-09-05 11:00", CLERK, RetryDuty(duty_id=report.duty_id))).then(DutyRetried)
    retried.when(told(retried, "unmark_item", "2025-09-05 11:01")).then(MessagesSent, ObjectorTold)
