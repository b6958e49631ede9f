"""What is put on record: that the result was received, the receipt of a hand-over, and what came of the data."""

from typing import Literal

from pydantic import Field

from domain.application.papers import OutcomeForm
from domain.examples import example
from domain.texts import Id, OptionalText, Text
from domain.value import Value


class AcknowledgeResult(Value):
    """Acknowledge that the result, whichever it is, was received on the platform (R22 §19). It holds nothing up."""

    model_config = example()
    kind: Literal["acknowledge_result"] = "acknowledge_result"


class RegisterReceipt(Value):
    """Register the receipt of an offline hand-over, which ends its filing (R22 §21)."""

    model_config = example(receipt="SH-BJ-2025-031", note="介质编号与校验值已核对")
    kind: Literal["register_receipt"] = "register_receipt"
    receipt: Id = Field(description="Number of the receipt, or the hash of its scan")
    note: OptionalText = ""


class RegisterOutcome(Value):
    """Register what was made with the data; it has to cite the data's source (R22 §29)."""

    model_config = example(
        form="report",
        title="沿江配送降水避让年度报告",
        citation="数据来源：上海市公共数据开放平台，未来3小时短时临近预报",
        cites_source=True,
    )
    kind: Literal["register_outcome"] = "register_outcome"
    form: OutcomeForm
    title: Text
    citation: Text = Field(description="The citation, word for word")
    cites_source: bool = Field(description="Whether the outcome itself shows that citation")


RecordsCommand = AcknowledgeResult | RegisterReceipt | RegisterOutcome
