"""Used, reported on, and ended."""

from typing import assert_never

from domain import standing
from domain.application.events.access import AgreementEndedEarly
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
from domain.application.evolve.changes import flagged, given_up, opened, owing, reporting, without
from domain.application.papers import NoReport, ReportDue, ReportHandedIn
from domain.application.state import Closed, Deleting, Delivering, State, Using
from domain.phases import changed, was


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
            late = reporting(state)
            return changed(late, report=changed(was(late.report, ReportDue), grace=(event.grace,)))
        case UsageBreachAlleged():
            return owing(flagged(state, "usage_breach_alleged"), *event.duties)
        case TermEnded():
            return end(state, event)
        case AccessClosed():
            return without(opened(state), event.duty_id)
        case DeletionConfirmed():
            return changed(was(state, Deleting), confirmed=True)
        case CaseClosed():
            return Closed(dossier=was(state, Deleting).dossier)
        case _:
            assert_never(event)


def end(state: State, event: TermEnded | AgreementEndedEarly) -> Deleting:
    """The agreement is over, in its time or before it."""
    running = state if isinstance(state, Using) else was(state, Delivering)
    return Deleting(
        dossier=standing.owing(given_up(running.dossier), *event.duties),
        agreement=running.agreement,
        report=running.report if isinstance(running, Using) else NoReport(),
        deletion=event.deletion,
        reminders=event.reminders,
    )
