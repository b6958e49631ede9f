"""What a review gathers: expert opinions, the risk of fusion, priority. No clock heeds it (R22 §19)."""

from dataclasses import replace

import pytest

from domain.application.commands import (
    DeclareConflict,
    GiveOpinion,
    MarkPriority,
    RefuseApplication,
    RequestExpertReview,
)
from domain.application.events import (
    ApplicationApproved,
    ApplicationRefused,
    ConflictDeclared,
    ExpertReviewRequested,
    FusionRiskAssessed,
    OpinionGiven,
    PriorityMarked,
)
from domain.application.papers import MeritsReason
from domain.application.reasons import ApplicationReason
from domain.application.review_papers import (
    Expert,
    ExpertGround,
    Opinion,
    Priority,
    PriorityGround,
    Recommendation,
    RiskAssessment,
    RiskLevel,
)
from domain.kernel import Reason
from domain.people import Actor, Role
from domain.visibility import may_see, waits_for
from tests.domain.application.cast import (
    CASE,
    CLERK,
    EXPERT,
    OTHER_EXPERT,
    PARTNER,
    REVIEWER,
    WANG,
    accept,
    approve,
    assess,
    draft,
    reviewing,
    submit,
)
from tests.scenario import Scenario, Step, step

LI = Expert(person="li", organisation="university")
ZHAO = Expert(person="zhao", organisation="institute")


def request(*experts: Expert, at: str = "2025-09-05 09:00", by: Actor = REVIEWER) -> Step:
    asked = RequestExpertReview(ground=ExpertGround.COMPLEX, question="能否还原个人轨迹？", experts=experts)
    return step(at, by, asked)


def opinion(by: Actor = EXPERT, at: str = "2025-09-08 09:00") -> Step:
    return step(at, by, GiveOpinion(recommendation=Recommendation.APPROVE_WITH_MEASURES, text="限定精度"))


def conflict(by: Actor = EXPERT, at: str = "2025-09-08 10:00") -> Step:
    return step(at, by, DeclareConflict(reason="曾任申请单位顾问"))


def mark(by: Actor = REVIEWER, at: str = "2025-09-05 09:00") -> Step:
    return step(at, by, MarkPriority(ground=PriorityGround.REPLICABLE, reason="可推广至全市配送"))


def asked(*experts: Expert) -> Scenario:
    return reviewing().given(request(*experts))


# -- experts -----------------------------------------------------------------------------------


def test_asking_experts_and_their_answers_move_no_deadline() -> None:
    case = reviewing()
    requested = case.when(request(LI, ZHAO)).then(ExpertReviewRequested)
    answered = requested.when(opinion()).then(OpinionGiven)
    declared = answered.when(conflict(OTHER_EXPERT)).then(ConflictDeclared)
    for later in (requested, answered, declared):
        assert later.process.plan(later.state).deadlines == case.process.plan(case.state).deadlines


def test_expert_time_counts_towards_the_target_and_the_norm() -> None:
    late = asked(LI).when(approve("2025-09-12 10:00")).event(ApplicationApproved)
    assert (late.timeliness.within_target, late.timeliness.working_days_over_target) == ("no", 1)


def test_the_experts_organisations_see_the_case_from_then_on() -> None:
    before, after = reviewing(), asked(LI)
    assert not may_see(EXPERT, before.process.summary(before.state))
    assert may_see(EXPERT, after.process.summary(after.state))
    assert not may_see(OTHER_EXPERT, after.process.summary(after.state))
    approved = after.given(approve())
    assert approved.process.summary(approved.state).parties[Role.EXPERT] == ("university",)


