"""What must happen next: the clock that runs and the duties that are owed, by phase."""

from typing import assert_never

from domain.kernel import Plan
from domain.list_change.state import Cancelled, Drafting, Effective, Publishing, Returned, Reviewing, State
from domain.phases import Unopened


def plan(state: State) -> Plan:
    """The standing deadlines and owed duties of `state`. A deadline that passed is not in it again."""
    match state:
        case Unopened():
            return Plan()
        case Drafting() | Returned() | Publishing():
            return state.dossier.plan()
        case Reviewing():
            return state.dossier.plan(state.review, *state.reminders)
        case Effective() | Cancelled():
            return state.dossier.plan(final=True)
        case _:
            assert_never(state)
