"""Spot checks of the use (R22 §29)."""

from typing import Literal

from pydantic import Field

from domain.application.papers import UsageReport
from domain.application.spot_check import CheckGround, Verdict
from domain.examples import example
from domain.texts import OptionalText
from domain.value import Value


class OrderSpotCheck(Value):
    """Check how the data is used: for a risk, or because the case was drawn by lot (`/v1/spot-checks` draws)."""

    model_config = example(ground={"kind": "risk", "reason": "调用量与申请场景明显不符"})
    kind: Literal["order_spot_check"] = "order_spot_check"
    ground: CheckGround


class AnswerSpotCheck(Value):
    """Answer the spot check, on all four contents."""

    model_config = example(
        answer={
            "scenario_clients_model": "配送路线避让；沿江承运商 42 家；按单收费",
            "calls_fields_algorithms": "调用 12.6 万次；降水强度、时间、网格；路径规划",
            "benefits": "雨天延误下降 18%",
            "security": "专线访问，密钥托管，日志留存六个月",
        }
    )
    kind: Literal["answer_spot_check"] = "answer_spot_check"
    answer: UsageReport


class CloseSpotCheck(Value):
    """Record what the spot check came to. Findings stay as a flag; what follows from them is another case's."""

    model_config = example(verdict="findings", findings="实际客户范围超出申请场景")
    kind: Literal["close_spot_check"] = "close_spot_check"
    verdict: Verdict
    findings: OptionalText = Field(default="", description="What was found; needed when there are findings")


SpotCheckCommand = OrderSpotCheck | AnswerSpotCheck | CloseSpotCheck
