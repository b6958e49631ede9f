"""What happened to a body of grading rules. Kinds and fields are storage: never rename one.

No limit runs, so no event of the clock is among them.
"""

from typing import Literal

from domain.grading import RulesVersion
from domain.value import Value


class GradingRulesPublished(Value):
    """The first version is on record."""

    kind: Literal["grading_rules_published"] = "grading_rules_published"
    case_id: str
    publisher: str  # organisation; empty for the city's guide
    rules: RulesVersion


class RulesVersionPublished(Value):
    """A further version is on record."""

    kind: Literal["rules_version_published"] = "rules_version_published"
    rules: RulesVersion


class GradingRulesWithdrawn(Value):
    """Nothing is graded by any version so far."""

    kind: Literal["grading_rules_withdrawn"] = "grading_rules_withdrawn"
    ground: str


Event = GradingRulesPublished | RulesVersionPublished | GradingRulesWithdrawn
