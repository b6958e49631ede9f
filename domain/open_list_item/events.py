"""What happened to an item. Kinds and fields are storage: never rename one."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime

from domain.deadlines import Deadline, Limit
from domain.items import ChangeType, OpenType, PublishedItem
from domain.kernel import Duty
from domain.open_list_item.papers import (
    Edition,
    Mark,
    QualityIssue,
    Sample,
    Suspension,
    Updates,
    UsedWithoutApplication,
)
from domain.people import Role
from domain.standing import Askers, DutyEvent, MessagesSent, TimeEvent
from domain.value import Value


class ItemRegistered(Value):
    """The item is on the list with its first version."""

    kind: Literal["item_registered"] = "item_registered"
    item: PublishedItem
    order: str  # empty when it was imported
    plan_item: str  # empty when it fulfils no row of a plan
    conditions: Edition
    materials: Edition
    updates: Updates
    duties: tuple[Duty, ...]


class VersionPublished(Value):
    """A new version replaced the last. Condition set and material list have a new number only if they changed."""

    kind: Literal["version_published"] = "version_published"
    item: PublishedItem
    order: str
    change: ChangeType
    conditions: Edition
    materials: Edition
    updates: Updates
    duties: tuple[Duty, ...]


# -- new data ---------------------------------------------------------------------------------


class DataUpdated(Value):
    """New data is there; late by so many calendar days, 0 in time or where no date runs. `year` is Shanghai's."""

    kind: Literal["data_updated"] = "data_updated"
    at: AwareDatetime
    covers_from: date
    covers_to: date
    sha256: str
    year: int
    standing: Literal["timely", "late", "untimed"]
    days_late: int
    updates: Updates
    duties: tuple[Duty, ...]


class UpdateOverdue(Value):
    """No new data by its date, which belongs to `year`; the next date runs."""

    kind: Literal["update_overdue"] = "update_overdue"
    missed: AwareDatetime  # the bound
    year: int
    due: Limit
    reminders: tuple[Deadline, ...]


# -- suspended --------------------------------------------------------------------------------


class OpeningSuspended(Value):
    """The opening is suspended on this ground; others may hold beside it."""

    kind: Literal["opening_suspended"] = "opening_suspended"
    suspension: Suspension
    duties: tuple[Duty, ...]


class OpeningResumed(Value):
    """This ground holds no more; the item is open again once none does."""

    kind: Literal["opening_resumed"] = "opening_resumed"
    ground: str
    reason: str
    duties: tuple[Duty, ...]


class AccessSuspended(Value):
    """Credentials and links open nothing, on that ground. `undo`: the ground fell away meanwhile."""

    kind: Literal["access_suspended"] = "access_suspended"
    duty_id: str
    ground: str
    undo: tuple[Duty, ...]


class AccessResumed(Value):
    """That ground keeps credentials and links shut no more. `undo`: it holds again meanwhile."""

    kind: Literal["access_resumed"] = "access_resumed"
    duty_id: str
    ground: str
    undo: tuple[Duty, ...]


class UnauthorisedClosureFound(Value):
    """Access was switched off although the item is open: a flag that stays."""

    kind: Literal["unauthorised_closure_found"] = "unauthorised_closure_found"
    flag: Literal["unauthorised_closure"] = "unauthorised_closure"
    observed: str
    tells: tuple[Role, ...]


# -- marked, sampled, starred, examined -------------------------------------------------------


class ItemMarked(Value):
    """An objection shows on the item."""

    kind: Literal["item_marked"] = "item_marked"
    mark: Mark


class ItemUnmarked(Value):
    """An objection's mark is off again."""

    kind: Literal["item_unmarked"] = "item_unmarked"
    objection: str
    corrected: bool


class SampleSet(Value):
    """A sample is there for all, in place of an earlier one."""

    kind: Literal["sample_set"] = "sample_set"
    sample: Sample


class StarNominated(Value):
    """The publisher proposed the item for the star zone."""

    kind: Literal["star_nominated"] = "star_nominated"
    ground: str
    askers: Askers = Askers()  # who decide nothing about the star


class StarConfirmed(Value):
    """The item is in the star zone."""

    kind: Literal["star_confirmed"] = "star_confirmed"


class StarDeclined(Value):
    """The item was not taken into the star zone."""

    kind: Literal["star_declined"] = "star_declined"
    reason: str


class QualityIssueReported(Value):
    """A finding about the data's quality waits for the publisher."""

    kind: Literal["quality_issue_reported"] = "quality_issue_reported"
    issue: QualityIssue


class QualityIssueFixed(Value):
    """The publisher put a finding right."""

    kind: Literal["quality_issue_fixed"] = "quality_issue_fixed"
    issue: str
    remedy: str


# -- use without application ------------------------------------------------------------------


class UseWithoutApplicationAllowed(Value):
    """Registered applicants may use the data without applying; `use` says on which ground and how it is kept safe."""

    kind: Literal["use_without_application_allowed"] = "use_without_application_allowed"
    use: UsedWithoutApplication


class UseWithoutApplicationEnded(Value):
    """The data is applied for again."""

    kind: Literal["use_without_application_ended"] = "use_without_application_ended"
    reason: str


# -- the catalogue chain ----------------------------------------------------------------------


class ChainAttributeFound(Value):
    """A scan read the item's open type on the catalogue chain."""

    kind: Literal["chain_attribute_found"] = "chain_attribute_found"
    attribute: OpenType
    scan: str


class ChainAttributeCorrected(Value):
    """The publisher had the chain say what the list says."""

    kind: Literal["chain_attribute_corrected"] = "chain_attribute_corrected"
    attribute: OpenType
    ground: str


class ChainMismatchOpened(Value):
    """List and chain differ: a ticket for the publisher (W23 tasks-3; P25 §4)."""

    kind: Literal["chain_mismatch_opened"] = "chain_mismatch_opened"
    ticket: str
    listed: OpenType
    found: OpenType


class ChainMismatchResolved(Value):
    """List and chain agree again, by a new version, a scan, or a correction."""

    kind: Literal["chain_mismatch_resolved"] = "chain_mismatch_resolved"
    ticket: str
    by: Literal["version", "scan", "correction"]


VersionEvent = ItemRegistered | VersionPublished
UpdateEvent = DataUpdated | UpdateOverdue
SuspensionEvent = OpeningSuspended | OpeningResumed | AccessSuspended | AccessResumed
QualityEvent = (
    ItemMarked
    | ItemUnmarked
    | SampleSet
    | StarNominated
    | StarConfirmed
    | StarDeclined
    | QualityIssueReported
    | QualityIssueFixed
)
UseEvent = UseWithoutApplicationAllowed | UseWithoutApplicationEnded
WatchEvent = (
    ChainAttributeFound
    | ChainAttributeCorrected
    | ChainMismatchOpened
    | ChainMismatchResolved
    | UnauthorisedClosureFound
)
Shared = TimeEvent | DutyEvent | MessagesSent
Event = VersionEvent | UpdateEvent | SuspensionEvent | QualityEvent | UseEvent | WatchEvent | Shared
