"""The phases of an application: one class each, so that what a phase lacks can't be written down."""

from typing import Annotated, Literal, TypeVar

from domain import standing
from domain.application.commitment import Broken, MaybeCommitment, MaybeSupervision, NoCommitment, NoSupervision
from domain.application.duties import BESIDE
from domain.application.papers import (
    Agreement,
    CompletenessReason,
    Contents,
    Delivery,
    Drawing,
    Drawn,
    Earlier,
    Filing,
    MeritsReason,
    NoFiling,
    NoPackage,
    NoReceipt,
    Package,
    Period,
    Receipt,
    SubmittedMaterial,
)
from domain.application.restrictions import Restriction
from domain.application.review_papers import ReviewPapers
from domain.application.signing_on_paper import NoPaper, PaperRoute
from domain.application.spot_check import Check, NoCheck
from domain.application.sub_orders import SubOrder
from domain.deadlines import Deadline, Limit
from domain.items import MaterialRequirement, PublishedItem
from domain.kernel import Duty, Reason, Refused
from domain.value import SHOWN, Value


class Dossier(standing.Dossier):
    """What a case carries with it through all phases."""

    applicant: str
    drafted_by: str
    item: PublishedItem  # the version applied under, for ever
    contents: Contents
    chain: tuple[Earlier, ...]
    materials: tuple[SubmittedMaterial, ...] = ()
    overridden: tuple[str, ...] = ()  # subjects freed from the one-time notice
    flags: Annotated[tuple[str, ...], SHOWN] = ()
    suspended_for: Annotated[tuple[str, ...], SHOWN] = ()  # the item's suspension, as told; rules ask the registry
    violations: Annotated[tuple[str, ...], SHOWN] = ()  # of the applicant, recorded elsewhere
    restricted: tuple[Restriction, ...] = ()  # while there is one, nothing is given out
    commitment: MaybeCommitment = NoCommitment()
    supervision: MaybeSupervision = NoSupervision()
    check: Check = NoCheck()
    gathered: ReviewPapers = ReviewPapers()
    # of an application for several items
    further: tuple[PublishedItem, ...] = ()  # beside `item`, frozen alike
    sub_orders: tuple[SubOrder, ...] = ()
    # of one item's part of such an application
    parent: str = ""
    fused_with: tuple[str, ...] = ()  # ids of the other items

    @property
    def items(self) -> tuple[PublishedItem, ...]:
        """All that is applied for in this case."""
        return (self.item, *self.further)

    @property
    def requirements(self) -> tuple[MaterialRequirement, ...]:
        """The lines of all items' material lists; one that several lists have is asked for once."""
        return tuple({line.id: line for item in self.items for line in item.materials}.values())

    @property
    def several_sources(self) -> bool:
        """Whether the data will be fused with other data (R22 §19(3))."""
        return bool(self.further or self.fused_with or self.contents.sources)

    @property
    def own_duties(self) -> tuple[Duty, ...]:
        """The duties of the phase itself, owed or failed; what runs beside it holds nothing up."""
        every = (*self.duties, *(failed.duty for failed in self.failed))
        return tuple(duty for duty in every if duty.name not in BESIDE)

    def own_duty(self, duty_id: str) -> Duty:
        """The phase's own duty that is being reported on; raises `Refused` when it isn't owed, or runs beside it."""
        duty = self.owed(duty_id)
        if duty.name in BESIDE:
            raise Refused(Reason.UNKNOWN_DUTY, f"{duty_id} is {duty.name}")
        return duty

    @property
    def commitment_broken(self) -> bool:
        """Whether something committed to was not put right in time, and still is not."""
        supervision = self.supervision
        tasks = () if isinstance(supervision, NoSupervision) else supervision.tasks
        return any(isinstance(task.finding, Broken) for task in tasks)

    def material(self, requirement: str) -> str:
        """The hash of what was handed in for `requirement`; empty if nothing was."""
        return next((paper.material for paper in self.materials if paper.requirement == requirement), "")


class Unopened(Value):
    """No such case yet."""

    phase: Literal["unopened"] = "unopened"


class Opened(Value):
    """Whatever has been drafted."""

    dossier: Dossier


