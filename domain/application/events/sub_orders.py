"""One application, several items: dispatched in parts, and put together again."""

from typing import Literal

from domain.application.commitment import MaybeCommitment, NoCommitment
from domain.application.papers import Contents, Earlier, SubmittedMaterial
from domain.application.sub_orders import PartResult, SubOrder, WholeResult
from domain.deadlines import Deadline, Limit
from domain.items import PublishedItem
from domain.kernel import Duty
from domain.standing import Askers
from domain.value import Value


class ApplicationDispatched(Value):
    """The application was accepted as a whole; a sub-order for each item goes to its publisher."""

    kind: Literal["application_dispatched"] = "application_dispatched"
    sub_orders: tuple[SubOrder, ...]  # those of one publisher stand together
    waived: tuple[str, ...]  # requirements still missing, that an earlier one-time notice failed to name
    duty: Duty


class SubOrderOpened(Value):
    """One item's part reached its publisher, whose clocks run from this instant."""

    kind: Literal["sub_order_opened"] = "sub_order_opened"
    case_id: str
    parent: str
    applicant: str  # organisation
    drafted_by: str  # person id
    askers: Askers = Askers()  # of the whole application
    item: PublishedItem
    contents: Contents
    chain: tuple[Earlier, ...]
    materials: tuple[SubmittedMaterial, ...]
    fused_with: tuple[str, ...]  # the other items applied for
    commitment: MaybeCommitment = NoCommitment()
    violations: tuple[str, ...] = ()  # of the applicant, as the application was told
    norm: Limit
    target: Limit
    reminders: tuple[Deadline, ...]


class SubOrderDecided(Value):
    """The review of this part is over; the whole application is to be told."""

    kind: Literal["sub_order_decided"] = "sub_order_decided"
    result: PartResult
    duty: Duty


class SubOrderResultNoted(Value):
    """One part's review is over, as the whole application was told."""

    kind: Literal["sub_order_result_noted"] = "sub_order_result_noted"
    sub_order: str
    result: PartResult


class ApplicationConcluded(Value):
    """All parts are decided. What was approved goes on in its own case, and what was refused may be followed up."""

    kind: Literal["application_concluded"] = "application_concluded"
    result: WholeResult


SubOrderEvent = ApplicationDispatched | SubOrderOpened | SubOrderDecided | SubOrderResultNoted | ApplicationConcluded
