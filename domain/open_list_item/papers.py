"""The papers of an item's case: what commands carry and events keep."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from domain.deadlines import Deadline, Limit
from domain.items import OpenType
from domain.people import Role
from domain.value import SHOWN, Value


class Edition(Value):
    """A condition set or a material list, numbered for itself from 1, and since when it is published (R22 §15, §18)."""

    version: int
    published_at: AwareDatetime


class Errand(Value):
    """What a duty is about: a suspension's ground, or the order that changed the item."""

    duty_id: str
    about: str


# -- new data ---------------------------------------------------------------------------------


class Untimed(Value):
    """No new data is waited for: it comes in real time, or no more."""

    kind: Literal["untimed"] = "untimed"


class Awaited(Value):
    """New data is to be there by its date."""

    kind: Literal["awaited"] = "awaited"
    due: Limit
    reminders: tuple[Deadline, ...]


class Late(Value):
    """No new data came by `since`, the bound of the first date missed; the next date runs already."""

    kind: Literal["late"] = "late"
    since: AwareDatetime
    due: Limit
    reminders: tuple[Deadline, ...]


Updates = Annotated[Untimed | Awaited | Late, Field(discriminator="kind")]


class YearOfUpdates(Value):
    """One year's updates: dates kept, dates missed, and what came after its date, by so many calendar days in all."""

    year: int
    timely: int = 0
    overdue: int = 0
    late: int = 0
    days_late: int = 0


# -- suspended, marked, closed ----------------------------------------------------------------


class Suspension(Value):
    """One ground on which the opening is suspended: a rights claim's case, or an id of our own."""

    ground: str
    reason: str
    by: Role
    organisation: str
    since: AwareDatetime


class Mark(Value):
    """An objection that is looked into; it shows on the item (R22 §16)."""

    objection: str
    fields: tuple[str, ...]


# -- sample, star, quality --------------------------------------------------------------------


class Sample(Value):
    """An uploaded sample that anyone may have without applying (R22 §22)."""

    kind: Literal["sample"] = "sample"
    material: str
    extraction: str
    checked_by: str  # person id
    set_at: AwareDatetime


class NoSample(Value):
    """There is no sample."""

    kind: Literal["no_sample"] = "no_sample"


class Star(StrEnum):
    """Where the item stands with the star zone (P25 §7)."""

    NONE = "none"
    NOMINATED = "nominated"
    CONFIRMED = "confirmed"


class UsedWithoutApplication(Value):
    """The platform operator lets registered applicants use the item without applying (P25 §9)."""

    kind: Literal["used_without_application"] = "used_without_application"
    ground: str
    measures: tuple[str, ...]  # that keep it safe
    since: AwareDatetime


class AppliedFor(Value):
    """As ever: who wants the data applies for it."""

    kind: Literal["applied_for"] = "applied_for"


Use = Annotated[UsedWithoutApplication | AppliedFor, Field(discriminator="kind")]


class Defect(StrEnum):
    """What may be wrong with open data (R22 §16(1); P25 §6)."""

    WRONG_VALUES = "wrong_values"
    NULL_VALUES = "null_values"
    DUPLICATES = "duplicates"
    NO_DICTIONARY = "no_dictionary"
    LOW_VOLUME = "low_volume"
    FORMAT_ERROR = "format_error"


class QualityIssue(Value):
    """One finding that the publisher has yet to fix; `fields` is empty when it is about the whole set."""

    id: str
    defect: Annotated[Defect, SHOWN]
    fields: tuple[str, ...]
    note: str


# -- the catalogue chain ----------------------------------------------------------------------


class NotScanned(Value):
    """No scan of the catalogue chain has met the item yet."""

    kind: Literal["not_scanned"] = "not_scanned"


class Scanned(Value):
    """The open type that the catalogue chain gives the item, by its last scan or a correction since."""

    kind: Literal["scanned"] = "scanned"
    attribute: OpenType
    scan: str  # id
    ticket: str = ""  # of the mismatch that is open


Chain = Annotated[NotScanned | Scanned, Field(discriminator="kind")]


def at_year(years: tuple[YearOfUpdates, ...], year: int) -> YearOfUpdates:
    """That year's updates; none of any kind when nothing was recorded in it."""
    return next((one for one in years if one.year == year), YearOfUpdates(year=year))
