"""What every process is told: a deadline passed, a duty failed, others were told.

Some deadlines also change the case by themselves.
"""

from domain.application import clocks
from domain.application.decide import fast_track
from domain.application.duties import REPORT_BREACH
from domain.application.events import (
    ApprovalLapsed,
    Event,
    TermEnded,
    UsageBreachAlleged,
    UsageReportOverdue,
)
from domain.application.papers import DeliveryMode, ReportDue
from domain.application.plan import plan
from domain.application.state import Delivering, Opened, Reporting, Signing, State, Using
from domain.kernel import Context, DeadlinePassed
from domain.people import Role
from domain.phases import in_phase
from domain.standing import SharedCommand, answer, new_duty


def decide(command: SharedCommand, state: State, context: Context) -> list[Event]:
    """The news, and what follows from it; nothing when it is none."""
    dossier, events = in_phase(state, Opened).dossier, list[Event]()
    for event in answer(command, dossier, plan(state), context):
        follows = _consequences(event.name, state, context) if isinstance(event, DeadlinePassed) else []
        events += [event, *follows]
    return events


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
            duties = (new_duty(context, REPORT_BREACH, event=2),)
            return [UsageBreachAlleged(number=_number(state), tells=tells, duties=duties)]
        case clocks.RECTIFY if isinstance(state, Signing | Delivering | Using):
            return fast_track.broken(state, context)
        case _:
            return []


def _term_ended(state: Delivering | Using, context: Context) -> TermEnded:
    deletion, reminders = clocks.deletion(context)
    offline = state.dossier.contents.delivery is DeliveryMode.OFFLINE
    access = () if offline else (new_duty(context, "close_access", event=2),)
    return TermEnded(deletion=deletion, reminders=reminders, duties=access)


def _number(state: Reporting) -> int:
    if not isinstance(state.report, ReportDue):
        raise TypeError("only a report that is owed has a deadline")
    return state.report.number
