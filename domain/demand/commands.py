"""What one may ask of a demand; `kind` tells the commands apart."""

from typing import Literal

from pydantic import Field

from domain.demand.inbox import NoteMerged, RecordMergedOutcome, RecordOrderEffective, RecordOrderEnded
from domain.demand.papers import Advice, Category, Channel, Criterion
from domain.examples import example
from domain.standing import DutyCommand, RecordMessagesSent, TimeCommand
from domain.texts import Id, OptionalText, Text
from domain.value import Value


class SubmitDemand(Value):
    """Say which public data is missing and what for, for oneself or, as a consultation point, for others (R22 §6)."""

    model_config = example(
        title="逐小时降水实况",
        need="沿江配送需要按小时、按街镇的降水实况，现有清单只有日值",
        category="economy",
        consultation_point="sh-xinxi-xiehui",
    )
    kind: Literal["submit_demand"] = "submit_demand"
    title: Text
    need: Text = Field(description="Which data, in which detail, and what it would be used for")
    category: Category
    channel: Channel = Field(
        default="platform", description="How it came; a survey or meeting is a consultation point's"
    )
    consultation_point: OptionalText = Field(
        default="", description="The consultation point whose advice an applicant asks for; it may then read the demand"
    )
    on_behalf_of: OptionalText = Field(
        default="", description="For whom a consultation point asks, in general words; no person's name"
    )


class FollowUpDemand(Value):
    """Add to one's own demand: a detail, a further need, a question to the publisher (R22 §33)."""

    model_config = example(text="十分钟值也可以，但需要站点坐标")
    kind: Literal["follow_up_demand"] = "follow_up_demand"
    text: Text


class AdviseDemand(Value):
    """Advise on the demand as its consultation point: fields, a scheme, whom to talk to (W23 tasks-5)."""

    model_config = example(about="field_explanation", advice="日值由二十四个小时值累计，小时值存于观测库")
    kind: Literal["advise_demand"] = "advise_demand"
    about: Advice
    advice: Text


class PrioritiseDemand(Value):
    """Note which of the four criteria puts the demand before others, or that none does (M19 §10; R22 §6)."""

    model_config = example(criterion="value_added", reason="物流行业增值潜力显著")
    kind: Literal["prioritise_demand"] = "prioritise_demand"
    criterion: Criterion
    reason: Text


class NoteForPlan(Value):
    """Note that the demand was heard when a year's focus was set (M19 §10)."""

    model_config = example(year=2026)
    kind: Literal["note_for_plan"] = "note_for_plan"
    year: int = Field(ge=2019, le=9999)


class MergeDemand(Value):
    """Merge a duplicate into another open demand, whose outcome it will be told."""

    model_config = example(into="dem-2")
    kind: Literal["merge_demand"] = "merge_demand"
    into: Id = Field(description="The other demand's case id")


class SeparateDemand(Value):
    """Take a merger back: the demand goes its own way again."""

    model_config = example(reason="主需求已先行办结")
    kind: Literal["separate_demand"] = "separate_demand"
    reason: Text


class ForwardDemand(Value):
    """Forward the demand to the publisher that would have the data, or on to another one."""

    model_config = example(publisher="sh-qixiangju", note="请研究小时值能否开放")
    kind: Literal["forward_demand"] = "forward_demand"
    publisher: Id
    note: OptionalText = ""


class AcceptDemand(Value):
    """Take the demand up: a list change that adds the item is opened, for the publisher to complete."""

    model_config = example(title="逐小时降水实况", answer="采纳：小时值脱敏后纳入开放清单")
    kind: Literal["accept_demand"] = "accept_demand"
    title: Text = Field(description="What the item will be called")
    answer: Text = Field(description="What the asker is told, and the reason of the list change")


class DeclineDemand(Value):
    """Decline the demand on a ground, having considered desensitised or statistical data instead (R22 §14; P25 §5)."""

    model_config = example(ground="该数据涉及商业秘密", alternative="已评估：按区汇总的月度指标也会暴露单一企业")
    kind: Literal["decline_demand"] = "decline_demand"
    ground: Text
    alternative: Text = Field(description="Which desensitised or statistical form was considered, and what came of it")


class AnswerDemand(Value):
    """Answer a follow-up; nothing is decided by it (R22 §33; P25 §8)."""

    model_config = example(text="站点坐标已公开，可从清单下载")
    kind: Literal["answer_demand"] = "answer_demand"
    text: Text


AskingCommand = SubmitDemand | FollowUpDemand | AdviseDemand
TriageCommand = PrioritiseDemand | NoteForPlan | MergeDemand | SeparateDemand | ForwardDemand
PublisherCommand = AcceptDemand | DeclineDemand | AnswerDemand
OtherCasesCommand = NoteMerged | RecordMergedOutcome | RecordOrderEffective | RecordOrderEnded
SharedCommand = DutyCommand | RecordMessagesSent | TimeCommand
Command = AskingCommand | TriageCommand | PublisherCommand | OtherCasesCommand | SharedCommand