def test_it_waits_for_each_expert_until_they_have_answered_or_the_review_is_over() -> None:
    """For them alone, not for a colleague or a substitute, and beside the publisher whose turn it is."""
    colleague, stand_in = (
        EXPERT.model_copy(update={"id": "wu"}),
        EXPERT.model_copy(update={"id": "wu", "on_behalf_of": "li"}),
    )
    both = asked(LI, ZHAO)
    answered, decided = both.given(opinion()), both.given(approve())
    declared = answered.given(conflict(OTHER_EXPERT))
    waiting = [
        [
            waits_for(one, case.process.summary(case.state))
            for one in (EXPERT, OTHER_EXPERT, colleague, stand_in, REVIEWER)
        ]
        for case in (both, answered, declared)
    ]
    assert waiting == [
        [True, True, False, False, True],
        [False, True, False, False, True],
        [False, False, False, False, True],
    ]
    assert not waits_for(OTHER_EXPERT, decided.process.summary(decided.state))


def test_an_opinion_is_kept_with_its_question_through_the_decision() -> None:
    approved = asked(LI).given(opinion(), approve())
    (review,) = approved.state.dossier.gathered.expert_reviews
    assert review.opinions == (
        Opinion(expert=LI, recommendation=Recommendation.APPROVE_WITH_MEASURES, text="限定精度"),
    )


def test_an_expert_named_twice_is_asked_once() -> None:
    assert asked(LI, LI).state.dossier.gathered.expert_reviews[0].experts == (LI,)


@pytest.mark.parametrize("organisation", ["shenjiang", "partner", "weather"])
def test_no_expert_of_an_applicant_or_the_publisher_is_asked(organisation: str) -> None:
    case = reviewing(joint_applicants=["partner"])
    near = Expert(person="near", organisation=organisation)
    case.when(request(LI, near)).then_refused(ApplicationReason.CONFLICT_OF_INTEREST, "near")


def test_who_drafted_the_application_is_no_expert_in_it() -> None:
    self_made = Expert(person=WANG.id, organisation="university")
    reviewing().when(request(self_made)).then_refused(ApplicationReason.CONFLICT_OF_INTEREST)


def test_who_had_the_application_drafted_or_submitted_is_no_expert_in_it() -> None:
    """A substitute drafts, a colleague submits: neither the principal nor the colleague is asked."""
    drafted, handed_in = draft(), submit()
    away = WANG.model_copy(update={"on_behalf_of": "away"})
    colleague = WANG.model_copy(update={"id": "colleague"})
    case = CASE.given(replace(drafted, actor=away), replace(handed_in, actor=colleague), accept())
    for person in ("away", "colleague"):
        asked = request(Expert(person=person, organisation="university"))
        case.when(asked).then_refused(ApplicationReason.CONFLICT_OF_INTEREST, person)


def test_who_declared_a_conflict_gives_no_opinion_and_is_not_asked_again() -> None:
    declared = asked(LI, ZHAO).given(conflict())
    declared.when(opinion()).then_refused(ApplicationReason.CONFLICT_OF_INTEREST)
    declared.when(request(LI)).then_refused(ApplicationReason.CONFLICT_OF_INTEREST)
    declared.when(conflict()).then_refused(ApplicationReason.NOT_ASKED)
    declared.when(opinion(OTHER_EXPERT)).then(OpinionGiven)


def test_a_conflict_may_be_declared_after_an_opinion_which_stays_on_record() -> None:
    declared = asked(LI).given(opinion(), conflict())
    gathered = declared.state.dossier.gathered
    assert gathered.conflicted(LI)
    assert len(gathered.expert_reviews[0].opinions) == 1


def test_an_expert_answers_each_question_once_the_oldest_first() -> None:
    twice = asked(LI).given(request(LI, at="2025-09-05 10:00"))
    first = twice.when(opinion())
    second = first.after.when(opinion())
    assert [first.event(OpinionGiven).number, second.event(OpinionGiven).number] == [1, 2]
    second.after.when(opinion()).then_refused(ApplicationReason.NOT_ASKED)


def test_only_who_was_asked_answers() -> None:
    colleague = Actor(id="colleague", role=Role.EXPERT, organisation="university")
    asked(LI).when(opinion(colleague)).then_refused(ApplicationReason.NOT_ASKED)
    asked(LI).when(conflict(colleague)).then_refused(ApplicationReason.NOT_ASKED)
    asked(LI).when(opinion(OTHER_EXPERT)).then_refused(Reason.OTHER_ORGANISATION)
    reviewing().when(opinion()).then_refused(Reason.OTHER_ORGANISATION)


