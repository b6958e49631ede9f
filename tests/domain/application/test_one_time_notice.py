"""What could have been told the first time is blocked later, or flagged (S04, S09)."""

from domain.application.commands import OverrideOneTimeNotice, RefuseAcceptance, RefuseApplication
from domain.application.events import (
    AcceptanceRefused,
    ApplicationRefused,
    OneTimeNoticeBreached,
    OneTimeNoticeOverridden,
)
from domain.application.papers import CompletenessReason, Defect, MeritsReason, SubmittedMaterial
from domain.application.reasons import ApplicationReason
from domain.items import Condition, ConditionKind
from tests.domain.application.cast import (
    ALL_PAPERS,
    CASE,
    CLERK,
    ITEM,
    OFFICE,
    REVIEWER,
    accept,
    draft,
    papers,
    submit,
    superseding,
)
from tests.scenario import Scenario, Step, step

Papers = tuple[SubmittedMaterial, ...]


def incomplete(at: str, **defects: str) -> Step:
    reasons = tuple(CompletenessReason(requirement=name, defect=Defect(defect)) for name, defect in defects.items())
    return step(at, CLERK, RefuseAcceptance(reasons=reasons))


def on_merits(at: str, arises_from: str = "", **explanations: str) -> Step:
    reasons = tuple(
        MeritsReason(condition=condition, explanation=text, arises_from=arises_from)
        for condition, text in explanations.items()
    )
    return step(at, REVIEWER, RefuseApplication(reasons=reasons))


def override(at: str, *subjects: str) -> Step:
    return step(at, OFFICE, OverrideOneTimeNotice(subjects=subjects, justification="首次审查无法发现"))


# S04: the certificate lacked from the start, but only the other two were told
NOT_ACCEPTED = CASE.given(
    draft("2025-06-30 09:00"),
    submit("2025-06-30 10:00", papers()),
    incomplete("2025-07-02 10:00", security_system="missing", scenario_note="missing"),
)


CURED = papers(security_system="s1", scenario_note="n1")


def again(materials: Papers = CURED) -> Scenario:
    fresh = superseding(NOT_ACCEPTED)
    return fresh.given(draft("2025-07-08 09:00", supersedes="case-1"), submit("2025-07-08 10:00", materials))


def test_s04_a_defect_that_stood_untold_before_is_blocked() -> None:
    old = incomplete("2025-07-09 09:00", qualification="missing")
    again().when(old).then_refused(ApplicationReason.ONE_TIME_NOTICE, "qualification")


def test_s04_the_general_offices_override_is_recorded_and_the_refusal_flagged_as_a_breach() -> None:
    case = again().when(override("2025-07-09 09:00", "qualification")).then(OneTimeNoticeOverridden)
    breached = OneTimeNoticeBreached(subjects=("qualification",))
    refused = case.when(incomplete("2025-07-09 09:30", qualification="missing")).then(breached, AcceptanceRefused)
    assert refused.state.dossier.flags == ("one_time_notice_breach",)


def test_s04_no_review_clock_ran_on_the_first_case_and_the_second_has_its_own() -> None:
    assert NOT_ACCEPTED.last_days() == {}
    case = again(ALL_PAPERS).given(accept("2025-07-09 10:00"))
    days = case.last_days()
    assert (days["application.answer"], days["application.review"]) == ("2025-07-16", "2025-07-23")


def test_s04_what_can_no_longer_be_refused_need_not_be_handed_in_either() -> None:
    case = again().given(accept("2025-07-09 09:30"))
    assert case.state.phase == "under_review"
    told = again(papers(scenario_note="n1")).when(accept("2025-07-09 09:30"))
    told.then_refused(ApplicationReason.MATERIALS_MISSING, "for security_system")


def test_a_defect_told_before_and_one_of_new_material_may_be_told() -> None:
    told = again(papers(scenario_note="n1"))
    told.when(incomplete("2025-07-09 09:00", security_system="missing")).then(AcceptanceRefused)
    renewed = again(papers(qualification="q1", security_system="s1", scenario_note="n1"))
    renewed.when(incomplete("2025-07-09 09:00", qualification="expired")).then(AcceptanceRefused)


def test_what_the_first_of_three_left_untold_is_still_old_in_the_third() -> None:
    second = again(papers(security_system="s1")).given(incomplete("2025-07-09 09:00", scenario_note="missing"))
    third = superseding(second, "case-3").given(
        draft("2025-07-10 09:00", supersedes="case-2"), submit("2025-07-10 10:00", papers(security_system="s1"))
    )
    assert [earlier.case_id for earlier in third.state.dossier.chain] == ["case-1", "case-2"]
    third.when(incomplete("2025-07-11 09:00", qualification="missing")).then_refused(ApplicationReason.ONE_TIME_NOTICE)
    third.when(incomplete("2025-07-11 09:00", scenario_note="missing")).then(AcceptanceRefused)
    untold_by_second = incomplete("2025-07-11 09:00", security_system="unclear")
    third.when(untold_by_second).then(AcceptanceRefused)  # told in the first: it may be told again