class Drafting(Opened):
    """The applicant is writing."""

    phase: Literal["draft"] = "draft"


class Checking(Opened):
    """The operator checks whether the materials are complete."""

    phase: Literal["submitted"] = "submitted"
    completeness: Limit


class NotAccepted(Opened):
    """Closed: incomplete. A new application may supersede it."""

    phase: Literal["not_accepted"] = "not_accepted"
    reasons: tuple[CompletenessReason, ...]


class Reviewing(Opened):
    """The publisher reviews on the merits."""

    phase: Literal["under_review"] = "under_review"
    norm: Limit
    target: Limit
    reminders: tuple[Deadline, ...]


class Dispatched(Opened):
    """Accepted for several items; each is reviewed in its own sub-order."""

    phase: Literal["dispatched"] = "dispatched"


class ApprovedWhole(Opened):
    """Closed: every item was approved. Agreement and use go on in the sub-orders."""

    phase: Literal["approved_whole"] = "approved_whole"


class PartiallyApproved(Opened):
    """Closed: some items were approved, others not."""

    phase: Literal["partially_approved"] = "partially_approved"


class RefusedWhole(Opened):
    """Closed: no item was approved. A new application may supersede a refused sub-order."""

    phase: Literal["refused_whole"] = "refused_whole"


class Declined(Opened):
    """Closed: refused on the merits. A new application may supersede it."""

    phase: Literal["refused"] = "refused"
    reasons: tuple[MeritsReason, ...]


class Withdrawn(Opened):
    """Closed: taken back."""

    phase: Literal["withdrawn"] = "withdrawn"


class Signing(Opened):
    """Approved; the agreement is drawn up and signed."""

    phase: Literal["approved"] = "approved"
    extra_conditions: tuple[str, ...]
    agreement: Drawing | Drawn
    window: Limit
    reminders: tuple[Deadline, ...]
    paper: PaperRoute = NoPaper()


class Lapsed(Opened):
    """Closed: not signed within the window."""

    phase: Literal["lapsed"] = "lapsed"


class Revoked(Opened):
    """Closed: the approval was revoked before anything was delivered."""

    phase: Literal["revoked"] = "revoked"


class Delivering(Opened):
    """Signed; the data is to be delivered."""

    phase: Literal["agreement_signed"] = "agreement_signed"
    agreement: Agreement
    term: Limit
    delivery: Limit
    reminders: tuple[Deadline, ...]
    filing: Filing | NoFiling = NoFiling()
    package: Package | NoPackage = NoPackage()


class Reporting(Opened):
    """A phase in which usage reports may be owed."""

    agreement: Agreement
    report: Period


class Using(Reporting):
    """The applicant has the data and reports on its use."""

    phase: Literal["delivered"] = "delivered"
    delivered: Delivery
    term: Limit
    receipt: Receipt | NoReceipt = NoReceipt()
    outcomes: tuple[str, ...] = ()  # titles of what was made with the data


class Deleting(Reporting):
    """The term is over; the data is to be deleted. A report still owed stays owed."""

    phase: Literal["deletion_due"] = "deletion_due"
    deletion: Limit
    reminders: tuple[Deadline, ...]
    confirmed: bool = False


class Closed(Opened):
    """Closed: used, reported, deleted."""

    phase: Literal["closed"] = "closed"


ReportingState = Using | Deleting
OpenedState = (
    Drafting
    | Checking
    | NotAccepted
    | Dispatched
    | ApprovedWhole
    | PartiallyApproved
    | RefusedWhole
    | Reviewing
    | Declined
    | Withdrawn
    | Lapsed
    | Revoked
    | Signing
    | Delivering
    | Using
    | Deleting
    | Closed
)
Agreed = Signing | Delivering | Using  # an approval stands: it may be restricted, supervised, revoked
State = Unopened | OpenedState

P = TypeVar("P", bound=Value)


def in_phase(state: State, phase: type[P]) -> P:
    """`state`, known to be of that phase; raises `Refused` when it is of another."""
    if not isinstance(state, phase):
        raise Refused(Reason.WRONG_PHASE, f"the case is in phase {state.phase}")
    return state
