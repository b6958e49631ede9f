"""What happened to a row of the plan. Kinds and fields are storage: never rename one."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime

from domain.days import PlanStanding
from domain.plan_item.papers import Part, Row, Term
from domain.standing import TimeEvent
from domain.value import Value


class PlanItemImported(Value):
    """The row is on record."""

    kind: Literal["plan_item_imported"] = "plan_item_imported"
    case_id: str
    row: Row


class PlanItemPlanned(Value):
    """The row has its day, from the annex or from the person who confirmed it."""

    kind: Literal["plan_item_planned"] = "plan_item_planned"
    term: Term


class PlanItemAdjusted(Value):
    """The row has another day; `old` is the one it had."""

    kind: Literal["plan_item_adjusted"] = "plan_item_adjusted"
    old: date
    term: Term
    ground: str


class OrderLinked(Value):
    """A list change is under way that is to fulfil the row."""

    kind: Literal["order_linked"] = "order_linked"
    order: str


class PartDone(Value):
    """The item is on the list, or its data is there. One alone fulfils nothing."""

    kind: Literal["part_done"] = "part_done"
    part: Part
    item_id: str
    at: AwareDatetime


class PlanItemCompleted(Value):
    """Item and data are both there, since `at`; late by so many calendar days, or on the last day itself."""

    kind: Literal["plan_item_completed"] = "plan_item_completed"
    at: AwareDatetime
    standing: PlanStanding
    days_late: int


class ItemWithdrawn(Value):
    """The item is no longer open. What was completed stays completed (S13)."""

    kind: Literal["item_withdrawn"] = "item_withdrawn"
    item_id: str
    order: str
    at: AwareDatetime


PlanEvent = PlanItemImported | PlanItemPlanned | PlanItemAdjusted
ProgressEvent = OrderLinked | PartDone | PlanItemCompleted | ItemWithdrawn
Event = PlanEvent | ProgressEvent | TimeEvent
