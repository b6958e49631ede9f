"""One application for several items: drafted, checked as a whole, dispatched in parts (R22 §19)."""

from dataclasses import replace

import pytest

from domain.application.commands import (
    EditDraft,
    OverrideOneTimeNotice,
    RefuseAcceptance,
)
from domain.application.duties import DISPATCH
from domain.application.events import (
    AcceptanceRefused,
    ApplicationApproved,
    ApplicationDispatched,
    ApplicationDrafted,
    DraftEdited,
    MaterialsAccepted,
    PolicyGapFound,
    SubOrderOpened,
)
from domain.application.papers import ApplicantType, CompletenessReason, Defect, DeliveryMode
from domain.application.reasons import ApplicationReason
from domain.items import OpenType
from domain.kernel import Reason, ReportDutyFailed
from domain.people import CLOCK, Actor, Role
from domain.standing import RetryDuty
from domain.visibility import may_see
from tests.domain.application.cast import (
    ALL_PAPERS,
    CASE,
    CLERK,
    ITEM,
    OFFICE,
    RADAR_ITEM,
    REVIEWER,
    ROADS_ITEM,
    WANG,
    accept,
    approve,
    draft,
    papers,
    submit,
    superseding,
)
from tests.domain.application.several import (
    AT,
    BOTH_LISTS,
    THREE,
    TWO,
    dispatched_parts,
    messages,
    opened,
    refuse,
    whole,
)
from tests.scenario import step

# -- drafting and the completeness check -------------------------------------------------------


def test_a_draft_freezes_every_item_without_its_internal_source() -> None:
    drafted = CASE.when(draft(further_items=THREE)).event(ApplicationDrafted)
    assert [item.item_id for item in drafted.further] == list(THREE)
    assert all(item.source == "" for item in drafted.further)


@pytest.mark.parametrize(
    ("further", "reason"),
    [
        (("no-such",), ApplicationReason.UNKNOWN_ITEM),
        (("open",), ApplicationReason.NOT_CONDITIONAL),
        ((ITEM.item_id,), ApplicationReason.ITEM_NAMED_TWICE),
        ((*TWO, *TWO), ApplicationReason.ITEM_NAMED_TWICE),
    ],
)
def test_every_further_item_is_conditional_published_and_named_once(
    further: tuple[str, ...], reason: ApplicationReason
) -> None:
    CASE.when(draft(further_items=further)).then_refused(reason)
    edit = EditDraft(scenario="避让", delivery=DeliveryMode.API, further_items=further)
    CASE.given(draft()).when(step("2025-09-03 10:05", WANG, edit)).then_refused(reason)


def test_no_publisher_of_any_item_applies_to_itself() -> None:
    CASE.when(draft(further_items=TWO, joint_applicants=["traffic"])).then_refused(Reason.FOUR_EYES)


def test_an_edit_replaces_the_further_items_and_keeps_what_was_seen_of_those_that_stay() -> None:
    newer = ROADS_ITEM.model_copy(update={"version": 4})
    case = CASE.given(draft(further_items=TWO)).with_world(
        items={item.item_id: item for item in (ITEM, newer, RADAR_ITEM)}
    )
    edit = EditDraft(scenario="避让", delivery=DeliveryMode.API, further_items=THREE)
    edited = case.when(step("2025-09-03 10:05", WANG, edit)).event(DraftEdited)
    assert [(item.item_id, item.version) for item in edited.further] == [("item-200", 3), ("item-120", 1)]
    none = EditDraft(scenario="避让", delivery=DeliveryMode.API)
    assert case.given(step("2025-09-03 10:06", WANG, none)).state.dossier.further == ()


def test_an_applicants_type_is_kept_and_is_an_enterprise_unless_said() -> None:
    assert CASE.given(draft()).state.dossier.contents.applicant_type is ApplicantType.ENTERPRISE
    natural = CASE.given(draft(applicant_type="natural_person"))
    assert natural.state.dossier.contents.applicant_type is ApplicantType.NATURAL_PERSON


