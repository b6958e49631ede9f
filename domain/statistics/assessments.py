"""The yearly assessments: reported in time, late, or not at all (R22 §10; W23 tasks-1)."""

from domain.assessment.clocks import YEARLY
from domain.assessment.state import Assessing
from domain.assessment.state import OpenedState as AssessmentState
from domain.rulebook import Rulebook
from domain.statistics.story import Period, Story
from domain.statistics.tally import Tally


def count(story: Story, _period: Period, _rulebook: Rulebook, tally: Tally) -> None:
    """Count one publisher's year as it stands at the period's end; a case of another process counts nothing."""
    if story.process.name != "assessment" or not story.agency:
        return
    state: AssessmentState = story.last.state
    if not isinstance(state, Assessing):
        tally.see(story.agency, "assessments.reported")
        if state.report.standing != "untimed":
            tally.see(story.agency, "assessments.on_time", state.report.standing == "on_time")
        if state.report.standing == "late":
            tally.see(story.agency, "assessments.late")
    elif YEARLY in state.dossier.missed:
        tally.see(story.agency, "assessments.on_time", 0)
        tally.see(story.agency, "assessments.missing")
    else:
        tally.see(story.agency, "assessments.running")
