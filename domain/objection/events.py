"""What happened to an objection. Kinds and fields are storage: never rename one."""

from typing import Literal

from domain.deadlines import Deadline, Limit
from domain.kernel import Duty
from domain.standing import AskersNoted, DutyEvent, MessagesSent, TimeEvent
from domain.value import Value


class ObjectionRaised(Value):
    """Someone pointed out wrong data; the limits to mark it and to transfer it both run from here."""

    kind: Literal["objection_raised"] = "objection_raised"
    case_id: str
    objector: str  # organisation
    raised_by: str  # person id
    item_id: str
    item_version: int
    title: str
    publisher: str
    fields: tuple[str, ...]
    record: str
    reason: str
    evidence: tuple[str, ...]
    mark: Limit
    transfer: Limit


class ObjectionWithdrawn(Value):
    """The objector took it back; the mark comes off where there was one."""

    kind: Literal["objection_withdrawn"] = "objection_withdrawn"
    duties: tuple[Duty, ...]


class ObjectionMarked(Value):
    """It is plausible at first sight; the item is to show it."""

    kind: Literal["objection_marked"] = "objection_marked"
    finding: str
    duty: Duty


class ObjectionRejected(Value):
    """It is not plausible; the reason is what the objector is told."""

    kind: Literal["objection_rejected"] = "objection_rejected"
    reason: str


class ObjectionTransferred(Value):
    """The publisher verifies; its limit to decide runs from here."""

    kind: Literal["objection_transferred"] = "objection_transferred"
    note: str
    decide: Limit
    reminders: tuple[Deadline, ...]


class DataCorrected(Value):
    """The data is corrected in that version; the mark is to come off, then the objector is told."""

    kind: Literal["data_corrected"] = "data_corrected"
    data_version: str
    feedback: str
    working_days_late: int
    duty: Duty


class DataUpheld(Value):
    """The data stays; the reason is what the objector is told, and the mark is to come off."""

    kind: Literal["data_upheld"] = "data_upheld"
    reason: str
    working_days_late: int
    duty: Duty


class ObjectorTold(Value):
    """The mark is off the corrected data, and the objector was given this feedback."""

    kind: Literal["objector_told"] = "objector_told"
    feedback: str


ObjectionEvent = (
    ObjectionWithdrawn
    | ObjectionMarked
    | ObjectionRejected
    | ObjectionTransferred
    | DataCorrected
    | DataUpheld
    | ObjectorTold
)
Event = ObjectionRaised | ObjectionEvent | DutyEvent | MessagesSent | AskersNoted | TimeEvent
