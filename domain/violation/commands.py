"""What one may ask of a violation; `kind` tells the commands apart."""

from typing import Literal

from pydantic import Field

from domain.examples import example
from domain.standing import DutyCommand, RecordMessagesSent, TimeCommand
from domain.texts import Id, OptionalText, Text
from domain.value import Value
from domain.violation.inbox import ReportViolation
from domain.violation.papers import Detection, Measure, ViolationKind


class AllegeViolation(Value):
    """Report unlawful use, or record an alert. The party never sees a person's report (R22 §30)."""

    model_config = example(
        party="o-shenjiang", item_id="sh-2025-110", violation_kind=4, facts="接口数据出现在约定场景之外的产品中"
    )
    kind: Literal["allege_violation"] = "allege_violation"
    party: Id = Field(description="The organisation that is said to have done it")
    item_id: Id = Field(description="The published item whose data is concerned")
    violation_kind: ViolationKind = Field(description="Which of the five acts of R22 §32")
    facts: Text
    about: OptionalText = Field(default="", description="The application whose agreement is concerned, if known")
    detected_by: Detection = Detection.REPORT


class TakeUpReport(Value):
    """Open an allegation of a person's report, told in one's own words so that the reporter stays unknown."""

    model_config = example(violation_kind=4, facts="数据用于约定场景之外")
    kind: Literal["take_up_report"] = "take_up_report"
    violation_kind: ViolationKind
    facts: Text = Field(description="What the party will read: nothing that points to who reported it")


class RestrictParty(Value):
    """Restrict the party's access at once, within one's own duty (R22 §32)."""

    model_config = example(reason="调用量异常，疑似转售")
    kind: Literal["restrict_party"] = "restrict_party"
    reason: Text


class OpenHearing(Value):
    """Ask the party for its view before anything is recorded."""

    model_config = example(question="请说明该产品的数据来源")
    kind: Literal["open_hearing"] = "open_hearing"
    question: Text


class StateView(Value):
    """State one's view of what is alleged."""

    model_config = example(view="数据来自公开渠道，附采购合同编号")
    kind: Literal["state_view"] = "state_view"
    view: Text


class ConcurInRecord(Value):
    """Concur, as operator or publisher, that the act is to be recorded as this kind (R22 §32)."""

    model_config = example(violation_kind=4)
    kind: Literal["concur_in_record"] = "concur_in_record"
    violation_kind: ViolationKind


class EnterInRecord(Value):
    """Record the violation, together with operator and publisher (R22 §32)."""

    model_config = example(violation_kind=4, findings="将接口数据用于约定场景之外的产品")
    kind: Literal["enter_in_record"] = "enter_in_record"
    violation_kind: ViolationKind
    findings: Text


class DismissViolation(Value):
    """End the matter without a record; a restriction is lifted."""

    model_config = example(reason="经核实无违规行为")
    kind: Literal["dismiss_violation"] = "dismiss_violation"
    reason: Text


class ApplyMeasures(Value):
    """Warn, restrict or close access, each within one's own duty (R22 §32)."""

    model_config = example(measures=["warn", "restrict"], reason="超出约定场景")
    kind: Literal["apply_measures"] = "apply_measures"
    measures: tuple[Measure, ...] = Field(min_length=1, max_length=len(Measure))
    reason: Text


class PubliciseViolation(Value):
    """Publicise act and measure for a time (R22 §32). Whoever approves it is another person."""

    model_config = example(approver="person-7", text="某单位超出约定场景利用数据，已限制访问")
    kind: Literal["publicise_violation"] = "publicise_violation"
    approver: Id = Field(description="The person who approved the publicity")
    text: Text


class ConfirmRepair(Value):
    """Find that the party has put things right: restriction and publicity end."""

    model_config = example(rectified="已下线相关产品并删除数据")
    kind: Literal["confirm_repair"] = "confirm_repair"
    rectified: Text


OpeningCommand = AllegeViolation | ReportViolation | TakeUpReport
JudgingCommand = RestrictParty | OpenHearing | StateView | ConcurInRecord | EnterInRecord | DismissViolation
MeasureCommand = ApplyMeasures | PubliciseViolation | ConfirmRepair
SharedCommand = TimeCommand | DutyCommand | RecordMessagesSent
Command = OpeningCommand | JudgingCommand | MeasureCommand | SharedCommand
