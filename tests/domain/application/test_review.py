"""Review by the publisher: norm, target, ladder, late decisions (R22 §19)."""

import pytest

from domain.application.commands import AcceptMaterials, RefuseApplication
from domain.application.events import ApplicationApproved, ApplicationRefused
from domain.application.papers import MeritsReason, Timeliness
from domain.application.reasons import ApplicationReason
from domain.deadlines import Level
from domain.items import OpenType
from domain.kernel import Duty, Reason
from domain.people import Role
from tests.domain.application.cast import CLERK, ITEM, REVIEWER, approve, reviewing
from tests.scenario import step

IN_TIME = Timeliness(within_norm="yes", working_days_late=0, within_target="yes", working_days_over_target=0)


def test_s01_an_approval_within_the_target_opens_the_signing_window_and_owes_the_agreement() -> None:
    approved = (
        reviewing().when(approve("2025-09-10 15:00", extra_conditions=("仅限自有机房",))).event(ApplicationApproved)
    )
    assert approved.timeliness == IN_TIME
    assert approved.duty == Duty(id="case-1:5:draft_agreement", name="draft_agreement")
    assert approved.window.level is Level.EFFECT


def test_s04_the_last_minute_of_the_fifth_day_is_within_the_target() -> None:
    case = reviewing("2025-07-09 10:00")
    assert case.when(approve("2025-07-16 23:58")).event(ApplicationApproved).timeliness == IN_TIME
    late = case.when(approve("2025-07-17 00:00")).event(ApplicationApproved).timeliness
    assert (late.within_target, late.working_days_over_target, late.within_norm) == ("no", 1, "yes")


def test_a_missed_norm_climbs_the_ladder_and_stays_overdue_over_national_day() -> None:
    case = reviewing("2025-09-26 23:59")
    assert case.last_days()["application.review"] == "2025-10-16"
    summary = case.process.summary
    assert summary(case.until("2025-10-10 23:59").state).escalated_to == ()
    target_missed = case.until("2025-10-11 00:00")
    assert summary(target_missed.state).escalated_to == (Role.PUBLISHER_HEAD, Role.COMPETENT_DEPARTMENT)
    overdue = case.until("2025-10-17 00:00")
    assert summary(overdue.state).escalated_to == (
        Role.PUBLISHER_HEAD,
        Role.COMPETENT_DEPARTMENT,
        Role.DESIGNATED_OFFICER,
        Role.GENERAL_OFFICE,
    )
    assert overdue.last_days() == {}
    approved = overdue.when(approve("2025-10-20 10:00")).then(ApplicationApproved)
    assert approved.state.dossier.missed == ("application.answer", "application.review")
    timeliness = approved.history[-1]
    assert isinstance(timeliness, ApplicationApproved)
    assert (timeliness.timeliness.working_days_late, timeliness.timeliness.working_days_over_target) == (2, 7)


def test_a_command_after_a_deadline_finds_its_passing_recorded_first() -> None:
    outcome = reviewing().when(approve("2025-09-12 10:00"))
    assert [passed.command.name for passed in outcome.decision.passed] == [
        "application.answer.reminder",
        "application.answer",
    ]
    assert outcome.after.state.dossier.missed == ("application.answer",)


def test_without_a_target_a_decision_says_so() -> None:
    approved = reviewing("2026-01-05 09:00").when(approve("2026-01-08 09:00")).event(ApplicationApproved)
    assert (approved.timeliness.within_target, approved.timeliness.within_norm) == ("no_target", "yes")


@pytest.mark.parametrize("open_type", [OpenType.NON_OPEN, OpenType.UNCONDITIONAL])
def test_an_item_no_longer_conditional_cannot_be_approved(open_type: OpenType) -> None:
    changed = ITEM.model_copy(update={"open_type": open_type, "version": 2})
    reviewing().with_world(items={ITEM.item_id: changed}).when(approve()).then_refused(ApplicationReason.ITEM_NOT_OPEN)


def test_a_refusal_tells_its_reasons_and_its_timeliness_and_is_final() -> None:
    reasons = (MeritsReason(condition="scenario", explanation="场景不符"),)
    asked = step("2025-09-10 15:00", REVIEWER, RefuseApplication(reasons=reasons))
    refused = reviewing().when(asked).then(ApplicationRefused(reasons=reasons, timeliness=IN_TIME))
    refused.when(approve("2025-09-11 09:00")).then_refused(Reason.WRONG_PHASE)


def test_dispatch_happens_once() -> None:
    reviewing().when(step("2025-09-05 09:00", CLERK, AcceptMaterials())).then_refused(Reason.WRONG_PHASE)
