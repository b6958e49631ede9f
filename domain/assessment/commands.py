"""What one may ask of a yearly assessment; `kind` tells the commands apart."""

from typing import Literal

from pydantic import Field

from domain.assessment.papers import ItemFinding, UnopenedFinding
from domain.examples import example
from domain.standing import TimeCommand
from domain.texts import Id, Sha256, Text
from domain.value import Value

_MOST = 5000


class OpenAssessment(Value):
    """Open a publisher's assessment of a year. Its case is `assessment-<year>-<publisher>`, so there is only one."""

    model_config = example(year=2025, publisher="sh-qixiangju")
    kind: Literal["open_assessment"] = "open_assessment"
    year: int = Field(ge=2000, le=2100, description="The calendar year in which the list is to be assessed")
    publisher: Id = Field(description="The organisation that assesses its list")


class SubmitAssessment(Value):
    """Hand in the report, with what it finds about each item and about data that is not open yet (R22 §10)."""

    model_config = example(
        report="ab" * 32,
        items=[{"item_id": "sh-2025-110", "verdict": "keep", "reason": "调用量稳定，按时更新"}],
        unopened=[{"name": "雷达基数据", "outlook": "stay_closed", "reason": "脱敏方案尚未通过"}],
    )
    kind: Literal["submit_assessment"] = "submit_assessment"
    report: Sha256 = Field(description="The assessment report, uploaded by the publisher")
    items: tuple[ItemFinding, ...] = Field(default=(), max_length=_MOST, description="Items of the open list")
    unopened: tuple[UnopenedFinding, ...] = Field(default=(), max_length=_MOST, description="Data not open yet")


class ReturnAssessment(Value):
    """Send the report back with the reason, once; the publisher hands in another."""

    model_config = example(reason="未评估尚未开放的数据")
    kind: Literal["return_assessment"] = "return_assessment"
    reason: Text


class NoteAssessment(Value):
    """Take note of the report. The case is closed; orders may be linked to its findings still."""

    model_config = example(remark="已阅，转入下年度计划编制")
    kind: Literal["note_assessment"] = "note_assessment"
    remark: Text


class LinkOrder(Value):
    """Link a finding to the list change, or the row of the plan, that follows it up."""

    model_config = example(finding="sh-2025-110", order="lis-1")
    kind: Literal["link_order"] = "link_order"
    finding: Id = Field(description="The item's id, or the name of the data, as the report has it")
    order: Id = Field(description="Case id of the list change or of the plan's row")


PublisherCommand = SubmitAssessment | LinkOrder
DepartmentCommand = ReturnAssessment | NoteAssessment
Command = OpenAssessment | PublisherCommand | DepartmentCommand | TimeCommand
