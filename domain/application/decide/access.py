"""Access restricted on a ground, given back, or ended for good (R22 §32)."""

from typing import assert_never

from domain.application import clocks
from domain.application.commands.access import (
    AccessCommand,
    RecordDeliveryResumed,
    RecordDeliverySuspended,
    ResumeUse,
    RevokeApproval,
    SuspendUse,
)
from domain.application.duties import RESUME, SUSPEND
from domain.application.events import (
    AccessRestricted,
    AgreementEndedEarly,
    ApprovalRevoked,
    DeliveryResumed,
    DeliverySuspended,
    Event,
    RestrictionLifted,
)
from domain.application.inbox import CloseForViolation, LiftRestriction, RestrictAccess
from domain.application.papers import DeliveryMode
from domain.application.reasons import ApplicationReason
from domain.application.restrictions import RestrictedBy, Restriction, RevocationGround
from domain.application.state import Agreed, Delivering, Opened, Signing, State, Using
from domain.items import OpenType
from domain.kernel import Context, Duty, Reason, Refused
from domain.standing import new_duty

_OWN = Restriction(by=RestrictedBy.PUBLISHER)


def decide(command: AccessCommand, state: State, context: Context) -> list[Event]:
    case_file = _agreed(state)
    match command:
        case RestrictAccess():
            return restrict(case_file, _for(command.violation), command.reason, context)
        case LiftRestriction():
            return lift(case_file, _for(command.violation), "", context)
        case CloseForViolation():
            return _end(case_file, RevocationGround.VIOLATION, command.reason, context)
        case SuspendUse():
            if _OWN in case_file.dossier.restricted:
                raise Refused(ApplicationReason.ALREADY_RESTRICTED, "the publisher has suspended the use")
            return restrict(case_file, _OWN, command.reason, context)
        case ResumeUse():
            if _OWN not in case_file.dossier.restricted:
                raise Refused(ApplicationReason.NOT_RESTRICTED, "the publisher has not suspended the use")
            return lift(case_file, _OWN, command.reason, context)
        case RevokeApproval():
            _must_be_so(command, case_file, context)
            return _end(case_file, command.ground, command.reason, context)
        case RecordDeliverySuspended() | RecordDeliveryResumed():
            return [_reported(command, case_file, context)]
        case _:
            assert_never(command)


def _for(violation: str) -> Restriction:
    return Restriction(by=RestrictedBy.VIOLATION, case=violation)


def _agreed(state: State) -> Agreed:
    if not isinstance(state, Signing | Delivering | Using):
        raise Refused(Reason.WRONG_PHASE, f"the case is in phase {state.phase}")
    return state


def restrict(state: Agreed, ground: Restriction, reason: str, context: Context, *, event: int = 1) -> list[Event]:
    """The restriction on that ground, as the command's `event`-th event; none when it stands already."""
    before = state.dossier.restricted
    if ground in before:
        return []
    duties = () if before else _switched(state, SUSPEND, context, event)
    return [AccessRestricted(ground=ground, reason=reason, duties=duties)]


def lift(state: Agreed, ground: Restriction, reason: str, context: Context, *, event: int = 1) -> list[Event]:
    """The end of that ground, as the command's `event`-th event; none when it does not stand."""
    before = state.dossier.restricted
    if ground not in before:
        return []
    duties = _switched(state, RESUME, context, event) if before == (ground,) else ()
    return [RestrictionLifted(ground=ground, reason=reason, duties=duties)]


def _switched(state: Agreed, duty: str, context: Context, event: int) -> tuple[Duty, ...]:
    """Where something on line may have been given out, it has to be switched."""
    return () if isinstance(state, Signing) or _offline(state) else (new_duty(context, duty, event=event),)


def _offline(state: Opened) -> bool:
    return state.dossier.contents.delivery is DeliveryMode.OFFLINE


def _reported(
    command: RecordDeliverySuspended | RecordDeliveryResumed, state: Agreed, context: Context
) -> DeliverySuspended | DeliveryResumed:
    """What was done; and the opposite owed, should the case want that by now: two may have been done at once."""
    suspended, restricted = isinstance(command, RecordDeliverySuspended), bool(state.dossier.restricted)
    name, opposite = (SUSPEND, RESUME) if suspended else (RESUME, SUSPEND)
    done = state.dossier.owed(command.duty_id)
    if done.name != name:
        raise Refused(Reason.UNKNOWN_DUTY, f"{done.id} is {done.name}")
    duties = () if suspended == restricted else (new_duty(context, opposite),)
    happened = DeliverySuspended if suspended else DeliveryResumed
    return happened(duty_id=done.id, duties=duties)


def _must_be_so(command: RevokeApproval, state: Agreed, context: Context) -> None:
    """Refuse a ground that the records contradict."""
    dossier = state.dossier
    item = context.registry.item(dossier.item.item_id)
    if command.ground is RevocationGround.ITEM_NOT_OPEN and item and item.open_type is OpenType.CONDITIONAL:
        raise Refused(ApplicationReason.REVOCATION_UNFOUNDED, "the item is conditionally open")
    if command.ground is RevocationGround.COMMITMENT_BROKEN and not dossier.commitment_broken:
        raise Refused(ApplicationReason.REVOCATION_UNFOUNDED, "no commitment is broken")


def _end(state: Agreed, ground: RevocationGround, reason: str, context: Context) -> list[Event]:
    """Before delivery the approval is revoked; after it the agreement ends early, and the data is to be deleted."""
    if isinstance(state, Using):
        deletion, reminders = clocks.deletion(context, early=True)
        duties = () if _offline(state) else (new_duty(context, "close_access"),)
        ended = AgreementEndedEarly(ground=ground, reason=reason, deletion=deletion, reminders=reminders, duties=duties)
        return [ended]
    ordered = isinstance(state, Delivering) and state.dossier.own_duties and not _offline(state)
    duties = (new_duty(context, "close_access"),) if ordered else ()
    return [ApprovalRevoked(ground=ground, reason=reason, duties=duties)]
