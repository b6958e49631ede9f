"""Suspending and resuming the opening: several grounds may hold at once, and any of them suffices (R22 §31)."""

from typing import assert_never

from domain.kernel import Context, Duty, Reason, Refused
from domain.open_list_item.commands import (
    RecordAccessResumed,
    RecordAccessSuspended,
    ResumeOpening,
    SuspendOpening,
    SuspensionCommand,
)
from domain.open_list_item.events import AccessResumed, AccessSuspended, Event, OpeningResumed, OpeningSuspended
from domain.open_list_item.inbox import ResumeItem, SuspendItem
from domain.open_list_item.papers import Suspension
from domain.open_list_item.reasons import ItemReason
from domain.open_list_item.state import ItemDossier, OpenedState
from domain.standing import new_duty


def decide(command: SuspensionCommand, state: OpenedState, context: Context) -> list[Event]:
    dossier = state.dossier
    match command:
        case SuspendItem():
            known = dossier.holds(command.claim)
            return [] if known else [_suspended(command.claim, command.reason, context)]
        case ResumeItem():
            known = command.claim in dossier.lifted and not dossier.holds(command.claim)
            return [] if known else [_resumed(_held(dossier, command.claim), "", context)]
        case SuspendOpening():
            return [_suspended(f"{context.case_id}:{context.version + 1}", command.reason, context)]
        case ResumeOpening():
            own = _own(_held(dossier, command.ground), context)
            return [_resumed(own, command.reason, context)]
        case RecordAccessSuspended() | RecordAccessResumed():
            return [_access(command, dossier, context)]
        case _:
            assert_never(command)


def _suspended(ground: str, reason: str, context: Context) -> OpeningSuspended:
    actor = context.actor
    suspension = Suspension(
        ground=ground, reason=reason, by=actor.role, organisation=actor.organisation, since=context.now
    )
    return OpeningSuspended(
        suspension=suspension, duties=_duties(context, "suspend_access", "tell_applications_suspended")
    )


def _resumed(suspension: Suspension, reason: str, context: Context) -> OpeningResumed:
    duties = _duties(context, "resume_access", "tell_applications_resumed")
    return OpeningResumed(ground=suspension.ground, reason=reason, duties=duties)


def _duties(context: Context, *names: str) -> tuple[Duty, ...]:
    return tuple(new_duty(context, name) for name in names)


def _held(dossier: ItemDossier, ground: str) -> Suspension:
    for suspension in dossier.suspensions:
        if suspension.ground == ground:
            return suspension
    raise Refused(ItemReason.UNKNOWN_GROUND, f"{ground} suspends nothing")


def _own(suspension: Suspension, context: Context) -> Suspension:
    actor = context.actor
    if (suspension.by, suspension.organisation) != (actor.role, actor.organisation):
        raise Refused(ItemReason.ANOTHERS_SUSPENSION, f"{suspension.ground} is not yours to end")
    return suspension


def _access(
    command: RecordAccessSuspended | RecordAccessResumed, dossier: ItemDossier, context: Context
) -> AccessSuspended | AccessResumed:
    """The effect is done. If the ground fell away or came back meanwhile, it is to be undone: the case decides."""
    suspending = isinstance(command, RecordAccessSuspended)
    duty = dossier.owed(command.duty_id)
    if duty.name != ("suspend_access" if suspending else "resume_access"):
        raise Refused(Reason.UNKNOWN_DUTY, f"{duty.id} is another kind of work")
    ground = dossier.errand(duty.id)
    if suspending:
        undo = () if dossier.holds(ground) else _duties(context, "resume_access")
        return AccessSuspended(duty_id=duty.id, ground=ground, undo=undo)
    undo = _duties(context, "suspend_access") if dossier.holds(ground) else ()
    return AccessResumed(duty_id=duty.id, ground=ground, undo=undo)
