"""What a review gathered."""

from typing import assert_never

from domain.application.events.expert import (
    ConflictDeclared,
    ExpertEvent,
    ExpertReviewRequested,
    FusionRiskAssessed,
    OpinionGiven,
    PriorityMarked,
)
from domain.application.evolve.changes import noting
from domain.application.review_papers import ReviewPapers
from domain.application.state import Reviewing, State
from domain.phases import changed, was


def evolve(state: State, event: ExpertEvent) -> State:
    reviewing = was(state, Reviewing)
    return noting(reviewing, gathered=_gathered(reviewing.dossier.gathered, event))


def _gathered(papers: ReviewPapers, event: ExpertEvent) -> ReviewPapers:
    match event:
        case FusionRiskAssessed():
            return changed(papers, risks=(*papers.risks, event.risk))
        case ExpertReviewRequested():
            return changed(papers, expert_reviews=(*papers.expert_reviews, event.review))
        case OpinionGiven():
            reviews = list(papers.expert_reviews)
            asked = reviews[event.number - 1]
            reviews[event.number - 1] = changed(asked, opinions=(*asked.opinions, event.opinion))
            return changed(papers, expert_reviews=tuple(reviews))
        case ConflictDeclared():
            return changed(papers, conflicts=(*papers.conflicts, event.conflict))
        case PriorityMarked():
            return changed(papers, priorities=(*papers.priorities, event.priority))
        case _:
            assert_never(event)
