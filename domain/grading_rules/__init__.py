"""The process `grading_rules`: the city's grading guide, or a publisher's own rules by it, in versions (R22 §13).

The competent department publishes the guide, and keeps it up to date (§13¶1; W23 tasks-2); what it says of method,
levels, conditions and examples is data (§13¶3). A publisher's own rules name the version of the guide that they follow,
and measures of supervision (§13¶2); they may not lead the same levels to another open type. Each body of rules is one
case, whose id says whose it is. A version is in force from its instant until the next one's, and is kept for ever.

`domain/grading.py` holds what others read of it: an order is checked against it, and what an older version of the guide
graded is to be graded again. No text sets a limit for any of this, so no clock runs.
"""

from typing import get_args

from domain.grading import case_of
from domain.grading_rules.commands import Command, PublishGradingRules
from domain.grading_rules.decide import decide
from domain.grading_rules.events import Event
from domain.grading_rules.evolve import evolve
from domain.grading_rules.labels import LABELS
from domain.grading_rules.permissions import PERMISSIONS
from domain.grading_rules.plan import plan, summary
from domain.grading_rules.reasons import GradingRulesReason
from domain.grading_rules.state import State
from domain.kernel import Decider
from domain.phases import Unopened


def _names(command: Command) -> str:
    return case_of(command.publisher) if isinstance(command, PublishGradingRules) else ""


GRADING_RULES: Decider[Command, Event, State] = Decider(
    name="grading_rules",
    plural="grading-rules",
    workflow="GradingRules",
    opening="publish_grading_rules",
    commands=get_args(Command),
    events=get_args(Event),
    states=get_args(State),
    initial=Unopened(),
    decide=decide,
    evolve=evolve,
    plan=plan,
    summary=summary,
    permissions=PERMISSIONS,
    labels=LABELS,
    reasons=GradingRulesReason,
    names=_names,
)