def test_an_applicant_is_no_expert_in_their_own_case_whatever_else_they_are() -> None:
    also_expert = Actor(id=PARTNER.id, role=Role.EXPERT, organisation=PARTNER.organisation)
    reviewing(joint_applicants=["partner"]).when(opinion(also_expert)).then_refused(Reason.OTHER_ORGANISATION)


def test_only_the_publisher_asks_experts_and_only_under_review() -> None:
    reviewing().when(request(LI, by=CLERK)).then_refused(Reason.FORBIDDEN)
    CASE.given(draft(), submit()).when(request(LI)).then_refused(Reason.WRONG_PHASE)


def test_the_decision_waits_for_no_opinion_and_ends_the_question() -> None:
    refusal = RefuseApplication(reasons=(MeritsReason(condition="scenario", explanation="不符"),))
    refused = asked(LI).when(step("2025-09-05 15:00", REVIEWER, refusal)).then(ApplicationRefused)
    refused.when(opinion()).then_refused(Reason.WRONG_PHASE)
    asked(LI).when(approve()).then(ApplicationApproved)


# -- fusion risk -------------------------------------------------------------------------------


def test_one_source_alone_needs_no_assessment() -> None:
    reviewing().when(approve()).then(ApplicationApproved)


def test_other_sources_named_in_the_draft_have_to_be_assessed_before_an_approval() -> None:
    case = reviewing(sources=["自有车载轨迹"])
    case.when(approve()).then_refused(ApplicationReason.RISK_NOT_ASSESSED)
    risk = RiskAssessment(level=RiskLevel.LOW, note="不能识别个人", measures=("网格级输出",))
    assessed = case.when(assess("2025-09-08 09:00")).then(FusionRiskAssessed(risk=risk))
    assert assessed.process.plan(assessed.state) == case.process.plan(case.state)
    assessed.when(approve()).then(ApplicationApproved)


def test_an_application_of_several_sources_may_be_refused_without_an_assessment() -> None:
    refusal = RefuseApplication(reasons=(MeritsReason(condition="scenario", explanation="不符"),))
    reviewing(sources=["自有车载轨迹"]).when(step("2025-09-05 15:00", REVIEWER, refusal)).then(ApplicationRefused)


def test_sources_may_be_named_once_more_without_effect() -> None:
    assert reviewing(sources=["轨迹", "轨迹"]).state.dossier.contents.sources == ("轨迹",)


def test_an_assessment_is_the_publishers() -> None:
    asked_by_clerk = assess("2025-09-08 09:00")
    reviewing().when(step("2025-09-08 09:00", CLERK, asked_by_clerk.command)).then_refused(Reason.FORBIDDEN)


# -- priority ----------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [REVIEWER, CLERK])
def test_a_priority_moves_no_deadline_of_its_case_or_of_another_in_the_queue(by: Actor) -> None:
    other = reviewing("2025-09-03 09:00")
    case = reviewing().with_world(cases={"case-0": other.state})
    priority = Priority(ground=PriorityGround.REPLICABLE, reason="可推广至全市配送")
    marked = case.when(mark(by)).then(PriorityMarked(priority=priority))
    assert marked.process.plan(marked.state) == case.process.plan(case.state)
    assert marked.world.cases["case-0"] == other.state
    # nor does the other's decision count as later for it
    decided = other.when(approve("2025-09-10 10:00")).event(ApplicationApproved)
    assert decided.timeliness.within_target == "yes"


def test_a_mark_stays_with_the_case_and_changes_nothing_of_its_timeliness() -> None:
    approved = reviewing().given(mark(), approve("2025-09-12 10:00"))
    assert approved.state.dossier.gathered.priorities[0].ground is PriorityGround.REPLICABLE
    last = approved.history[-1]
    assert isinstance(last, ApplicationApproved)
    assert last.timeliness.within_target == "no"


def test_applicants_do_not_mark_their_own_case() -> None:
    reviewing().when(mark(WANG)).then_refused(Reason.FORBIDDEN)
