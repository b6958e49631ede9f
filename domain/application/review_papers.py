"""What a review gathers beside the materials: fusion risk, expert opinions, priority (R22 §19(1)–(3))."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.texts import Id
from domain.value import SHOWN, Value


class RiskLevel(StrEnum):
    """What fusing several sources may bring to light."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class RiskAssessment(Value):
    """What the publisher found about fusing several sources (R22 §19(3))."""

    level: Annotated[RiskLevel, SHOWN]
    note: str
    measures: Annotated[tuple[str, ...], SHOWN]


class ExpertGround(StrEnum):
    """When experts may be asked (R22 §19(3))."""

    LARGE_ONE_OFF = "large_one_off"
    COMPLEX = "complex"


class Expert(Value):
    """A person who holds the role of an expert, and the organisation they hold it in."""

    person: Id = Field(description="Person id")
    organisation: Id


class Recommendation(StrEnum):
    """What an expert advises. It binds no one."""

    APPROVE = "approve"
    APPROVE_WITH_MEASURES = "approve_with_measures"
    REFUSE = "refuse"


class Opinion(Value):
    """What one expert answered."""

    expert: Expert
    recommendation: Annotated[Recommendation, SHOWN]
    text: str


class ExpertReview(Value):
    """One question to experts, and the answers so far."""

    ground: Annotated[ExpertGround, SHOWN]
    question: str
    experts: tuple[Expert, ...]
    opinions: tuple[Opinion, ...] = ()

    def awaits(self, expert: Expert) -> bool:
        """Whether that expert was asked and has not answered."""
        return expert in self.experts and all(given.expert != expert for given in self.opinions)


class Conflict(Value):
    """A conflict of interest that an expert declared: they give no opinion in this case."""

    expert: Expert
    reason: str


class PriorityGround(StrEnum):
    """What is supported first (R22 §19(2))."""

    USEFUL = "useful"
    REPLICABLE = "replicable"


class Priority(Value):
    """A mark that a case be supported first. It moves no deadline, in this case or another."""

    ground: PriorityGround
    reason: str


class ReviewPapers(Value):
    """All that a review gathered; it stays with the case."""

    risks: tuple[RiskAssessment, ...] = ()  # the last one counts
    expert_reviews: tuple[ExpertReview, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    priorities: Annotated[tuple[Priority, ...], SHOWN] = ()

    def experts(self) -> tuple[Expert, ...]:
        """All that were asked, each once."""
        return tuple(dict.fromkeys(expert for review in self.expert_reviews for expert in review.experts))

    def awaited(self) -> tuple[Expert, ...]:
        """Those who have neither answered nor declared a conflict, each once."""
        awaited = (one for review in self.expert_reviews for one in review.experts if review.awaits(one))
        return tuple(dict.fromkeys(one for one in awaited if not self.conflicted(one)))

    def conflicted(self, expert: Expert) -> bool:
        """Whether that expert declared a conflict."""
        return any(declared.expert == expert for declared in self.conflicts)
