"""What an assessment's report is made of, and what follows it."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from domain.texts import Id, Text
from domain.value import Value

Standing = Literal["on_time", "late", "untimed"]  # untimed: no rule in force sets a limit


class Verdict(StrEnum):
    """What becomes of an item of the list, by its publisher's own assessment."""

    KEEP = "keep"
    CHANGE = "change"
    PROPOSE_WITHDRAWAL = "propose_withdrawal"


class Outlook(StrEnum):
    """What becomes of data that is not open yet."""

    OPEN = "open"
    STAY_CLOSED = "stay_closed"


class ItemFinding(Value):
    """What was found about one item of the open list."""

    item_id: Id
    verdict: Verdict
    reason: Text

    @property
    def about(self) -> str:
        return self.item_id

    @property
    def calls_for_an_order(self) -> bool:
        return self.verdict is not Verdict.KEEP


class UnopenedFinding(Value):
    """What was found about data that is not open."""

    name: Id = Field(description="How the publisher calls the data")
    outlook: Outlook
    reason: Text

    @property
    def about(self) -> str:
        return self.name

    @property
    def calls_for_an_order(self) -> bool:
        return self.outlook is Outlook.OPEN


class Report(Value):
    """An assessment as it was handed in."""

    material: str  # the report itself, uploaded
    items: tuple[ItemFinding, ...]
    unopened: tuple[UnopenedFinding, ...]
    left_out: tuple[str, ...]  # items on the publisher's open list of which the report says nothing
    standing: Standing
    days_late: int  # calendar days

    @property
    def findings(self) -> tuple[ItemFinding | UnopenedFinding, ...]:
        return (*self.items, *self.unopened)


class FollowUp(Value):
    """The order that does what a finding asks for."""

    finding: str  # the item's id, or the name of the unopened data
    order: str  # a list change, or a row of the annual plan
