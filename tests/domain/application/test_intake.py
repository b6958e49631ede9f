"""Drafting, submitting, the completeness check (R22 §18, §19)."""

from typing import Any

import pytest

from domain.application.commands import (
    AcceptMaterials,
    EditDraft,
    RefuseAcceptance,
    SubmitApplication,
    WithdrawApplication,
)
from domain.application.events import (
    AcceptanceRefused,
    ApplicationDrafted,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    DraftEdited,
    MaterialsAccepted,
    PolicyGapFound,
)
from domain.application.papers import CompletenessReason, Defect, DeliveryMode
from domain.application.reasons import ApplicationReason
from domain.deadlines import Deadline, NoLimit
from domain.items import OpenType
from domain.kernel import Reason
from domain.people import Role
from tests.domain.application.cast import (
    CASE,
    CLERK,
    ITEM,
    REVIEWER,
    WANG,
    accept,
    draft,
    papers,
    reviewing,
    submit,
)
from tests.scenario import Scenario, last_day, step

CHECKING = CASE.given(draft(), submit())


def refuse(*reasons: tuple[str, Defect]) -> RefuseAcceptance:
    return RefuseAcceptance(
        reasons=tuple(CompletenessReason(requirement=name, defect=defect) for name, defect in reasons)
    )


def test_a_draft_freezes_the_item_as_seen_without_its_internal_source() -> None:
    drafted = CASE.when(draft()).event(ApplicationDrafted)
    assert drafted.item == ITEM.model_copy(update={"source": ""})
    assert (drafted.applicant, drafted.drafted_by, drafted.chain) == ("shenjiang", "wang", ())


def test_term_and_cycle_default_to_the_configured_months() -> None:
    contents = CASE.when(draft()).event(ApplicationDrafted).contents
    assert (contents.term_months, contents.report_cycle_months) == (12, 6)
    short = CASE.when(draft(term_months=3)).event(ApplicationDrafted).contents
    assert (short.term_months, short.report_cycle_months) == (3, 3)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"item_id": "no-such"}, ApplicationReason.UNKNOWN_ITEM),
        ({"item_id": "open"}, ApplicationReason.NOT_CONDITIONAL),
        ({"term_months": 3, "report_cycle_months": 6}, ApplicationReason.CYCLE_EXCEEDS_TERM),
        ({"supersedes": "no-such"}, ApplicationReason.CANNOT_SUPERSEDE),
        ({"joint_applicants": ["weather"]}, Reason.FOUR_EYES),
    ],
)
def test_a_draft_that_leads_nowhere_is_refused(changes: dict[str, Any], reason: ApplicationReason) -> None:
    CASE.when(draft(**changes)).then_refused(reason)


def test_a_draft_may_be_edited_until_it_is_submitted() -> None:
    edit = EditDraft(scenario="避让与预警", delivery=DeliveryMode.DOWNLOAD)
    edited = CASE.given(draft()).when(step("2025-09-03 10:05", WANG, edit)).then(DraftEdited)
    assert edited.state.dossier.contents.delivery is DeliveryMode.DOWNLOAD
    edited.given(submit()).when(step("2025-09-03 10:20", WANG, edit)).then_refused(Reason.WRONG_PHASE)


def test_missing_materials_may_be_submitted_since_completeness_is_for_the_operator_to_say() -> None:
    case = CASE.given(draft()).when(submit(materials=papers(qualification="q1"))).then(ApplicationSubmitted)
    refused = case.when(accept()).then_refused(ApplicationReason.MATERIALS_MISSING, "security_system, scenario_note")
    assert refused.state.phase == "submitted"


@pytest.mark.parametrize(
    ("materials", "reason"),
    [
        ([("nothing", "q1")], ApplicationReason.UNKNOWN_REQUIREMENT),
        ([("qualification", "q1"), ("qualification", "q2")], ApplicationReason.DUPLICATE_REQUIREMENT),
    ],
)
def test_materials_answer_the_published_list_once_each(
    materials: list[tuple[str, str]], reason: ApplicationReason
) -> None:
    listed = tuple(paper for name, short in materials for paper in papers(**{name: short}))
    CASE.given(draft()).when(submit(materials=listed)).then_refused(reason)


@pytest.mark.parametrize("material", ["ff" * 32, "ee" * 32])
def test_material_of_another_or_never_uploaded_is_refused(material: str) -> None:
    asked = SubmitApplication.model_validate(
        {"materials": [{"requirement": "qualification", "material": material}], "rules_accepted": True}
    )
    CASE.given(draft()).when(step("2025-09-03 11:00", WANG, asked)).then_refused(ApplicationReason.UNKNOWN_MATERIAL)


def test_the_completeness_check_ends_in_an_alert_and_never_in_a_deemed_acceptance() -> None:
    case = CASE.given(draft("2025-06-30 09:00"), submit("2025-06-30 10:00"))
    assert case.last_days() == {"application.completeness": "2025-07-07"}
    late = case.until("2025-07-08 00:00")
    assert late.state.phase == "submitted"
    assert late.state.dossier.missed == ("application.completeness",)
    assert late.process.summary(late.state).escalated_to == (Role.PLATFORM_OPERATOR,)
    late.given(accept("2025-07-08 09:00"))


