"""What one may ask of an item of the open list; `kind` tells the commands apart."""

from datetime import date
from typing import Literal

from pydantic import Field

from domain.examples import example
from domain.items import OpenType
from domain.open_list_item.inbox import (
    MarkItem,
    PublishVersion,
    RegisterItem,
    ResumeItem,
    SuspendItem,
    UnmarkItem,
)
from domain.open_list_item.papers import Defect
from domain.standing import DutyCommand, RecordMessagesSent, TimeCommand
from domain.texts import Id, OptionalText, Sha256, Text
from domain.value import Value

_MOST_FIELDS = 200


class ReportUpdate(Value):
    """Report that new data is there, and the period it covers. The first report says that there is data at all."""

    model_config = example(covers_from="2025-09-01", covers_to="2025-09-30", sha256="ab" * 32)
    kind: Literal["report_update"] = "report_update"
    covers_from: date = Field(description="First day that the data covers")
    covers_to: date = Field(description="Last day that it covers")
    sha256: Sha256 | Literal[""] = Field(default="", description="Hash of the data, where it is one file")


# -- suspending -------------------------------------------------------------------------------


class SuspendOpening(Value):
    """Suspend the item's opening on a ground of one's own: item, sample and live credentials."""

    model_config = example(reason="数据接口发现安全漏洞，修复前中止")
    kind: Literal["suspend_opening"] = "suspend_opening"
    reason: Text


class ResumeOpening(Value):
    """End a suspension of one's own. Those on other grounds go on."""

    model_config = example(ground="sh-2025-110:7", reason="漏洞已修复并复测")
    kind: Literal["resume_opening"] = "resume_opening"
    ground: Id = Field(description="The suspension's id, as the case shows it")
    reason: Text


class RecordAccessSuspended(Value):
    """Report that no credential or link to the item opens anything, on that duty's ground."""

    model_config = example(duty_id="sh-2025-110:7:suspend_access")
    kind: Literal["record_access_suspended"] = "record_access_suspended"
    duty_id: Id


class RecordAccessResumed(Value):
    """Report that the item's credentials and links work again, as far as that duty's ground goes."""

    model_config = example(duty_id="sh-2025-110:9:resume_access")
    kind: Literal["record_access_resumed"] = "record_access_resumed"
    duty_id: Id


class ReportClosure(Value):
    """Report that the item's access was found switched off although it is open and nothing suspends it."""

    model_config = example(observed="下载接口自10月21日起返回不可用，清单仍为无条件开放")
    kind: Literal["report_closure"] = "report_closure"
    observed: Text = Field(description="What was found, where, and since when")


# -- sample, star, quality --------------------------------------------------------------------


class SetSample(Value):
    """Put up sample data for all to have without applying, in place of an earlier one (R22 §22)."""

    model_config = example(material="ab" * 32, extraction="按季节各取一周，字段不减", checked_by="li")
    kind: Literal["set_sample"] = "set_sample"
    material: Sha256 = Field(description="The sample, uploaded by the publisher")
    extraction: Text = Field(description="How it was drawn from the full data")
    checked_by: Id = Field(description="Person id of who found it true to the full data")


class NominateStar(Value):
    """Propose the item for the star zone: of high value, complete and timely (P25 §7)."""

    model_config = example(ground="月均调用 30 万次，字段完整，本年更新全部按时")
    kind: Literal["nominate_star"] = "nominate_star"
    ground: Text


class ConfirmStar(Value):
    """Take the item into the star zone."""

    model_config = example()
    kind: Literal["confirm_star"] = "confirm_star"


class DeclineStar(Value):
    """Do not take the item into the star zone, for a reason."""

    model_config = example(reason="应用价值尚不明显")
    kind: Literal["decline_star"] = "decline_star"
    reason: Text


class ReportQualityIssue(Value):
    """Record a finding about the data's quality, for the publisher to fix (R22 §16; P25 §6)."""

    model_config = example(defect="null_values", fields=["rainfall"], note="9月3日降水量缺失 12 小时")
    kind: Literal["report_quality_issue"] = "report_quality_issue"
    defect: Defect
    fields: tuple[Id, ...] = Field(default=(), max_length=_MOST_FIELDS, description="Empty: the whole set")
    note: OptionalText = ""


class FixQualityIssue(Value):
    """State how a finding was put right."""

    model_config = example(issue="issue-1", remedy="已补齐缺失时段并重新发布")
    kind: Literal["fix_quality_issue"] = "fix_quality_issue"
    issue: Id
    remedy: Text


# -- use without application ------------------------------------------------------------------


class AllowUseWithoutApplication(Value):
    """Let registered applicants use the item's data without applying, where the city explores that (P25 §9)."""

    model_config = example(
        ground="本年受理 240 件申请，均已通过",
        measures=["每个密钥每分钟至多 60 次", "只提供网格级数据"],
    )
    kind: Literal["allow_use_without_application"] = "allow_use_without_application"
    ground: Text = Field(description="The frequent demand: how much of it, of which kind")
    measures: tuple[Text, ...] = Field(min_length=1, max_length=50, description="What keeps the use safe")


class EndUseWithoutApplication(Value):
    """Have the item's data applied for again; also while the city no longer explores anything."""

    model_config = example(reason="试行期满")
    kind: Literal["end_use_without_application"] = "end_use_without_application"
    reason: Text


# -- the catalogue chain ----------------------------------------------------------------------


class ReportChainAttribute(Value):
    """Record the open type that a scan of the catalogue chain found. Differing from the list opens a ticket."""

    model_config = example(attribute="conditional", scan="scan-2025-10")
    kind: Literal["report_chain_attribute"] = "report_chain_attribute"
    attribute: OpenType
    scan: Id


class CorrectChainAttribute(Value):
    """State that the chain's attribute was wrong and now says what the list says, with the ground (W23 tasks-3)."""

    model_config = example(ground="编目时误填，已在目录链上更正")
    kind: Literal["correct_chain_attribute"] = "correct_chain_attribute"
    ground: Text


VersionCommand = RegisterItem | PublishVersion
SuspensionCommand = (
    SuspendItem | ResumeItem | SuspendOpening | ResumeOpening | RecordAccessSuspended | RecordAccessResumed
)
QualityCommand = (
    MarkItem | UnmarkItem | SetSample | NominateStar | ConfirmStar | DeclineStar | ReportQualityIssue | FixQualityIssue
)
UseCommand = AllowUseWithoutApplication | EndUseWithoutApplication
WatchCommand = ReportChainAttribute | CorrectChainAttribute | ReportClosure
Shared = TimeCommand | DutyCommand | RecordMessagesSent
Command = VersionCommand | ReportUpdate | SuspensionCommand | QualityCommand | UseCommand | WatchCommand | Shared
