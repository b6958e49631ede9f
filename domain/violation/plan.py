"""What must happen next: the clocks that run and the duties that are owed, by phase."""

from typing import assert_never

from domain.kernel import Plan
from domain.phases import Unopened
from domain.violation.state import (
    Alleged,
    Dismissed,
    Hearing,
    MeasuresApplied,
    Publicised,
    Recorded,
    Reported,
    Restored,
    State,
    TakenUp,
)


def plan(state: State) -> Plan:
    """The standing deadlines and owed duties of `state`."""
    match state:
        case Unopened():
            return Plan()
        case Hearing(view=""):
            return state.dossier.plan(state.window, *state.reminders)
        case Publicised():
            return state.dossier.plan(state.until)
        case Reported() | Alleged() | Hearing() | Recorded() | MeasuresApplied():
            return state.dossier.plan()
        case TakenUp() | Restored() | Dismissed():
            return state.dossier.plan(final=True)
        case _:
            assert_never(state)
