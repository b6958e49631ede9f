"""The phases of an objection: one class each, so that what a phase lacks can't be written down."""

from typing import Literal

from domain import standing
from domain.deadlines import Deadline, Limit
from domain.phases import Unopened
from domain.value import Value


class ObjectionDossier(standing.Dossier):
    """What an objection carries with it through all phases; the item is the version objected to."""

    objector: str
    raised_by: str
    item_id: str
    item_version: int
    title: str
    publisher: str
    fields: tuple[str, ...]
    record: str
    reason: str
    evidence: tuple[str, ...]


class Opened(Value):
    """Whatever has been raised."""

    dossier: ObjectionDossier


class Raised(Opened):
    """Publisher or operator look whether it is plausible at first sight."""

    phase: Literal["raised"] = "raised"
    mark: Limit
    transfer: Limit


class Marked(Opened):
    """The item shows the objection; the operator hands it to the publisher."""

    phase: Literal["marked"] = "marked"
    finding: str
    transfer: Limit


class Verifying(Opened):
    """The publisher verifies the data."""

    phase: Literal["verifying"] = "verifying"
    finding: str
    decide: Limit
    reminders: tuple[Deadline, ...]


class Corrected(Opened):
    """The data is corrected; the mark is coming off."""

    phase: Literal["corrected"] = "corrected"
    data_version: str
    feedback: str
    working_days_late: int


class ClosedCorrected(Opened):
    """Closed: corrected, unmarked, and the objector told."""

    phase: Literal["closed_corrected"] = "closed_corrected"
    data_version: str
    feedback: str
    working_days_late: int


class ClosedNoChange(Opened):
    """Closed: the data was upheld."""

    phase: Literal["closed_no_change"] = "closed_no_change"
    feedback: str
    working_days_late: int


class ClosedRejected(Opened):
    """Closed: not plausible."""

    phase: Literal["closed_rejected"] = "closed_rejected"
    feedback: str


class Withdrawn(Opened):
    """Closed: taken back."""

    phase: Literal["withdrawn"] = "withdrawn"


OpenedState = Raised | Marked | Verifying | Corrected | ClosedCorrected | ClosedNoChange | ClosedRejected | Withdrawn
State = Unopened | OpenedState
