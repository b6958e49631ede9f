"""What must happen next: reminders and duties, by phase."""

from typing import assert_never

from domain.demand.state import Adopted, Answered, Declined, Merged, Received, Satisfied, State, WithPublisher
from domain.kernel import Plan
from domain.phases import Unopened


def plan(state: State) -> Plan:
    """The standing reminders and owed duties of `state`."""
    match state:
        case Unopened():
            return Plan()
        case Received() | WithPublisher():
            return state.dossier.plan(state.reminder)
        case Merged() | Adopted():
            return state.dossier.plan()
        case Declined() | Satisfied() | Answered():
            return state.dossier.plan(final=True)
        case _:
            assert_never(state)
