"""What must happen next: the clocks that run and the duties that are owed, by phase."""

from typing import assert_never

from domain.kernel import Plan
from domain.objection.state import (
    ClosedCorrected,
    ClosedNoChange,
    ClosedRejected,
    Corrected,
    Marked,
    Raised,
    State,
    Verifying,
    Withdrawn,
)
from domain.phases import Unopened


def plan(state: State) -> Plan:
    """The standing deadlines and owed duties of `state`. A deadline that passed is not in it again."""
    match state:
        case Unopened():
            return Plan()
        case Raised():
            return state.dossier.plan(state.mark, state.transfer)
        case Marked():
            return state.dossier.plan(state.transfer)
        case Verifying():
            return state.dossier.plan(state.decide, *state.reminders)
        case Corrected():
            return state.dossier.plan()
        case ClosedCorrected() | ClosedNoChange() | ClosedRejected() | Withdrawn():
            return state.dossier.plan(final=True)
        case _:
            assert_never(state)
