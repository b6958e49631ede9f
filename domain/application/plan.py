"""What must happen next: the clocks that run and the duties that are owed, by phase."""

from typing import assert_never

from domain.application.papers import Limit, Period, ReportDue
from domain.application.state import (
    Checking,
    Closed,
    Declined,
    Deleting,
    Delivering,
    Drafting,
    Lapsed,
    NotAccepted,
    Reviewing,
    Signing,
    State,
    Unopened,
    Using,
    Withdrawn,
)
from domain.deadlines import Deadline
from domain.kernel import Duty, Plan


def plan(state: State) -> Plan:
    """The standing deadlines and owed duties of `state`. A deadline that passed is not in it again."""
    match state:
        case Unopened() | Drafting():
            return Plan()
        case NotAccepted() | Declined() | Withdrawn() | Lapsed() | Closed():
            return Plan(closed=True)
        case Checking():
            return _plan(state, state.completeness)
        case Reviewing():
            return _plan(state, state.norm, state.target, *state.reminders)
        case Signing():
            return _plan(state, state.window, *state.reminders, duties=state.duties)
        case Delivering():
            return _plan(state, state.delivery, state.term, *state.reminders, duties=state.duties)
        case Using():
            return _plan(state, state.term, *_report(state.report), duties=state.duties)
        case Deleting(confirmed=True):
            return _plan(state, *_report(state.report), duties=state.duties)
        case Deleting():
            return _plan(state, state.deletion, *state.reminders, *_report(state.report), duties=state.duties)
        case _:
            assert_never(state)


def _plan(
    state: Checking | Reviewing | Signing | Delivering | Using | Deleting, *limits: Limit, duties: tuple[Duty, ...] = ()
) -> Plan:
    spent = state.dossier.spent
    standing = tuple(limit for limit in limits if isinstance(limit, Deadline) and not spent(limit))
    return Plan(deadlines=standing, duties=duties)


def _report(period: Period) -> tuple[Limit, ...]:
    return (period.due, *period.reminders, *period.grace) if isinstance(period, ReportDue) else ()
