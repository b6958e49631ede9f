"""Used, reported on, and ended."""

from typing import assert_never

from domain import standing
from domain.application.events.usage import (
    AccessClosed,
    CaseClosed,
    DeletionConfirmed,
    TermEnded,
    UsageBreachAlleged,
    UsageEvent,
    UsageReportAccepted,
    UsageReportOverdue,
    UsageReportReturned,
    UsageReportScheduled,
    UsageReportSubmitted,
)
from domain.application.evolve.changes import changed, flagged, moved_on, reporting, was, without
from domain.application.papers import NoReport, ReportDue, ReportHandedIn
from domain.application.state import Closed, Deleting, Delivering, State, Using


def evolve(state: State, event: UsageEvent) -> State:
    match event:
        case UsageReportScheduled(number=number, due=due) | UsageReportReturned(number=number, due=due):
            owed = ReportDue(number=number, due=due, reminders=event.reminders)
            return changed(reporting(state), report=owed)
        case UsageReportSubmitted():
            return changed(reporting(state), report=ReportHandedIn(number=event.number, report=event.report))
        case UsageReportAccepted():
            return changed(reporting(state), report=NoReport())
        case UsageReportOverdue():
            owing = reporting(state)
            return changed(owing, report=changed(was(owing.report, ReportDue), grace=(event.grace,)))
        case UsageBreachAlleged():
            return flagged(state, "usage_breach_alleged")
        case TermEnded():
            return _end(state, event)
        case AccessClosed():
            return without(was(state, Deleting), event.duty_id)
        case DeletionConfirmed():
            return changed(was(state, Deleting), confirmed=True)
        case CaseClosed():
            return Closed(dossier=was(state, Deleting).dossier)
        case _:
            assert_never(event)


def _end(state: State, event: TermEnded) -> Deleting:
    running = state if isinstance(state, Using) else was(state, Delivering)
    return Deleting(
        dossier=standing.owing(moved_on(running.dossier), *event.duties),
        agreement=running.agreement,
        report=running.report if isinstance(running, Using) else NoReport(),
        deletion=event.deletion,
        reminders=event.reminders,
    )
