"""The phases of a rights claim: one class each, so that what a phase lacks can't be written down."""

from typing import Literal

from domain import standing
from domain.deadlines import Limit
from domain.kernel import Duty, case_id_of
from domain.phases import Unopened
from domain.rights_claim.commands import Harm
from domain.value import Value


class Dossier(standing.Dossier):
    """What a claim carries with it through all phases."""

    claimant: str
    filed_by: str
    item_id: str
    item_title: str
    publisher: str
    harm: Harm
    text: str
    evidence: tuple[str, ...]
    feedback: tuple[str, ...] = ()  # what the claimant was told, oldest first


class Opened(Value):
    """Whatever has been filed."""

    dossier: Dossier


class Undecided(Opened):
    """Whatever still waits for an outcome. `clocks` run from the evidence on, or until it comes."""

    clocks: tuple[Limit, ...]


class Filed(Undecided):
    """The publisher is to say whether suspension is necessary, or to ask for evidence."""

    phase: Literal["filed"] = "filed"


class AwaitingEvidence(Undecided):
    """The claimant is to hand in evidence."""

    phase: Literal["awaiting_evidence"] = "awaiting_evidence"
    question: str


class Judged(Undecided):
    """The publisher has said why suspension is necessary, or why it isn't."""

    reason: str


class Suspending(Judged):
    """Suspension was judged necessary and the item is being told."""

    phase: Literal["suspending"] = "suspending"
    suspend: Limit


class Suspended(Judged):
    """The item is suspended while the claim is verified."""

    phase: Literal["suspended"] = "suspended"


class Verifying(Judged):
    """The claim is verified while the item stays open."""

    phase: Literal["verifying"] = "verifying"


class Ordered(Opened):
    """Decided; a list change is to put it into effect. `reason` is that of suspending, or of not doing so."""

    order: str
    finding: str
    suspended: bool
    reason: str


class Withdrawing(Ordered):
    """The data is on its way off the list; a suspension goes on."""

    phase: Literal["withdrawing"] = "withdrawing"


class Processing(Ordered):
    """A desensitised version is on its way; a suspension goes on."""

    phase: Literal["processing"] = "processing"


class ClosedWithdrawn(Opened):
    """Closed: the data is off the list. It may be opened again in a later version than the order published."""

    phase: Literal["closed_withdrawn"] = "closed_withdrawn"
    suspended: bool
    version: int  # that the order published; 0 where it was not told


class ClosedRestored(Opened):
    """Closed: not confirmed, the item is open as before."""

    phase: Literal["closed_restored"] = "closed_restored"


class ClosedReopened(Opened):
    """Closed: the item is open again, processed."""

    phase: Literal["closed_reopened"] = "closed_reopened"


OpenedState = (
    Filed
    | AwaitingEvidence
    | Suspending
    | Suspended
    | Verifying
    | Withdrawing
    | Processing
    | ClosedWithdrawn
    | ClosedRestored
    | ClosedReopened
)
State = Unopened | OpenedState


def order_of(duty: Duty) -> str:
    """The list change that this duty opens."""
    return case_id_of("list_change", duty.id)
