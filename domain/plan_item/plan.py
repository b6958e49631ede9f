"""What must happen next, and the row at a glance."""

from typing import assert_never

from domain.kernel import Plan, Summary
from domain.people import Role, publishers_side
from domain.phases import Unopened
from domain.plan_item.state import CompletedLate, CompletedOnTime, Imported, InProgress, Overdue, Planned, State


def plan(state: State) -> Plan:
    """A completed row has no clock any more and stays open: its item may yet be withdrawn."""
    match state:
        case Unopened():
            return Plan()
        case Planned() | InProgress():
            return state.dossier.plan(state.term.limit, *state.term.reminders)
        case Imported() | Overdue() | CompletedOnTime() | CompletedLate():
            return state.dossier.plan()
        case _:
            assert_never(state)


def summary(state: State) -> Summary:
    """The row's search columns, and the organisations that permissions read."""
    if isinstance(state, Unopened):
        return Summary(phase=state.phase)
    row = state.dossier.row
    return Summary(
        phase=state.phase,
        subject=state.dossier.item_id,
        title=row.title,
        holder=holder(state),
        parties=publishers_side(row.publisher),
        escalated_to=state.dossier.escalated_to,
    )


def holder(state: State) -> Role | None:
    """Whose turn it is."""
    match state:
        case Imported():
            return Role.COMPETENT_DEPARTMENT
        case Planned() | InProgress() | Overdue():
            return Role.DATA_PUBLISHER
        case Unopened() | CompletedOnTime() | CompletedLate():
            return None
        case _:
            assert_never(state)
