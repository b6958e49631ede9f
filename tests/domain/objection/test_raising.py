"""Raised, marked or rejected, transferred; the limits up to there are our setting and decide nothing (R22 §16)."""

from typing import Any

import pytest

from domain.deadlines import Deadline, Level, Strength
from domain.kernel import Duty, Message, Reason, ReportDutyFailed
from domain.objection.events import (
    ObjectionMarked,
    ObjectionRaised,
    ObjectionRejected,
    ObjectionTransferred,
    ObjectionWithdrawn,
)
from domain.objection.reasons import ObjectionReason
from domain.open_list_item.inbox import MarkItem
from domain.people import CLOCK, Actor, Role
from domain.standing import DutyFailed, DutyRetried, MessagesSent, RetryDuty
from domain.visibility import may_see
from tests.domain.objection.cast import (
    BARE,
    CASE,
    CLERK,
    FOREIGN,
    JUST_MARKED,
    MARKED,
    RAISED,
    REVIEWER,
    SCREENSHOT,
    TRAFFIC,
    WANG,
    mark,
    raise_it,
    reject,
    told,
    transfer,
    withdraw,
)
from tests.scenario import step


def test_an_objection_freezes_the_version_it_is_about_and_starts_both_limits() -> None:
    raised = CASE.when(raise_it(record="2025-09-02T14:00", evidence=(SCREENSHOT,))).event(ObjectionRaised)
    assert (raised.item_id, raised.item_version, raised.publisher) == ("item-110", 3, "weather")
    assert (raised.objector, raised.raised_by, raised.evidence) == ("shenjiang", "wang", (SCREENSHOT,))
    assert RAISED.last_days() == {"objection.mark": "2025-09-02", "objection.transfer": "2025-09-03"}
    summary = RAISED.process.summary(RAISED.state)
    assert (summary.subject, summary.holder) == ("item-110", Role.DATA_PUBLISHER)


@pytest.mark.parametrize(
    ("changes", "reason", "naming"),
    [
        ({"item_id": "none"}, ObjectionReason.UNKNOWN_ITEM, "none"),
        ({"fields": ()}, ObjectionReason.NOTHING_POINTED_OUT, ""),
        ({"fields": ("rainfall", "colour")}, ObjectionReason.UNKNOWN_FIELD, "colour"),
        ({"evidence": (FOREIGN,)}, ObjectionReason.UNKNOWN_EVIDENCE, FOREIGN),
        ({"evidence": ("ee" * 32,)}, ObjectionReason.UNKNOWN_EVIDENCE, "ee"),
    ],
)
def test_an_objection_points_at_something_that_is_there(
    changes: dict[str, Any], reason: ObjectionReason, naming: str
) -> None:
    CASE.when(raise_it(**changes)).then_refused(reason, naming)


def test_a_record_alone_points_something_out_and_undescribed_fields_cant_be_contradicted() -> None:
    CASE.when(raise_it(fields=(), record="第 12 行")).then(ObjectionRaised)
    CASE.when(raise_it(item_id=BARE.item_id, fields=("colour",))).then(ObjectionRaised)


def test_only_applicants_object_and_no_publisher_to_itself() -> None:
    CASE.when(raise_it(actor=REVIEWER)).then_refused(Reason.FORBIDDEN)
    inside = Actor(id="x", role=Role.APPLICANT, organisation="weather")
    CASE.when(raise_it(actor=inside)).then_refused(Reason.FOUR_EYES)


@pytest.mark.parametrize("actor", [CLERK, REVIEWER])
def test_publisher_or_operator_mark_it_and_the_item_is_to_show_it(actor: Actor) -> None:
    duty = Duty(id="case-1:2:mark_item", name="mark_item")
    case = RAISED.when(mark(actor=actor)).then(ObjectionMarked(finding="初步判断成立", duty=duty))
    assert (case.state.phase, case.last_days()) == ("marked", {"objection.transfer": "2025-09-03"})
    sends = case.process.sends["mark_item"]
    message = Message("open_list_item", "item-110", MarkItem(objection="case-1", fields=("rainfall",)), needed=True)
    assert sends(duty, case.state, case.world) == (message,)
    assert sends(duty, CASE.state, case.world) == ()
    assert case.when(told(case, "mark_item", "2025-09-01 15:01")).then(MessagesSent).state.phase == "marked"


