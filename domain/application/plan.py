"""What must happen next: the clocks that run and the duties that are owed, by phase."""

from typing import assert_never

from domain.application.commitment import Supervision
from domain.application.dossier import Dossier
from domain.application.papers import Period, ReportDue
from domain.application.spot_check import CheckOrdered
from domain.application.state import (
    ApprovedWhole,
    Checking,
    Closed,
    Declined,
    Deleting,
    Delivering,
    Dispatched,
    Drafting,
    Lapsed,
    NotAccepted,
    PartiallyApproved,
    RefusedWhole,
    Reviewing,
    Revoked,
    Signing,
    State,
    Using,
    Withdrawn,
)
from domain.deadlines import Limit
from domain.kernel import Plan
from domain.phases import Unopened


def plan(state: State) -> Plan:
    """The standing deadlines and owed duties of `state`. A deadline that passed is not in it again."""
    match state:
        case Unopened():
            return Plan()
        case Drafting() | Dispatched():
            return state.dossier.plan()
        case NotAccepted() | Declined() | Withdrawn() | Lapsed() | Revoked() | Closed():
            return state.dossier.plan(final=True)
        case ApprovedWhole() | PartiallyApproved() | RefusedWhole():
            return state.dossier.plan(final=True)
        case Checking():
            return state.dossier.plan(state.completeness)
        case Reviewing():
            return state.dossier.plan(state.norm, state.target, *state.reminders)
        case Signing():
            return state.dossier.plan(state.window, *state.reminders, *_supervision(state.dossier))
        case Delivering():
            return state.dossier.plan(state.delivery, state.term, *state.reminders, *_supervision(state.dossier))
        case Using():
            beside = (*_supervision(state.dossier), *_check(state.dossier))
            return state.dossier.plan(state.term, *_report(state.report), *beside)
        case Deleting(confirmed=True):
            return state.dossier.plan(*_report(state.report), *_check(state.dossier))
        case Deleting():
            own = (state.deletion, *state.reminders)
            return state.dossier.plan(*own, *_report(state.report), *_check(state.dossier))
        case _:
            assert_never(state)


def _supervision(dossier: Dossier) -> tuple[Limit, ...]:
    return dossier.supervision.limits() if isinstance(dossier.supervision, Supervision) else ()


def _report(period: Period) -> tuple[Limit, ...]:
    return (period.due, *period.reminders, *period.grace) if isinstance(period, ReportDue) else ()


def _check(dossier: Dossier) -> tuple[Limit, ...]:
    check = dossier.check
    return (check.due, *check.reminders) if isinstance(check, CheckOrdered) else ()
