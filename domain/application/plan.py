"""What must happen next: the clocks that run and the duties that are owed, by phase."""

from typing import assert_never

from domain.application.papers import Period, ReportDue
from domain.application.spot_check import CheckOrdered
from domain.application.state import (
    Checking,
    Closed,
    Declined,
    Deleting,
    Delivering,
    Dossier,
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
from domain.deadlines import Limit
from domain.kernel import Plan


def plan(state: State) -> Plan:
    """The standing deadlines and owed duties of `state`. A deadline that passed is not in it again."""
    match state:
        case Unopened():
            return Plan()
        case Drafting():
            return state.dossier.plan()
        case NotAccepted() | Declined() | Withdrawn() | Lapsed() | Closed():
            return state.dossier.plan(final=True)
        case Checking():
            return state.dossier.plan(state.completeness)
        case Reviewing():
            return state.dossier.plan(state.norm, state.target, *state.reminders)
        case Signing():
            return state.dossier.plan(state.window, *state.reminders)
        case Delivering():
            return state.dossier.plan(state.delivery, state.term, *state.reminders)
        case Using():
            return state.dossier.plan(state.term, *_report(state.report), *_check(state.dossier))
        case Deleting(confirmed=True):
            return state.dossier.plan(*_report(state.report), *_check(state.dossier))
        case Deleting():
            own = (state.deletion, *state.reminders)
            return state.dossier.plan(*own, *_report(state.report), *_check(state.dossier))
        case _:
            assert_never(state)


def _report(period: Period) -> tuple[Limit, ...]:
    return (period.due, *period.reminders, *period.grace) if isinstance(period, ReportDue) else ()


def _check(dossier: Dossier) -> tuple[Limit, ...]:
    check = dossier.check
    return (check.due, *check.reminders) if isinstance(check, CheckOrdered) else ()
