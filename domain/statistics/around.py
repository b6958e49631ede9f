"""The cases around the open list: work orders, demands, objections, claims, violations (R22 §11, §16, §31–§33)."""

from collections.abc import Mapping

from domain.list_change.events import ListChangeReturned
from domain.list_change.papers import ReturnGround
from domain.rulebook import Rulebook
from domain.statistics.story import Period, Story
from domain.statistics.tally import Tally
from domain.value import kind_of

# event of a process → the figure that it counts for; a rate counts 1 for the good, 0 for the other
COUNTED: Mapping[tuple[str, str], tuple[str, int]] = {
    ("list_change", "list_change_submitted"): ("list_changes.submitted", 1),
    ("list_change", "list_change_returned"): ("list_changes.returned", 1),
    ("list_change", "list_change_approved"): ("list_changes.approved", 1),
    ("demand", "demand_forwarded"): ("demands.forwarded", 1),
    ("demand", "order_took_effect"): ("demands.satisfied", 1),
    ("demand", "demand_declined"): ("demands.satisfied", 0),
    ("objection", "objection_raised"): ("objections.raised", 1),
    ("rights_claim", "claim_filed"): ("rights_claims.filed", 1),
    ("violation", "violation_recorded"): ("violations.recorded", 1),
}
RETURNED: Mapping[ReturnGround, str] = {
    1: "list_changes.returned.no_reason",
    2: "list_changes.returned.incomplete",
    3: "list_changes.returned.against_grading",
    4: "list_changes.returned.other",
}


def count(story: Story, period: Period, _: Rulebook, tally: Tally) -> None:
    """Count what happened to one case in the period, by the kinds of its events."""
    if not story.agency:
        return
    for step in story.steps:
        counted = COUNTED.get((story.process.name, kind_of(step.body)))
        if counted and period.has(step.at):
            figure, observed = counted
            tally.see(story.agency, figure, observed)
            if isinstance(step.body, ListChangeReturned):
                tally.see(story.agency, RETURNED[step.body.ground])
