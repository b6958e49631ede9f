"""The rules of a rights claim (R22 §31): what a command leads to, or why not."""

from collections.abc import Sequence
from typing import assert_never

from domain.items import OpenType
from domain.kernel import Context, Duty, Reason, Refused
from domain.phases import Unopened, in_phase
from domain.rights_claim import clocks
from domain.rights_claim.commands import (
    AddEvidence,
    AskEvidence,
    ClaimantCommand,
    Command,
    FileRightsClaim,
    JudgeSuspensionNecessary,
    JudgingCommand,
    OpenAfterProcessing,
    OrderCommand,
    OutcomeCommand,
    ReopenWithdrawn,
    RestoreOpening,
    SharedCommand,
    VerifyWithoutSuspension,
    WithdrawData,
)
from domain.rights_claim.events import (
    ClaimFiled,
    Event,
    EvidenceAdded,
    EvidenceAsked,
    OpeningRestored,
    OrderCameToNothing,
    OrderTookEffect,
    ProcessingDecided,
    SuspensionOrdered,
    SuspensionTookEffect,
    VerificationBegun,
    WithdrawalDecided,
    WithdrawnReopened,
)
from domain.rights_claim.inbox import RecordOrderEffective
from domain.rights_claim.outbox import OPEN_PROCESSING, OPEN_WITHDRAWAL, RESUME_ITEM, SUSPEND_ITEM
from domain.rights_claim.plan import plan
from domain.rights_claim.reasons import RightsClaimReason
from domain.rights_claim.state import (
    ClosedWithdrawn,
    Filed,
    Judged,
    Opened,
    Ordered,
    Processing,
    State,
    Suspended,
    Suspending,
    Undecided,
    Verifying,
)
from domain.standing import MessagesSent, answer, new_duty


def decide(command: Command, state: State, context: Context) -> list[Event]:
    """The events that `command` leads to; none if it is no news. Raises `Refused` with the reason."""
    if isinstance(command, ClaimantCommand):
        return _claimed(command, state, context)
    if isinstance(command, JudgingCommand):
        return [_judged(command, state, context)]
    if isinstance(command, OutcomeCommand):
        return [_decided(command, in_phase(state, Suspended, Verifying), context)]
    if isinstance(command, OrderCommand):
        return [_ordered(command, in_phase(state, Ordered), context)]
    if isinstance(command, ReopenWithdrawn):
        return [_reopened(command, in_phase(state, ClosedWithdrawn), context)]
    return _shared(command, state, context)


def _claimed(command: ClaimantCommand, state: State, context: Context) -> list[Event]:
    for material in command.evidence:
        if context.registry.material(material) != context.actor.organisation:
            raise Refused(RightsClaimReason.UNKNOWN_MATERIAL, f"{material} was not uploaded by the claimant")
    match command:
        case FileRightsClaim():
            in_phase(state, Unopened)
            return [_filed(command, context)]
        case AddEvidence():
            return [_added(command, in_phase(state, Undecided), context)]
        case _:
            assert_never(command)


def _filed(command: FileRightsClaim, context: Context) -> ClaimFiled:
    item = context.registry.item(command.item_id)
    if item is None:
        raise Refused(RightsClaimReason.UNKNOWN_ITEM, f"no item {command.item_id} is published")
    if item.publisher == context.actor.organisation:
        raise Refused(Reason.FOUR_EYES, "a publisher does not claim against itself: it changes its list")
    return ClaimFiled(
        case_id=context.case_id,
        claimant=context.actor.organisation,
        filed_by=context.actor.id,
        item_id=item.item_id,
        item_title=item.title,
        publisher=item.publisher,
        harm=command.harm,
        text=command.text,
        evidence=tuple(dict.fromkeys(command.evidence)),
        clocks=clocks.verify(context) if command.evidence else (),
    )