def test_another_publisher_neither_marks_nor_sees_it() -> None:
    RAISED.when(mark(actor=TRAFFIC)).then_refused(Reason.OTHER_ORGANISATION)
    assert not may_see(TRAFFIC, RAISED.process.summary(RAISED.state))
    assert may_see(WANG, RAISED.process.summary(RAISED.state))


def test_the_publisher_rejects_what_is_not_plausible_and_the_case_is_closed_with_its_reason() -> None:
    case = RAISED.when(reject()).then(ObjectionRejected(reason="负值为缺测标记"))
    assert (case.state.phase, case.state.feedback) == ("closed_rejected", "负值为缺测标记")
    assert case.process.plan(case.state).closed
    assert case.process.summary(case.state).holder is None


def test_the_operator_does_not_reject_and_a_marked_objection_is_not_rejected_any_more() -> None:
    RAISED.when(reject(actor=CLERK)).then_refused(Reason.FORBIDDEN)
    MARKED.when(reject("2025-09-02 09:00")).then_refused(Reason.WRONG_PHASE)


def test_the_operator_transfers_it_and_the_publishers_limit_starts() -> None:
    assert MARKED.process.summary(MARKED.state).holder is Role.PLATFORM_OPERATOR
    transferred = MARKED.when(transfer()).event(ObjectionTransferred)
    assert isinstance(transferred.decide, Deadline)
    assert (transferred.decide.level, transferred.decide.receipt.strength) == (Level.L2, Strength.CONFIG)
    case = MARKED.given(transfer())
    # from the 8th on, two full working days are left
    assert case.last_days() == {"objection.decide.reminder": "2025-09-07", "objection.decide": "2025-09-09"}
    assert case.deadline("objection.decide.reminder").tells == (Role.DATA_PUBLISHER,)


def test_nothing_is_transferred_before_it_is_marked_or_by_the_publisher() -> None:
    RAISED.when(transfer()).then_refused(Reason.WRONG_PHASE)
    MARKED.when(transfer(actor=REVIEWER)).then_refused(Reason.FORBIDDEN)


def test_passed_limits_tell_those_who_may_act_and_decide_nothing() -> None:
    first = RAISED.until("2025-09-03 00:00")
    told_first = (Role.DESIGNATED_OFFICER, Role.PLATFORM_OPERATOR)
    assert first.process.summary(first.state).escalated_to == told_first
    both = RAISED.until("2025-09-04 00:00")
    assert both.state.dossier.missed == ("objection.mark", "objection.transfer")
    assert (both.state.phase, both.last_days()) == ("raised", {})
    late = both.given(mark("2025-09-04 09:00"), transfer("2025-09-04 10:00"))
    assert (late.state.phase, late.state.dossier.missed) == ("verifying", ("objection.mark", "objection.transfer"))


def test_the_limit_to_transfer_runs_on_from_the_raising_after_the_mark() -> None:
    late = MARKED.until("2025-09-04 00:00")
    assert late.process.summary(late.state).escalated_to == (Role.PLATFORM_OPERATOR,)
    assert (late.state.phase, late.state.dossier.missed) == ("marked", ("objection.transfer",))


def test_a_mark_that_could_not_be_shown_waits_for_the_operator() -> None:
    report = ReportDutyFailed(duty_id=JUST_MARKED.duty("mark_item"), why="unknown_case")
    failed = JUST_MARKED.when(step("2025-09-01 15:05", CLOCK, report)).then(DutyFailed)
    assert failed.process.summary(failed.state).needs_attention == ("mark_item",)
    retry = step("2025-09-01 16:00", CLERK, RetryDuty(duty_id=report.duty_id))
    assert failed.when(retry).then(DutyRetried).duty("mark_item") == "case-1:4:mark_item"


def test_an_objection_taken_back_before_its_mark_owes_nothing() -> None:
    case = RAISED.when(withdraw("2025-09-01 11:00")).then(ObjectionWithdrawn(duties=()))
    assert case.process.plan(case.state).closed
    case.when(mark("2025-09-01 15:00")).then_refused(Reason.WRONG_PHASE)
