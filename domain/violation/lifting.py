"""The end of a restriction, and what every process is told.

A restriction may be on its way when it ends, and no one knows whom it reached until that is reported. So what was
restricted is lifted at the end, or as soon as the report comes.
"""

from domain.kernel import Context, DeadlinePassed
from domain.phases import in_phase
from domain.standing import DutyFailed, MessagesSent, SharedEvent, answer, new_duty
from domain.violation import clocks
from domain.violation.commands import SharedCommand
from domain.violation.events import Event, LiftOrdered, PublicityEnded
from domain.violation.outbox import SEND_LIFTING, SEND_RESTRICTION
from domain.violation.papers import Unrestricted
from domain.violation.plan import plan
from domain.violation.state import Dossier, Opened, Publicised, State


def lifting(dossier: Dossier, context: Context) -> list[Event]:
    """What follows on the event that ends a restriction, given the case before it."""
    under_way = any(duty.name == SEND_RESTRICTION for duty in dossier.duties)
    failed = any(each.duty.name == SEND_RESTRICTION for each in dossier.failed)
    if under_way or not (dossier.restricted or failed):
        return []
    return [LiftOrdered(duty=new_duty(context, SEND_LIFTING, event=2))]


def shared(command: SharedCommand, state: State, context: Context) -> list[Event]:
    """The events of a command that every process shares, each with what follows from it."""
    dossier = in_phase(state, Opened).dossier
    events: list[Event] = []
    for event in answer(command, dossier, plan(state), context):
        events += [event, *_consequences(event, state, dossier, context)]
    return events


def _consequences(event: SharedEvent, state: State, dossier: Dossier, context: Context) -> list[Event]:
    if isinstance(event, DeadlinePassed):
        ended = event.name == clocks.PUBLICITY and isinstance(state, Publicised)
        return [PublicityEnded()] if ended else []
    if isinstance(dossier.restriction, Unrestricted) and _may_have_reached(event, dossier):
        return [LiftOrdered(duty=new_duty(context, SEND_LIFTING, event=2))]
    return []


def _may_have_reached(event: SharedEvent, dossier: Dossier) -> bool:
    """Whether this is the outcome of a restriction, and it may have reached an application."""
    names = {duty.id: duty.name for duty in dossier.duties}
    if isinstance(event, MessagesSent):
        accepted = any(not sent.reason for sent in event.sent)
        return names[event.duty_id] == SEND_RESTRICTION and accepted
    return isinstance(event, DutyFailed) and event.duty.name == SEND_RESTRICTION
