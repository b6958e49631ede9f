"""What the publisher gathers while it reviews: fusion risk, expert opinions, priority (R22 §19(1)–(3))."""

from typing import Literal

from pydantic import Field

from domain.application.review_papers import Expert, ExpertGround, PriorityGround, Recommendation, RiskLevel
from domain.examples import example
from domain.texts import Text
from domain.value import Value


class AssessFusionRisk(Value):
    """Say what fusing several sources may bring to light. Without it, nothing of several sources is approved."""

    model_config = example(level="low", note="融合后不能识别特定个人", measures=["仅输出网格级统计结果"])
    kind: Literal["assess_fusion_risk"] = "assess_fusion_risk"
    level: RiskLevel
    note: Text = Field(description="What was looked at, and what was found")
    measures: tuple[Text, ...] = Field(default=(), max_length=50, description="What is done against the risk")


class RequestExpertReview(Value):
    """Ask experts of the committee about a large one-off or complex request. The clock runs on."""

    model_config = example(
        ground="complex",
        question="多源融合后是否可能还原个人轨迹？",
        experts=[{"person": "someone-of-sh-experts", "organisation": "sh-experts"}],
    )
    kind: Literal["request_expert_review"] = "request_expert_review"
    ground: ExpertGround
    question: Text
    experts: tuple[Expert, ...] = Field(
        min_length=1,
        max_length=20,
        description="Who is asked; nobody of the applicants or the publisher",
    )


class GiveOpinion(Value):
    """Answer the question as an expert who was asked. The decision stays with the publisher."""

    model_config = example(recommendation="approve_with_measures", text="限定网格精度后可以开放")
    kind: Literal["give_opinion"] = "give_opinion"
    recommendation: Recommendation
    text: Text


class DeclareConflict(Value):
    """Declare a conflict of interest as an expert who was asked, and give no opinion in this case any more."""

    model_config = example(reason="本人现任申请单位技术顾问")
    kind: Literal["declare_conflict"] = "declare_conflict"
    reason: Text


class MarkPriority(Value):
    """Mark a useful or replicable scenario to be supported first. No deadline moves, of this case or another."""

    model_config = example(ground="replicable", reason="避雨路线方案可推广至全市同城配送")
    kind: Literal["mark_priority"] = "mark_priority"
    ground: PriorityGround
    reason: Text


ExpertCommand = AssessFusionRisk | RequestExpertReview | GiveOpinion | DeclareConflict | MarkPriority
