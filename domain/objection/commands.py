"""What one may ask of an objection; `kind` tells the commands apart."""

from typing import Literal

from pydantic import Field

from domain.examples import example
from domain.standing import DutyCommand, RecordMessagesSent, TimeCommand
from domain.texts import Id, OptionalText, Sha256, Text
from domain.value import Value


class RaiseObjection(Value):
    """Point out which fields or which record of an item are wrong, and why (R22 §16)."""

    model_config = example(
        item_id="sh-2025-110",
        fields=["rainfall"],
        record="2025-09-02T14:00 徐家汇站",
        reason="该时段降水量为负值",
    )
    kind: Literal["raise_objection"] = "raise_objection"
    item_id: Id = Field(description="The published item objected to")
    fields: tuple[Id, ...] = Field(default=(), max_length=200, description="Names of the fields that are wrong")
    record: OptionalText = Field(default="", description="Which record is wrong, as the objector can name it")
    reason: Text
    evidence: tuple[Sha256, ...] = Field(default=(), max_length=50, description="Uploaded files that show it")


class WithdrawObjection(Value):
    """Take the objection back, as long as it is not decided."""

    model_config = example()
    kind: Literal["withdraw_objection"] = "withdraw_objection"


class MarkObjection(Value):
    """Find the objection plausible at first sight: the item shows that its data is objected to."""

    model_config = example(finding="降水量不应为负，初步判断成立")
    kind: Literal["mark_objection"] = "mark_objection"
    finding: Text


class RejectObjection(Value):
    """Reject an objection that is not even plausible at first sight; the objector is told the reason."""

    model_config = example(reason="所指字段不在该清单项内")
    kind: Literal["reject_objection"] = "reject_objection"
    reason: Text


class TransferObjection(Value):
    """Hand the objection to the publisher that the data comes from, whose limit starts at this instant."""

    model_config = example(note="来源为自动气象站实时数据")
    kind: Literal["transfer_objection"] = "transfer_objection"
    note: OptionalText = ""


class CorrectData(Value):
    """State that the data is corrected, naming its new version; the mark comes off (R22 §16)."""

    model_config = example(data_version="2025-09-05", feedback="该站雨量计故障，已按邻站数据订正")
    kind: Literal["correct_data"] = "correct_data"
    data_version: Id = Field(description="The version of the data that holds the correction")
    feedback: Text = Field(description="What the objector is told")


class UpholdData(Value):
    """Uphold the data as it is; the objector is told the reason, and the mark comes off."""

    model_config = example(reason="经核实，负值为缺测标记，已在数据字典说明")
    kind: Literal["uphold_data"] = "uphold_data"
    reason: Text


ObjectorCommand = RaiseObjection | WithdrawObjection
JudgingCommand = MarkObjection | RejectObjection | TransferObjection | CorrectData | UpholdData
SharedCommand = DutyCommand | RecordMessagesSent | TimeCommand
Command = ObjectorCommand | JudgingCommand | SharedCommand
