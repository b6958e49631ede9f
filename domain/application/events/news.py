"""What other cases told this one. It closes nothing, and moves no clock."""

from typing import Literal

from domain.items import OpenType
from domain.people import Role
from domain.value import Value


class ItemChangeNoted(Value):
    """The item has another open type now; what was agreed stays agreed."""

    kind: Literal["item_change_noted"] = "item_change_noted"
    version: int
    open_type: OpenType
    order: str  # the list change
    tells: tuple[Role, ...]


class ItemSuspensionNoted(Value):
    """The item's opening is suspended on a ground; nothing is approved or delivered meanwhile (R22 §31)."""

    kind: Literal["item_suspension_noted"] = "item_suspension_noted"
    ground: str
    tells: tuple[Role, ...]


class ItemResumptionNoted(Value):
    """The suspension on that ground is over."""

    kind: Literal["item_resumption_noted"] = "item_resumption_noted"
    ground: str
    tells: tuple[Role, ...]


class ViolationNoted(Value):
    """A violation by the applicant was recorded elsewhere: for reviewers to know (R22 §15(5))."""

    kind: Literal["violation_noted"] = "violation_noted"
    violation: str
    violation_kind: Literal[1, 2, 3, 4, 5]


NewsEvent = ItemChangeNoted | ItemSuspensionNoted | ItemResumptionNoted | ViolationNoted
