"""The process `assessment`: once a year a publisher assesses its open list and unopened data (R22 §10; W23 tasks-1).

One case for each publisher and year, open until the year's end: then it is overdue, and a report that comes later stays
late for ever. The report says of each item whether it is kept, changed or proposed for withdrawal, and of unopened data
whether it is to be opened. The competent department takes note of it, and may send it back once. What is to be changed
or opened is followed up by an order of its own, which is linked here: an assessment changes no list.
"""

from typing import get_args

from domain.assessment.commands import Command, OpenAssessment
from domain.assessment.decide import decide
from domain.assessment.events import Event
from domain.assessment.evolve import evolve
from domain.assessment.labels import LABELS
from domain.assessment.permissions import PERMISSIONS
from domain.assessment.plan import plan, summary
from domain.assessment.reasons import AssessmentReason
from domain.assessment.state import State
from domain.kernel import Decider
from domain.phases import Unopened


def case_of(year: int, publisher: str) -> str:
    """The id of a publisher's case of that year, such as `assessment-2025-sh-qixiangju`: there is only one."""
    return f"assessment-{year}-{publisher}"


def _names(command: Command) -> str:
    return case_of(command.year, command.publisher) if isinstance(command, OpenAssessment) else ""


ASSESSMENT: Decider[Command, Event, State] = Decider(
    name="assessment",
    plural="assessments",
    workflow="YearlyAssessment",
    opening="open_assessment",
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
    reasons=AssessmentReason,
    names=_names,
)
