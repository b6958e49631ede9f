"""Reports on the use (R22 §29), and the end of it."""

from typing import Literal

from pydantic import Field

from domain.application.papers import UsageReport
from domain.examples import example
from domain.texts import Id, Text
from domain.value import Value


class SubmitUsageReport(Value):
    """Hand in the report of the current period. One of its four contents missing sends it straight back."""

    model_config = example(
        report={
            "scenario_clients_model": "配送路线避让；沿江承运商 42 家；按单收费",
            "calls_fields_algorithms": "调用 12.6 万次；降水强度、时间、网格；路径规划",
            "benefits": "雨天延误下降 18%",
            "security": "专线访问，密钥托管，日志留存六个月",
        }
    )
    kind: Literal["submit_usage_report"] = "submit_usage_report"
    report: UsageReport


class ReturnUsageReport(Value):
    """Send the report back for correction; a new date is set."""

    model_config = example(ground="调用次数与平台日志不符")
    kind: Literal["return_usage_report"] = "return_usage_report"
    ground: Text


class AcceptUsageReport(Value):
    """Accept the report; the next period's is scheduled if the term still holds one."""

    model_config = example()
    kind: Literal["accept_usage_report"] = "accept_usage_report"


class RecordAccessClosed(Value):
    """Report that the credential or link no longer works."""

    model_config = example(duty_id="case-1:30:close_access")
    kind: Literal["record_access_closed"] = "record_access_closed"
    duty_id: Id


class ConfirmDeletion(Value):
    """State that the data has been deleted after the term."""

    model_config = example(statement="已于期满当日删除全部副本及备份")
    kind: Literal["confirm_deletion"] = "confirm_deletion"
    statement: Text = Field(description="What was deleted, where, and how")


UsageCommand = SubmitUsageReport | ReturnUsageReport | AcceptUsageReport | RecordAccessClosed | ConfirmDeletion
