"""What each event makes of the state. No rule is asked here: it happened."""

from typing import Any, assert_never

from domain.deciding import redated
from domain.phases import Impossible, Unopened, changed, was
from domain.rights_claim.events import (
    ClaimFiled,
    Event,
    EvidenceAdded,
    EvidenceAsked,
    JudgingEvent,
    OpeningRestored,
    OrderCameToNothing,
    OrderTookEffect,
    OutcomeEvent,
    ProcessingDecided,
    SuspensionOrdered,
    SuspensionTookEffect,
    VerificationBegun,
    WithdrawalDecided,
    WithdrawnReopened,
)
from domain.rights_claim.state import (
    AwaitingEvidence,
    ClosedReopened,
    ClosedRestored,
    ClosedWithdrawn,
    Dossier,
    Filed,
    OpenedState,
    Ordered,
    Processing,
    State,
    Suspended,
    Suspending,
    Undecided,
    Verifying,
    Withdrawing,
    order_of,
)
from domain.standing import DutyRetried, SharedEvent, note, owing, relieved


def evolve(state: State, event: Event) -> State:
    """The state after `event`; raises `Impossible` for an event that can't follow on `state`."""
    if isinstance(event, JudgingEvent):
        return _judged(state, event)
    if isinstance(event, OutcomeEvent):
        return _decided(state, event)
    if isinstance(event, SharedEvent):
        return _noted(state, event)
    moved: State = redated(state, event)
    return moved


def _judged(state: State, event: JudgingEvent) -> State:
    if isinstance(event, ClaimFiled):
        was(state, Unopened)
        return Filed(dossier=Dossier.model_validate(event.model_dump(exclude={"kind", "clocks"})), clocks=event.clocks)
    case = was(state, Undecided)
    dossier = case.dossier
    match event:
        case EvidenceAsked():
            return AwaitingEvidence(dossier=dossier, question=event.question, clocks=event.clocks)
        case EvidenceAdded():
            return _supported(state, event)
        case SuspensionOrdered():
            owed = owing(dossier, event.duty)
            return Suspending(dossier=owed, reason=event.reason, suspend=event.suspend, clocks=case.clocks)
        case SuspensionTookEffect():
            reason = was(state, Suspending).reason
            return Suspended(dossier=dossier, reason=reason, clocks=case.clocks)
        case VerificationBegun():
            return Verifying(dossier=dossier, reason=event.reason, clocks=case.clocks)
        case _:
            assert_never(event)


def _supported(state: State, event: EvidenceAdded) -> State:
    case = was(state, Undecided)
    dossier = changed(case.dossier, evidence=(*case.dossier.evidence, *event.evidence))
    if isinstance(state, AwaitingEvidence):
        return Filed(dossier=dossier, clocks=event.clocks)
    after: State = changed(state, dossier=dossier, clocks=event.clocks)
    return after


def _decided(state: State, event: OutcomeEvent) -> State:
    match event:
        case WithdrawalDecided():
            return Withdrawing(**_ordered(state, event))
        case ProcessingDecided():
            return Processing(**_ordered(state, event))
        case OpeningRestored():
            told = _told(was(state, Undecided).dossier, event.feedback)
            return ClosedRestored(dossier=owing(told, *event.duties))
        case OrderTookEffect():
            ordered = _opened_order(state)
            dossier = owing(ordered.dossier, *event.duties)
            if isinstance(state, Processing):
                return ClosedReopened(dossier=dossier)
            return ClosedWithdrawn(dossier=dossier, suspended=ordered.suspended, version=event.version)
        case WithdrawnReopened():
            told = _told(was(state, ClosedWithdrawn).dossier, event.feedback)
            return ClosedReopened(dossier=owing(told, *event.duties))
        case OrderCameToNothing():
            case = _opened_order(state)
            if case.suspended:
                return Suspended(dossier=case.dossier, reason=case.reason, clocks=event.clocks)
            return Verifying(dossier=case.dossier, reason=case.reason, clocks=event.clocks)
        case _:
            assert_never(event)


def _ordered(state: State, event: WithdrawalDecided | ProcessingDecided) -> dict[str, Any]:
    case = was(state, Suspended, Verifying)
    return {
        "finding": event.finding,
        "dossier": owing(_told(case.dossier, event.feedback), event.duty),
        "order": order_of(event.duty),
        "suspended": isinstance(case, Suspended),
        "reason": case.reason,
    }


def _opened_order(state: State) -> Ordered:
    """The case without the duty of opening its list change: news of the list change say that it was opened."""
    case = was(state, Ordered)
    return changed(case, dossier=relieved(case.dossier))


def _noted(state: State, event: SharedEvent) -> State:
    case = _opened(state)
    after: State = changed(case, dossier=note(case.dossier, event))
    if isinstance(event, DutyRetried) and isinstance(after, Ordered):
        return changed(after, order=order_of(event.duty))  # a new duty opens a new list change
    return after


def _told(dossier: Dossier, feedback: str) -> Dossier:
    return changed(dossier, feedback=(*dossier.feedback, feedback))


def _opened(state: State) -> OpenedState:
    """`state`, which the event says is a case already; raises `Impossible` if not."""
    if isinstance(state, Unopened):
        raise Impossible("no case was opened before this event")
    return state
