"""The annual plan: rows opened by their day, on it, after it, or not yet (P25 §1, annex)."""

from domain.plan_item.events import PlanItemAdjusted
from domain.plan_item.state import CompletedLate, CompletedOnTime, Imported, Overdue
from domain.plan_item.state import State as PlanItemState
from domain.rulebook import Rulebook
from domain.statistics.story import Period, Story
from domain.statistics.tally import Tally


def count(story: Story, _period: Period, _rulebook: Rulebook, tally: Tally) -> None:
    """Count one row of the plan as it stands at the period's end; a case of another process counts nothing."""
    if story.process.name != "plan_item" or not story.agency:
        return
    state: PlanItemState = story.last.state
    tally.see(story.agency, "plan.rows")
    match state:
        case Imported():
            tally.see(story.agency, "plan.unconfirmed")
        case CompletedOnTime() | CompletedLate():
            tally.see(story.agency, "plan.on_time", isinstance(state, CompletedOnTime))
            if state.standing == "boundary":
                tally.see(story.agency, "plan.boundary")
            if state.days_late:
                tally.see(story.agency, "plan.days_late", state.days_late)
            if state.withdrawn_later:
                tally.see(story.agency, "plan.withdrawn_later")
        case Overdue():
            tally.see(story.agency, "plan.on_time", 0)
            tally.see(story.agency, "plan.overdue")
        case _:
            tally.see(story.agency, "plan.running")
    if any(isinstance(step.body, PlanItemAdjusted) for step in story.steps):
        tally.see(story.agency, "plan.adjusted")