def test_the_materials_answer_the_union_of_all_lists() -> None:
    asked = CASE.given(draft(further_items=TWO))
    assert [line.id for line in asked.state.dossier.requirements] == [
        "qualification",
        "security_system",
        "scenario_note",
        "roads_note",
    ]
    incomplete = asked.given(submit(materials=ALL_PAPERS))
    incomplete.when(accept()).then_refused(ApplicationReason.MATERIALS_MISSING, "roads_note")
    CASE.given(draft()).when(submit(materials=BOTH_LISTS)).then_refused(ApplicationReason.UNKNOWN_REQUIREMENT)


def test_no_part_is_submitted_when_one_item_is_no_longer_conditional() -> None:
    changed = ROADS_ITEM.model_copy(update={"open_type": OpenType.NON_OPEN})
    case = CASE.given(draft(further_items=TWO)).with_world(items={ITEM.item_id: ITEM, ROADS_ITEM.item_id: changed})
    case.when(submit(materials=BOTH_LISTS)).then_refused(ApplicationReason.NOT_CONDITIONAL, "item-200")


def test_one_notice_refuses_the_whole_and_binds_the_next_application_over_all_lists() -> None:
    case = CASE.given(draft(further_items=TWO), submit(materials=papers(qualification="q1", security_system="s1")))
    told = RefuseAcceptance(reasons=(CompletenessReason(requirement="scenario_note", defect=Defect.MISSING),))
    refused = case.when(step("2025-09-04 09:00", CLERK, told)).then(AcceptanceRefused)
    again = superseding(refused).given(
        draft("2025-09-05 09:00", further_items=TWO, supersedes="case-1"),
        submit("2025-09-05 09:10", materials=ALL_PAPERS),
    )
    accepted = again.when(accept("2025-09-05 10:00")).event(ApplicationDispatched)
    assert accepted.waived == ("roads_note",)  # it was missing then, and was not told


def test_what_concerns_one_items_review_is_overridden_in_its_sub_order() -> None:
    case = CASE.given(draft(further_items=TWO), submit(materials=BOTH_LISTS))
    asked = OverrideOneTimeNotice(subjects=("security",), justification="此前无法发现")
    case.when(step("2025-09-04 09:00", OFFICE, asked)).then_refused(ApplicationReason.UNKNOWN_SUBJECT)
    given = OverrideOneTimeNotice(subjects=("roads_note",), justification="此前无法发现")
    assert case.given(step("2025-09-04 09:00", OFFICE, given)).state.dossier.overridden == ("roads_note",)


# -- dispatch ----------------------------------------------------------------------------------


def test_one_item_alone_is_dispatched_as_before() -> None:
    single = CASE.given(draft(), submit()).when(accept()).then(MaterialsAccepted)
    assert (single.state.phase, single.state.dossier.sub_orders) == ("under_review", ())
    assert [type(event) for event in single.given(approve()).history[-1:]] == [ApplicationApproved]


def test_accepting_the_whole_owes_one_dispatch_and_starts_no_clock_of_its_own() -> None:
    case = whole(*THREE)
    assert (case.state.phase, case.last_days()) == ("dispatched", {})
    assert [duty.name for duty in case.state.dossier.duties] == [DISPATCH]
    summary = case.process.summary(case.state)
    assert (summary.holder, summary.title) == (None, "未来3小时短时临近预报、道路实时路况、雷达拼图")
    assert (summary.parties[Role.DATA_PUBLISHER], summary.agency) == ((), "weather")


def test_the_whole_is_for_no_publisher_to_see_each_sees_its_own_part() -> None:
    case = whole(*THREE)
    colleague = Actor(id="sun", role=Role.DATA_PUBLISHER, organisation="traffic")
    assert not may_see(colleague, case.process.summary(case.state))
    seen = [may_see(colleague, part.process.summary(part.state)) for part in dispatched_parts(case).values()]
    assert seen == [False, False, True]


def test_the_sub_orders_of_one_publisher_stand_together() -> None:
    parts = whole(*THREE).state.dossier.sub_orders
    assert [(part.item_id, part.publisher, part.result) for part in parts] == [
        ("item-110", "weather", "pending"),
        ("item-120", "weather", "pending"),
        ("item-200", "traffic", "pending"),
    ]
    assert len({part.case_id for part in parts}) == len(parts)


