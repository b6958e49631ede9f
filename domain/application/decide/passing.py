"""A deadline's instant has come. It is recorded as passed; some deadlines also change the case by themselves."""

from domain.application import clocks
from domain.application.decide.duties import duty
from domain.application.events import (
    ApprovalLapsed,
    DeadlinePassed,
    Event,
    TermEnded,
    UsageBreachAlleged,
    UsageReportOverdue,
)
from domain.application.papers import DeliveryMode, ReportDue
from domain.application.plan import plan
from domain.application.state import Delivering, Reporting, Signing, State, Using
from domain.kernel import Context, ReportDeadlinePassed
from domain.people import Role


def decide(command: ReportDeadlinePassed, state: State, context: Context) -> list[Event]:
    """The passing and what follows from it; nothing when that deadline no longer stands."""
    for deadline in plan(state).deadlines:
        if (deadline.name, deadline.due) == (command.name, command.due):
            passed = DeadlinePassed(name=deadline.name, due=deadline.due, level=deadline.level, tells=deadline.tells)
            return [passed, *_consequences(deadline.name, state, context)]
    return []


def _consequences(name: str, state: State, context: Context) -> list[Event]:
    match name:
        case clocks.SIGNING if isinstance(state, Signing):
            return [ApprovalLapsed()]
        case clocks.TERM if isinstance(state, Delivering | Using):
            return [_term_ended(state, context)]
        case clocks.REPORT_DUE | clocks.REPORT_RETURNED if isinstance(state, Reporting):
            return [UsageReportOverdue(number=_number(state), grace=clocks.grace(context))]
        case clocks.REPORT_GRACE if isinstance(state, Reporting):
            # the three that record such an act together (R22 §32)
            tells = (Role.COMPETENT_DEPARTMENT, Role.PLATFORM_OPERATOR, Role.DATA_PUBLISHER)
            return [UsageBreachAlleged(number=_number(state), tells=tells)]
        case _:
            return []


def _term_ended(state: Delivering | Using, context: Context) -> TermEnded:
    deletion, reminders = clocks.deletion(context)
    offline = state.dossier.contents.delivery is DeliveryMode.OFFLINE
    access = () if offline else (duty(context, "close_access", event=2),)
    return TermEnded(deletion=deletion, reminders=reminders, duties=access)


def _number(state: Reporting) -> int:
    if not isinstance(state.report, ReportDue):
        raise TypeError("only a report that is owed has a deadline")
    return state.report.number
