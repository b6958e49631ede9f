"""What people do with a row of the annual plan, and what the clock reports about it (P25 annex)."""

from datetime import date
from typing import Literal

from pydantic import Field

from domain.examples import example
from domain.plan_item.inbox import LinkOrder, RecordDataPresent, RecordItemEffective, RecordItemWithdrawn
from domain.plan_item.papers import Row
from domain.standing import TimeCommand
from domain.texts import Id, OptionalText, Text
from domain.value import Value


class ImportPlanItem(Value):
    """Put a row of the plan's directory on record, as the annex has it. Its case is `plan-<year>-<row>`."""

    model_config = example(
        year=2025,
        row=44,
        title="城市照明设施信息",
        publisher="sh-lvhua",
        due_date="2025-12-31",
        due_inferred=True,
        note="原文未载明日期，据第45行推定",
        instrument="沪数〔2025〕12号",
    )
    kind: Literal["import_plan_item"] = "import_plan_item"
    year: int = Field(ge=2000, le=2100, description="Year of the plan")
    row: int = Field(ge=1, description="Number of the row in its directory")
    title: Text
    publisher: Id = Field(description="The organisation that opens the directory")
    due_date: date = Field(description="The plan's day, that day included")
    due_inferred: bool = Field(default=False, description="The annex gives no day: a person has to confirm this one")
    note: OptionalText = ""
    instrument: Text = Field(description="Document number of the plan")

    def as_row(self) -> Row:
        """The row as it is kept."""
        return Row(
            year=self.year,
            number=self.row,
            title=self.title,
            publisher=self.publisher,
            instrument=self.instrument,
            due_date=self.due_date,
            due_inferred=self.due_inferred,
            note=self.note,
        )


class ConfirmPlanItem(Value):
    """Confirm the day of a row whose date the annex does not give, as read in the original."""

    model_config = example(due_date="2025-12-31")
    kind: Literal["confirm_plan_item"] = "confirm_plan_item"
    due_date: date = Field(description="Calendar day, that day included")


class AdjustPlanItem(Value):
    """Give the row another day, on a written ground. The old day stays on record."""

    model_config = example(due_date="2026-03-31", ground="数据来源系统改造延期，经批准调整")
    kind: Literal["adjust_plan_item"] = "adjust_plan_item"
    due_date: date = Field(description="The new calendar day, that day included; not before today")
    ground: Text


PlanCommand = ImportPlanItem | ConfirmPlanItem | AdjustPlanItem
ProgressCommand = LinkOrder | RecordItemEffective | RecordDataPresent | RecordItemWithdrawn
Command = PlanCommand | ProgressCommand | TimeCommand