def _added(command: AddEvidence, state: Undecided, context: Context) -> EvidenceAdded:
    held = state.dossier.evidence
    fresh = tuple(material for material in dict.fromkeys(command.evidence) if material not in held)
    if not fresh:
        raise Refused(RightsClaimReason.EVIDENCE_KNOWN, "all of it has been handed in before")
    return EvidenceAdded(evidence=fresh, clocks=state.clocks if held else clocks.verify(context))


def _judged(command: JudgingCommand, state: State, context: Context) -> Event:
    match command:
        case AskEvidence():
            if in_phase(state, Filed).dossier.evidence:
                raise Refused(RightsClaimReason.EVIDENCE_GIVEN, "the claim came with evidence")
            return EvidenceAsked(question=command.question, clocks=clocks.evidence(context))
        case JudgeSuspensionNecessary():
            _supported(in_phase(state, Filed, Verifying))
            duty = new_duty(context, SUSPEND_ITEM)
            return SuspensionOrdered(reason=command.reason, suspend=clocks.suspend(context), duty=duty)
        case VerifyWithoutSuspension():
            _supported(in_phase(state, Filed))
            return VerificationBegun(reason=command.reason)
        case _:
            assert_never(command)


def _supported(state: Undecided) -> None:
    """The publisher acts once it has received evidence (R22 §31)."""
    if not state.dossier.evidence:
        raise Refused(RightsClaimReason.NO_EVIDENCE, "the claim has no evidence: ask for it")


def _decided(command: OutcomeCommand, state: Judged, context: Context) -> Event:
    finding, feedback = command.finding, command.feedback
    match command:
        case WithdrawData():
            duty = new_duty(context, OPEN_WITHDRAWAL)
            return WithdrawalDecided(finding=finding, feedback=feedback, duty=duty)
        case OpenAfterProcessing():
            duty = new_duty(context, OPEN_PROCESSING)
            return ProcessingDecided(finding=finding, feedback=feedback, duty=duty)
        case RestoreOpening():
            duties = _resumption(isinstance(state, Suspended), context)
            return OpeningRestored(finding=finding, feedback=feedback, duties=duties)
        case _:
            assert_never(command)


def _ordered(command: OrderCommand, state: Ordered, context: Context) -> Event:
    if command.order != state.order:
        raise Refused(RightsClaimReason.UNKNOWN_ORDER, f"{command.order} is not the list change that was opened")
    if isinstance(command, RecordOrderEffective):
        # what was withdrawn stays suspended, or the credentials of agreements would open it again
        duties = _resumption(state.suspended and isinstance(state, Processing), context)
        return OrderTookEffect(order=command.order, version=command.version, duties=duties)
    return OrderCameToNothing(order=command.order, why=command.why, clocks=clocks.verify(context))


def _reopened(command: ReopenWithdrawn, state: ClosedWithdrawn, context: Context) -> WithdrawnReopened:
    item = context.registry.item(state.dossier.item_id)
    if item is None or item.open_type is OpenType.NON_OPEN or item.version <= state.version:
        raise Refused(RightsClaimReason.NOT_PUBLISHED_AGAIN, "no list change has opened the item again since")
    duties = _resumption(state.suspended, context)
    return WithdrawnReopened(finding=command.finding, feedback=command.feedback, version=item.version, duties=duties)


def _resumption(suspended: bool, context: Context) -> tuple[Duty, ...]:
    return (new_duty(context, RESUME_ITEM),) if suspended else ()


def _shared(command: SharedCommand, state: State, context: Context) -> list[Event]:
    dossier = in_phase(state, Opened).dossier
    names = {duty.id: duty.name for duty in dossier.duties}
    events: Sequence[Event] = answer(command, dossier, plan(state), context)
    told = {names[event.duty_id] for event in events if isinstance(event, MessagesSent)}
    took_effect = SUSPEND_ITEM in told and isinstance(state, Suspending)
    return [*events, SuspensionTookEffect()] if took_effect else [*events]
