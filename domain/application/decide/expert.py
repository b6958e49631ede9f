"""What a review gathers: fusion risk, expert opinions, priority (R22 §19). No clock starts, stops or moves."""

from typing import assert_never

from domain.application.commands.expert import (
    AssessFusionRisk,
    DeclareConflict,
    ExpertCommand,
    GiveOpinion,
    MarkPriority,
    RequestExpertReview,
)
from domain.application.dossier import Dossier
from domain.application.events import (
    ConflictDeclared,
    Event,
    ExpertReviewRequested,
    FusionRiskAssessed,
    OpinionGiven,
    PriorityMarked,
)
from domain.application.reasons import ApplicationReason
from domain.application.review_papers import (
    Conflict,
    Expert,
    ExpertReview,
    Opinion,
    Priority,
    ReviewPapers,
    RiskAssessment,
)
from domain.application.state import Reviewing, State
from domain.kernel import Context, Refused
from domain.people import Actor
from domain.phases import in_phase


def decide(command: ExpertCommand, state: State, context: Context) -> list[Event]:
    dossier = in_phase(state, Reviewing).dossier
    match command:
        case AssessFusionRisk(level=level, note=note, measures=measures):
            return [FusionRiskAssessed(risk=RiskAssessment(level=level, note=note, measures=measures))]
        case RequestExpertReview():
            return [_requested(command, dossier)]
        case GiveOpinion():
            return [_answered(command, dossier.gathered, _expert(context.actor))]
        case DeclareConflict():
            return [_declared(command, dossier.gathered, _expert(context.actor))]
        case MarkPriority(ground=ground, reason=reason):
            return [PriorityMarked(priority=Priority(ground=ground, reason=reason))]
        case _:
            assert_never(command)


def must_be_assessed(dossier: Dossier) -> None:
    """Raise `Refused` when several sources come together, and nobody has said what that risks (R22 §19(3))."""
    if dossier.several_sources and not dossier.gathered.risks:
        raise Refused(ApplicationReason.RISK_NOT_ASSESSED, "the risk of fusing several sources is not assessed")


def _requested(command: RequestExpertReview, dossier: Dossier) -> ExpertReviewRequested:
    experts = tuple(dict.fromkeys(command.experts))
    interested = {dossier.applicant, *dossier.contents.joint_applicants, dossier.item.publisher}
    for expert in experts:
        own = expert.organisation in interested or expert.person in (dossier.drafted_by, *dossier.askers.who)
        if own or dossier.gathered.conflicted(expert):
            raise Refused(ApplicationReason.CONFLICT_OF_INTEREST, f"{expert.person} of {expert.organisation}")
    review = ExpertReview(ground=command.ground, question=command.question, experts=experts)
    return ExpertReviewRequested(review=review)


def _expert(actor: Actor) -> Expert:
    return Expert(person=actor.id, organisation=actor.organisation)


def _answered(command: GiveOpinion, gathered: ReviewPapers, expert: Expert) -> OpinionGiven:
    if gathered.conflicted(expert):
        raise Refused(ApplicationReason.CONFLICT_OF_INTEREST, f"{expert.person} declared a conflict")
    opinion = Opinion(expert=expert, recommendation=command.recommendation, text=command.text)
    for number, review in enumerate(gathered.expert_reviews, 1):  # the oldest question first
        if review.awaits(expert):
            return OpinionGiven(number=number, opinion=opinion)
    raise Refused(ApplicationReason.NOT_ASKED, f"no opinion of {expert.person} is awaited")


def _declared(command: DeclareConflict, gathered: ReviewPapers, expert: Expert) -> ConflictDeclared:
    if expert not in gathered.experts() or gathered.conflicted(expert):
        raise Refused(ApplicationReason.NOT_ASKED, f"{expert.person} is not asked, or has declared it")
    return ConflictDeclared(conflict=Conflict(expert=expert, reason=command.reason))
