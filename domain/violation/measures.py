"""What is done about a recorded violation, until it is put right (R22 §32)."""

from typing import assert_never

from domain.kernel import Context, Duty, Reason, Refused
from domain.phases import in_phase
from domain.standing import new_duty
from domain.violation import clocks
from domain.violation.commands import ApplyMeasures, ConfirmRepair, MeasureCommand, PubliciseViolation
from domain.violation.events import Event, MeasuresTaken, PartyRestored, ViolationPublicised
from domain.violation.lifting import lifting
from domain.violation.outbox import SEND_CLOSURE, SEND_RESTRICTION
from domain.violation.papers import Applied, Measure, Unrestricted
from domain.violation.reasons import ViolationReason
from domain.violation.state import MeasuresApplied, OnRecord, Publicised, Recorded, State


def decide(command: MeasureCommand, state: State, context: Context) -> list[Event]:
    match command:
        case ApplyMeasures():
            return [_applied(command, in_phase(state, OnRecord), context)]
        case PubliciseViolation():
            return [_publicised(command, in_phase(state, Recorded, MeasuresApplied), context)]
        case ConfirmRepair():
            dossier = in_phase(state, MeasuresApplied, Publicised).dossier
            return [PartyRestored(rectified=command.rectified), *lifting(dossier, context)]
        case _:
            assert_never(command)


def _applied(command: ApplyMeasures, state: OnRecord, context: Context) -> Event:
    fresh = [measure for measure in dict.fromkeys(command.measures) if measure not in state.applied]
    if not fresh:
        raise Refused(ViolationReason.ALREADY_APPLIED, "all of these measures have been taken")
    if Measure.CLOSE_ACCESS in fresh and not state.dossier.allegation.about:
        raise Refused(ViolationReason.NO_APPLICATION, "no application is named whose access could be closed")
    taken = tuple(Applied(measure=measure, reason=command.reason) for measure in fresh)
    duties = tuple(duty for measure in fresh for duty in _duties(measure, state, context))
    return MeasuresTaken(measures=taken, duties=duties)


def _duties(measure: Measure, state: OnRecord, context: Context) -> tuple[Duty, ...]:
    match measure:
        case Measure.WARN:
            return ()
        case Measure.RESTRICT:
            standing = not isinstance(state.dossier.restriction, Unrestricted)
            return () if standing else (new_duty(context, SEND_RESTRICTION),)
        case Measure.CLOSE_ACCESS:
            return (new_duty(context, SEND_CLOSURE),)
        case _:
            assert_never(measure)


def _publicised(command: PubliciseViolation, state: OnRecord, context: Context) -> Event:
    if state.publicised:
        raise Refused(ViolationReason.ALREADY_PUBLICISED, "the violation has been publicised before")
    if command.approver in (*context.actor.people, *state.dossier.askers.who):
        raise Refused(Reason.FOUR_EYES, "whoever publicises it, or spoke for the party, does not approve it")
    return ViolationPublicised(approver=command.approver, text=command.text, until=clocks.publicity(context))