def test_an_incomplete_case_was_never_reviewed_so_its_review_may_give_any_reason() -> None:
    case = again(ALL_PAPERS).given(accept("2025-07-09 09:00"))
    case.when(on_merits("2025-07-10 09:00", credit="失信")).then(ApplicationRefused)


# S09: refused on two grounds, applied for again
DECLINED = CASE.given(
    draft("2025-10-28 09:00"),
    submit("2025-10-28 10:00"),
    accept("2025-10-29 10:00"),
    on_merits("2025-11-04 10:00", scenario="场景不符", security="制度不全"),
)


def reapplied(materials: Papers = ALL_PAPERS, earlier: Scenario = DECLINED, **changes: str) -> Scenario:
    return superseding(earlier).given(
        draft("2025-11-10 09:00", supersedes="case-1", **changes),
        submit("2025-11-10 10:00", materials),
        accept("2025-11-11 10:00"),
    )


def test_s09_every_reason_maps_to_a_condition_published_with_the_frozen_version() -> None:
    case = CASE.given(draft(), submit(), accept())
    case.when(on_merits("2025-09-05 10:00", enterprises_only="仅限企业")).then_refused(
        ApplicationReason.UNPUBLISHED_CONDITION, "enterprises_only"
    )
    newer = Condition(id="newer", kind=ConditionKind.OTHER, text="后加的条件")
    changed = ITEM.model_copy(update={"version": 2, "conditions": (*ITEM.conditions, newer)})
    later = case.with_world(items={ITEM.item_id: changed})
    later.when(on_merits("2025-09-05 10:00", newer="不符")).then_refused(ApplicationReason.UNPUBLISHED_CONDITION)


def test_s09_a_third_ground_that_stood_before_is_blocked_or_overridden_as_a_breach() -> None:
    case = reapplied(scenario="改为教学研究")
    assert (case.last_days()["application.answer"], case.last_days()["application.review"]) == (
        "2025-11-18",
        "2025-11-25",
    )
    ground = on_merits("2025-11-14 10:00", credit="失信")
    case.when(ground).then_refused(ApplicationReason.ONE_TIME_NOTICE, "credit")
    overridden = case.given(override("2025-11-14 09:00", "credit"))
    overridden.when(ground).then(OneTimeNoticeBreached(subjects=("credit",)), ApplicationRefused)


def test_a_ground_told_before_may_be_told_again() -> None:
    reapplied().when(on_merits("2025-11-14 10:00", scenario="仍不符")).then(ApplicationRefused)


def test_a_ground_may_arise_from_a_part_that_did_change() -> None:
    changed = reapplied(scenario="改为信用评估")
    changed.when(on_merits("2025-11-14 10:00", arises_from="scenario", credit="失信")).then(ApplicationRefused)
    renewed = reapplied(papers(qualification="q2", security_system="s1", scenario_note="n1"))
    renewed.when(on_merits("2025-11-14 10:00", arises_from="qualification", credit="失信")).then(ApplicationRefused)


def test_a_part_said_to_have_changed_that_did_not_is_found_out() -> None:
    same = reapplied()
    for part in ("scenario", "qualification"):
        claim = on_merits("2025-11-14 10:00", arises_from=part, credit="失信")
        same.when(claim).then_refused(ApplicationReason.DID_NOT_CHANGE, part)
    invented = on_merits("2025-11-14 10:00", arises_from="weather", credit="失信")
    same.when(invented).then_refused(ApplicationReason.UNKNOWN_REQUIREMENT)


def test_a_condition_whose_words_changed_since_is_a_new_one() -> None:
    reworded = (*ITEM.conditions[:2], ITEM.conditions[2].model_copy(update={"text": "无任何失信记录"}))
    item = ITEM.model_copy(update={"version": 2, "conditions": reworded})
    case = reapplied(earlier=DECLINED.with_world(items={ITEM.item_id: item}))
    case.when(on_merits("2025-11-14 10:00", credit="失信")).then(ApplicationRefused)


def test_only_a_refused_case_of_the_same_applicant_and_item_can_be_superseded() -> None:
    open_case = CASE.given(draft())
    superseding(open_case).when(draft(supersedes="case-1")).then_refused(ApplicationReason.CANNOT_SUPERSEDE)
    asked = draft("2025-11-10 09:00", supersedes="case-1")
    other = Step(asked.at, asked.actor.model_copy(update={"organisation": "other"}), asked.command)
    superseding(DECLINED).when(other).then_refused(ApplicationReason.CANNOT_SUPERSEDE)


def test_an_override_names_requirements_or_conditions() -> None:
    again().when(override("2025-07-09 09:00", "nothing")).then_refused(ApplicationReason.UNKNOWN_SUBJECT, "nothing")
