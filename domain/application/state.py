"""The phases of an application: one class each, so that what a phase lacks can't be written down."""

from typing import Annotated, Literal

from domain.application.delivery_papers import Delivery, Filing, NoFiling, NoPackage, NoReceipt, Package, Receipt
from domain.application.dossier import Dossier
from domain.application.papers import (
    Agreement,
    CompletenessReason,
    Drawing,
    Drawn,
    MeritsReason,
    Period,
)
from domain.application.signing_on_paper import NoPaper, PaperRoute
from domain.deadlines import Deadline, Limit
from domain.phases import Unopened
from domain.value import SHOWN, Value


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
    outcomes: Annotated[tuple[str, ...], SHOWN] = ()  # titles of what was made with the data


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
