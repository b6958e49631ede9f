"""What one may ask of a body of grading rules; `kind` tells the commands apart."""

from typing import Literal

from pydantic import Field

from domain.examples import example
from domain.grading import RulesText
from domain.kernel import AdoptCalendar
from domain.texts import Id, Text
from domain.value import Value


class PublishGradingRules(RulesText):
    """Publish the first version of the city's guide, or of a publisher's own rules. Each has one case."""

    model_config = example(
        version="2023",
        title="公共数据开放分级分类指南（2023版）",
        in_force_from="2023-07-01T00:00:00+08:00",
        method="先按对象、内容、应用三个维度定级，再按各级组合确定开放类型",
        lines=[
            {"levels": ["1级"], "open_type": "unconditional"},
            {"levels": ["2级"], "open_type": "conditional", "conditions": "说明应用场景，具备相应安全保护能力"},
            {"levels": ["3级"], "open_type": "non_open"},
        ],
        examples=["道路名称：1级，无条件开放"],
    )
    kind: Literal["publish_grading_rules"] = "publish_grading_rules"
    publisher: Id | Literal[""] = Field(
        default="", description="The organisation whose own rules they are; empty for the city's guide"
    )


class PublishRulesVersion(RulesText):
    """Publish a further version, which replaces the one before from its instant on (R22 §13)."""

    model_config = example(
        version="2027",
        title="公共数据开放分级分类指南（2027版）",
        in_force_from="2027-01-01T00:00:00+08:00",
        method="在原有维度之外，增加对汇聚融合风险的评估",
        lines=[
            {"levels": ["1级"], "open_type": "unconditional"},
            {"levels": ["2级"], "open_type": "unconditional"},
            {"levels": ["3级"], "open_type": "conditional", "conditions": "在隐私计算环境中使用"},
        ],
        examples=["道路名称：1级，无条件开放"],
    )
    kind: Literal["publish_rules_version"] = "publish_rules_version"


class WithdrawGradingRules(Value):
    """Withdraw the rules: nothing is graded by them any more. A further version may bring them back."""

    model_config = example(ground="上位规定已修改，另行制定")
    kind: Literal["withdraw_grading_rules"] = "withdraw_grading_rules"
    ground: Text


VersionCommand = PublishGradingRules | PublishRulesVersion
# that a deadline passed is never reported: no limit runs
Command = VersionCommand | WithdrawGradingRules | AdoptCalendar
