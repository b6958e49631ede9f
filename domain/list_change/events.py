"""What happened to a list change. Kinds and fields are storage: never rename one."""

from typing import Literal

from domain.deadlines import Deadline, Limit
from domain.kernel import Duty
from domain.list_change.papers import NoOrigin, Origin, Proposal, ReturnGround, Submission
from domain.people import Role
from domain.standing import Askers, AskersNoted, DutyEvent, MessagesSent, TimeEvent
from domain.value import Value


class ListChangeDrafted(Value):
    """An order was drafted, by the publisher or for it by another case."""

    kind: Literal["list_change_drafted"] = "list_change_drafted"
    case_id: str
    publisher: str  # organisation
    author: str  # person id, or the clock's
    title: str  # of the item
    proposal: Proposal
    origin: Origin | NoOrigin
    askers: Askers = Askers()  # who asked in the other case


class ListChangeEdited(Value):
    """The order's contents were replaced."""

    kind: Literal["list_change_edited"] = "list_change_edited"
    author: str
    title: str
    proposal: Proposal


class ListChangeSubmitted(Value):
    """The order was handed in, for the first time or again, to the reviewer that was configured then."""

    kind: Literal["list_change_submitted"] = "list_change_submitted"
    number: int  # 1, and one more after each return
    author: str
    submission: Submission
    reviewer: Role
    review: Limit
    reminders: tuple[Deadline, ...]
    duties: tuple[Duty, ...]


class ListChangeReturned(Value):
    """The reviewer sent the order back."""

    kind: Literal["list_change_returned"] = "list_change_returned"
    ground: ReturnGround
    note: str
    working_days_late: int


class ListChangeApproved(Value):
    """The reviewer approved the order."""

    kind: Literal["list_change_approved"] = "list_change_approved"
    desensitising_insufficient: str
    note: str
    working_days_late: int
    duty: Duty


class OrderTookEffect(Value):
    """The item is published as the order says."""

    kind: Literal["order_took_effect"] = "order_took_effect"
    item_id: str
    duties: tuple[Duty, ...]


class ListChangeCancelled(Value):
    """The publisher gave the order up."""

    kind: Literal["list_change_cancelled"] = "list_change_cancelled"
    why: str
    duties: tuple[Duty, ...]


OwnEvent = (
    ListChangeDrafted
    | ListChangeEdited
    | ListChangeSubmitted
    | ListChangeReturned
    | ListChangeApproved
    | OrderTookEffect
    | ListChangeCancelled
)
Event = OwnEvent | DutyEvent | MessagesSent | AskersNoted | TimeEvent