def test_each_part_goes_to_its_publisher_with_its_own_materials_and_clocks() -> None:
    case = whole()
    first, second = dispatched_parts(case).values()
    assert [paper.requirement for paper in second.state.dossier.materials] == ["qualification", "roads_note"]
    assert first.state.dossier.materials == ALL_PAPERS
    assert (second.state.dossier.parent, second.state.dossier.fused_with) == ("case-1", ("item-110",))
    assert second.process.summary(second.state).parties[Role.DATA_PUBLISHER] == ("traffic",)
    assert second.last_days()["application.review"] == "2025-09-18"
    assert second.last_days()["application.answer"] == "2025-09-11"
    second.when(approve()).then_refused(Reason.OTHER_ORGANISATION)


def test_a_parts_clock_starts_when_it_is_there_for_its_publisher() -> None:
    message = messages(DISPATCH, whole())[0]
    late = replace(CASE, case_id=message.case_id).given(step("2025-09-08 09:00", CLOCK, message.command))
    assert late.last_days()["application.review"] == "2025-09-22"


def test_a_part_without_a_norm_in_force_says_so() -> None:
    message = messages(DISPATCH, whole())[0]
    asked = step("2028-01-10 09:00", CLOCK, message.command)
    replace(CASE, case_id=message.case_id).when(asked).then(SubOrderOpened, PolicyGapFound)


def test_a_part_is_opened_once_by_the_clock_alone() -> None:
    message = messages(DISPATCH, whole())[0]
    part = opened(message, whole())
    part.when(step(AT, CLOCK, message.command)).then_refused(Reason.WRONG_PHASE)
    replace(CASE, case_id="x").when(step(AT, CLERK, message.command)).then_refused(Reason.FORBIDDEN)


def test_a_dispatch_that_is_done_again_needs_only_the_parts_that_are_not_there() -> None:
    case = whole()
    first, second = messages(DISPATCH, case)
    failed = case.given(step(AT, CLOCK, ReportDutyFailed(duty_id=case.duty(DISPATCH), why="down")))
    assert failed.process.summary(failed.state).holder is Role.PLATFORM_OPERATOR
    there = failed.with_world(cases={first.case_id: opened(first, case).state})
    (owed,) = failed.state.dossier.failed
    retried = there.given(step("2025-09-05 11:00", CLERK, RetryDuty(duty_id=owed.duty.id)))
    again = messages(DISPATCH, retried)
    assert [message.case_id for message in again] == [first.case_id, second.case_id]
    assert [message.needed for message in again] == [False, True]


def test_only_a_further_items_part_forgets_what_an_earlier_review_told() -> None:
    earlier = CASE.given(draft("2025-08-01 08:00"), submit("2025-08-01 08:10"), accept("2025-08-01 09:00"))
    refused = earlier.given(refuse(REVIEWER, "scenario", "2025-08-04 10:00"))
    case = superseding(refused).given(
        draft(further_items=THREE, supersedes="case-1"), submit(materials=BOTH_LISTS), accept()
    )
    assert {item: len(part.state.dossier.chain) for item, part in dispatched_parts(case).items()} == {
        "item-110": 1,
        "item-120": 0,
        "item-200": 0,
    }


def test_who_had_the_whole_asked_for_decides_on_none_of_its_parts() -> None:
    """A substitute drafts, a colleague submits: they, the principal and their organisation."""
    away = WANG.model_copy(update={"on_behalf_of": "away"})
    colleague = WANG.model_copy(update={"id": "colleague"})
    drafted, handed_in = draft(further_items=TWO), submit(materials=BOTH_LISTS)
    case = CASE.given(replace(drafted, actor=away), replace(handed_in, actor=colleague), accept())
    part = dispatched_parts(case)[ITEM.item_id]
    for person in (WANG.id, "away", "colleague"):
        own = REVIEWER.model_copy(update={"id": person})
        part.when(replace(approve(), actor=own)).then_refused(Reason.FOUR_EYES)
    third = part.when(replace(approve(), actor=REVIEWER)).decision.refused
    assert third is not None and third.reason == ApplicationReason.RISK_NOT_ASSESSED  # no four eyes in the way
