"""What a review gathered."""

from typing import Literal

from domain.application.review_papers import Conflict, ExpertReview, Opinion, Priority, RiskAssessment
from domain.value import Value


class FusionRiskAssessed(Value):
    """The publisher assessed what fusing several sources may bring to light."""

    kind: Literal["fusion_risk_assessed"] = "fusion_risk_assessed"
    risk: RiskAssessment


class ExpertReviewRequested(Value):
    """Experts were asked. No deadline changes: expert time runs (R22 §19 says nothing else)."""

    kind: Literal["expert_review_requested"] = "expert_review_requested"
    review: ExpertReview


class OpinionGiven(Value):
    """An expert answered a question, counted from 1."""

    kind: Literal["opinion_given"] = "opinion_given"
    number: int
    opinion: Opinion


class ConflictDeclared(Value):
    """An expert declared a conflict of interest."""

    kind: Literal["conflict_declared"] = "conflict_declared"
    conflict: Conflict


class PriorityMarked(Value):
    """The case is to be supported first."""

    kind: Literal["priority_marked"] = "priority_marked"
    priority: Priority


ExpertEvent = FusionRiskAssessed | ExpertReviewRequested | OpinionGiven | ConflictDeclared | PriorityMarked
