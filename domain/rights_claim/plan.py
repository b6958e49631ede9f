"""What must happen next: the clocks that run and the duties that are owed, by phase."""

from typing import assert_never

from domain.kernel import Plan
from domain.phases import Unopened
from domain.rights_claim.state import (
    AwaitingEvidence,
    ClosedReopened,
    ClosedRestored,
    ClosedWithdrawn,
    Filed,
    Processing,
    State,
    Suspended,
    Suspending,
    Verifying,
    Withdrawing,
)


def plan(state: State) -> Plan:
    """The standing deadlines and owed duties of `state`."""
    match state:
        case Unopened():
            return Plan()
        case Suspending():
            return state.dossier.plan(state.suspend, *state.clocks)
        case Filed() | AwaitingEvidence() | Suspended() | Verifying():
            return state.dossier.plan(*state.clocks)
        case Withdrawing() | Processing():
            return state.dossier.plan()
        case ClosedWithdrawn() | ClosedRestored() | ClosedReopened():
            return state.dossier.plan(final=True)
        case _:
            assert_never(state)
