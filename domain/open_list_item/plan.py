"""What must happen next. An item's case never ends: its plan is never closed."""

from typing import assert_never

from domain.kernel import Plan
from domain.open_list_item.clocks import running
from domain.open_list_item.state import Archived, Current, State, Static, Withdrawn
from domain.phases import Unopened


def plan(state: State) -> Plan:
    """The date by which new data is due, if one runs, and the duties that are owed."""
    match state:
        case Unopened():
            return Plan()
        case Current():
            return state.dossier.plan(*running(state.updates))
        case Static() | Archived() | Withdrawn():
            return state.dossier.plan()
        case _:
            assert_never(state)
