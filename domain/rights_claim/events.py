"""What happened to a rights claim. Kinds and fields are storage: never rename one."""

from typing import Literal

from domain.deadlines import Limit
from domain.kernel import Duty
from domain.rights_claim.commands import Harm
from domain.standing import AskersNoted, DutyEvent, MessagesSent, TimeEvent
from domain.value import Value

Clocks = tuple[Limit, ...]  # a limit, and what warns of it


class ClaimFiled(Value):
    """Someone claimed that an item infringes their rights. With evidence, verification is due by its limit."""

    kind: Literal["claim_filed"] = "claim_filed"
    case_id: str
    claimant: str
    filed_by: str
    item_id: str
    item_title: str
    publisher: str
    harm: Harm
    text: str
    evidence: tuple[str, ...]
    clocks: Clocks


class EvidenceAsked(Value):
    """The publisher asked for evidence; after the limit the claim still waits."""

    kind: Literal["evidence_asked"] = "evidence_asked"
    question: str
    clocks: Clocks


class EvidenceAdded(Value):
    """The claimant handed in evidence. The first of it starts the limit of verification."""

    kind: Literal["evidence_added"] = "evidence_added"
    evidence: tuple[str, ...]
    clocks: Clocks


class SuspensionOrdered(Value):
    """Suspension was judged necessary; the item is told at once."""

    kind: Literal["suspension_ordered"] = "suspension_ordered"
    reason: str
    suspend: Limit
    duty: Duty


class SuspensionTookEffect(Value):
    """The item's opening is suspended."""

    kind: Literal["suspension_took_effect"] = "suspension_took_effect"


class VerificationBegun(Value):
    """Suspension was not judged necessary; the claim is verified while the item stays open."""

    kind: Literal["verification_begun"] = "verification_begun"
    reason: str


class WithdrawalDecided(Value):
    """The infringement was confirmed; a list change is to take the data off the list."""

    kind: Literal["withdrawal_decided"] = "withdrawal_decided"
    finding: str
    feedback: str
    duty: Duty


class ProcessingDecided(Value):
    """A list change is to replace the data by a desensitised version."""

    kind: Literal["processing_decided"] = "processing_decided"
    finding: str
    feedback: str
    duty: Duty


class OpeningRestored(Value):
    """The infringement was not confirmed; a suspension ends."""

    kind: Literal["opening_restored"] = "opening_restored"
    finding: str
    feedback: str
    duties: tuple[Duty, ...]


class OrderTookEffect(Value):
    """The list change took effect, which ends the claim; after processing a suspension ends too."""

    kind: Literal["order_took_effect"] = "order_took_effect"
    order: str
    version: int = 0  # of the item, as the order published it
    duties: tuple[Duty, ...]


class WithdrawnReopened(Value):
    """What had been withdrawn is open again, in a later version; a suspension ends."""

    kind: Literal["withdrawn_reopened"] = "withdrawn_reopened"
    finding: str
    feedback: str
    version: int  # of the item
    duties: tuple[Duty, ...]


class OrderCameToNothing(Value):
    """The list change ended without effect; the claim is to be decided again."""

    kind: Literal["order_came_to_nothing"] = "order_came_to_nothing"
    order: str
    why: str
    clocks: Clocks


JudgingEvent = ClaimFiled | EvidenceAsked | EvidenceAdded | SuspensionOrdered | SuspensionTookEffect | VerificationBegun
OutcomeEvent = (
    WithdrawalDecided | ProcessingDecided | OpeningRestored | OrderTookEffect | WithdrawnReopened | OrderCameToNothing
)
Event = JudgingEvent | OutcomeEvent | DutyEvent | MessagesSent | AskersNoted | TimeEvent
