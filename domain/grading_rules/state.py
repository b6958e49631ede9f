"""The phases of a body of grading rules. None is an end: it may always be followed by a version."""

from typing import Literal

from domain import standing
from domain.grading import PublishedRules, RulesVersion
from domain.phases import Unopened
from domain.value import Value


class RulesDossier(standing.Dossier):
    """Whose rules they are, and the versions that were withdrawn, oldest first."""

    publisher: str  # empty for the city's guide
    former: tuple[RulesVersion, ...] = ()


class Opened(Value):
    """Whatever has been published, withdrawn or not."""

    dossier: RulesDossier


class Published(Opened, PublishedRules):
    """There are versions that hold, each from its instant on."""

    phase: Literal["published"] = "published"


class Withdrawn(Opened):
    """No version holds."""

    phase: Literal["withdrawn"] = "withdrawn"
    ground: str


OpenedState = Published | Withdrawn
State = Unopened | OpenedState