def test_acceptance_starts_norm_and_target_with_what_warns_of_them() -> None:
    accepted = CHECKING.when(accept()).event(MaterialsAccepted)
    assert (last_day(accepted.norm), last_day(accepted.target)) == ("2025-09-18", "2025-09-11")
    assert accepted.norm.receipt.source == "R22 §19"
    officer, reviewer = accepted.reminders
    assert (officer.name, officer.tells) == ("application.review.reminder", (Role.DESIGNATED_OFFICER,))
    assert (reviewer.name, reviewer.tells) == ("application.answer.reminder", (Role.DATA_PUBLISHER,))
    assert officer.due.isoformat() == "2025-09-17T00:00:00+08:00"
    assert reviewer.due.isoformat() == "2025-09-10T00:00:00+08:00"


def test_without_a_target_in_force_there_is_only_the_norm() -> None:
    accepted = reviewing("2026-01-05 09:00").history[-1]
    assert isinstance(accepted, MaterialsAccepted)
    assert isinstance(accepted.norm, Deadline)
    assert isinstance(accepted.target, NoLimit)
    assert accepted.target.why == "no_target_in_force"
    assert [reminder.name for reminder in accepted.reminders] == ["application.review.reminder"]


def test_after_the_rules_end_the_case_goes_on_without_limit_and_the_department_is_told() -> None:
    checking = CASE.given(draft("2027-12-31 08:00"), submit("2027-12-31 08:10"))
    case = checking.when(accept("2027-12-31 09:00")).then(MaterialsAccepted, PolicyGapFound)
    assert case.last_days() == {}
    assert case.state.dossier.flags == ("policy_gap",)


def test_a_refusal_of_acceptance_gives_its_reasons_and_is_final() -> None:
    case = CASE.given(draft(), submit(materials=papers(qualification="q1", scenario_note="n1")))
    asked = refuse(("security_system", Defect.MISSING), ("qualification", Defect.EXPIRED))
    closed = case.when(step("2025-09-04 09:00", CLERK, asked)).then(AcceptanceRefused(reasons=asked.reasons))
    assert closed.process.plan(closed.state).closed
    closed.when(accept()).then_refused(Reason.WRONG_PHASE)


@pytest.mark.parametrize(
    ("requirement", "defect", "reason"),
    [
        ("qualification", Defect.MISSING, ApplicationReason.CONTRADICTS_MANIFEST),
        ("security_system", Defect.EXPIRED, ApplicationReason.CONTRADICTS_MANIFEST),
        ("invented", Defect.MISSING, ApplicationReason.UNKNOWN_REQUIREMENT),
    ],
)
def test_a_reason_fits_the_manifest_and_the_published_list(
    requirement: str, defect: Defect, reason: ApplicationReason
) -> None:
    case = CASE.given(draft(), submit(materials=papers(qualification="q1")))
    case.when(step("2025-09-04 09:00", CLERK, refuse((requirement, defect)))).then_refused(reason, requirement)


@pytest.mark.parametrize("case", [CASE.given(draft()), CHECKING, reviewing()])
def test_the_applicant_may_withdraw_until_the_decision(case: Scenario) -> None:
    withdrawn = case.when(step("2025-09-04 10:00", WANG, WithdrawApplication())).then(ApplicationWithdrawn())
    assert withdrawn.last_days() == {}


def test_no_one_decides_on_the_application_of_their_own_organisation() -> None:
    own = CLERK.model_copy(update={"organisation": "shenjiang"})
    CHECKING.when(step("2025-09-04 09:00", own, AcceptMaterials())).then_refused(Reason.FOUR_EYES)
    self_same = CLERK.model_copy(update={"id": "wang"})
    CHECKING.when(step("2025-09-04 09:00", self_same, AcceptMaterials())).then_refused(Reason.FOUR_EYES)


def test_no_substitute_decides_on_what_either_of_both_applied_for() -> None:
    """Four eyes look at who acts and at whom they stand in for."""
    for_wang = CLERK.model_copy(update={"on_behalf_of": "wang"})
    CHECKING.when(step("2025-09-04 09:00", for_wang, AcceptMaterials())).then_refused(Reason.FOUR_EYES)
    by_wang = CLERK.model_copy(update={"id": "wang", "on_behalf_of": CLERK.id})
    CHECKING.when(step("2025-09-04 09:00", by_wang, AcceptMaterials())).then_refused(Reason.FOUR_EYES)
    another = CLERK.model_copy(update={"on_behalf_of": "li"})
    CHECKING.when(step("2025-09-04 09:00", another, AcceptMaterials())).then(MaterialsAccepted)


def test_only_its_own_organisations_act_in_a_case() -> None:
    stranger = WANG.model_copy(update={"id": "x", "organisation": "y"})
    CHECKING.when(step("2025-09-04 09:00", stranger, WithdrawApplication())).then_refused(Reason.OTHER_ORGANISATION)
    CHECKING.when(step("2025-09-04 09:00", REVIEWER, AcceptMaterials())).then_refused(Reason.FORBIDDEN)


def test_an_item_that_left_conditional_opening_cannot_be_applied_for_any_more() -> None:
    gone = ITEM.model_copy(update={"open_type": OpenType.NON_OPEN, "version": 2})
    case = CASE.given(draft()).with_world(items={ITEM.item_id: gone})
    case.when(submit()).then_refused(ApplicationReason.NOT_CONDITIONAL)
