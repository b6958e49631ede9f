"""Approved on a commitment, and supervised afterwards (W23 tasks-4)."""

from typing import Literal

from pydantic import Field

from domain.application.commands.review import Approval
from domain.examples import example
from domain.texts import Text
from domain.value import Value


class FastTrackApprove(Approval):
    """Approve in one pass on the applicant's commitment, and say what will be supervised."""

    model_config = example(
        listed=True,
        tasks=["数据安全管理制度落实情况"],
        risk_note="单一来源，无融合风险",
        credit_checked=True,
        credit_lists=["dishonest_debtors"],
    )
    kind: Literal["fast_track_approve"] = "fast_track_approve"
    listed: Literal[True] = Field(description="The scenario or unit committed under was found on the list")
    tasks: tuple[Text, ...] = Field(min_length=1, max_length=20, description="What will be supervised, by name")


class ReportSupervision(Value):
    """Record what supervision found of one task. What is not kept is to be put right within a limit."""

    model_config = example(task="数据安全管理制度落实情况", finding="rectify", note="日志留存不足六个月")
    kind: Literal["report_supervision"] = "report_supervision"
    task: Text
    finding: Literal["kept", "rectify"] = Field(description="`kept` also confirms a rectification, a late one too")
    note: Text


FastTrackCommand = FastTrackApprove | ReportSupervision
