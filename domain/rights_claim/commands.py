"""What one may ask of a rights claim; `kind` tells the commands apart."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from domain.examples import example
from domain.rights_claim.inbox import RecordOrderEffective, RecordOrderEnded
from domain.standing import DutyCommand, RecordMessagesSent, TimeCommand
from domain.texts import Id, Sha256, Text
from domain.value import Value

_HASH = "ab" * 32
Evidence = tuple[Sha256, ...]


class Harm(StrEnum):
    """What the opening is said to infringe (R22 §31)."""

    PRIVACY = "privacy"
    TRADE_SECRET = "trade_secret"  # noqa: S105 -- a word of the regulation, no password
    OTHER = "other"


class FileRightsClaim(Value):
    """Tell an item's publisher that its opening or use infringes one's rights (R22 §31)."""

    model_config = example(item_id="sh-2025-110", harm="privacy", text="数据中可识别出个人住址", evidence=[_HASH])
    kind: Literal["file_rights_claim"] = "file_rights_claim"
    item_id: Id = Field(description="The published item concerned")
    harm: Harm
    text: Text = Field(description="What is infringed and how; leave third persons' names to the evidence")
    evidence: Evidence = Field(default=(), max_length=50, description="Uploaded files; may follow later")


class AddEvidence(Value):
    """Hand in evidence, asked for or not, as long as the claim is not decided."""

    model_config = example(evidence=[_HASH])
    kind: Literal["add_evidence"] = "add_evidence"
    evidence: Evidence = Field(min_length=1, max_length=50)


class AskEvidence(Value):
    """Ask for the evidence that the claim came without."""

    model_config = example(question="请提供可识别个人身份的记录样本")
    kind: Literal["ask_evidence"] = "ask_evidence"
    question: Text


class JudgeSuspensionNecessary(Value):
    """Find suspension necessary: the item's opening is suspended at once (R22 §31)."""

    model_config = example(reason="样本可还原个人身份")
    kind: Literal["judge_suspension_necessary"] = "judge_suspension_necessary"
    reason: Text


class VerifyWithoutSuspension(Value):
    """Verify the claim while the item stays open; the reason is kept."""

    model_config = example(reason="所称字段未在开放范围内")
    kind: Literal["verify_without_suspension"] = "verify_without_suspension"
    reason: Text


class Outcome(Value):
    """What verification found, and what the claimant is told (R22 §31)."""

    finding: Text
    feedback: Text = Field(description="The answer to the claimant")


class WithdrawData(Outcome):
    """The infringement is confirmed: take the data off the list, by a list change that the publisher completes."""

    model_config = example(finding="可还原个人身份", feedback="经核实属实，已启动撤回")
    kind: Literal["withdraw_data"] = "withdraw_data"


class RestoreOpening(Outcome):
    """The infringement is not confirmed: the opening goes on."""

    model_config = example(finding="数据已去标识，无法识别个人", feedback="经核实未侵犯个人隐私，恢复开放")
    kind: Literal["restore_opening"] = "restore_opening"


class OpenAfterProcessing(Outcome):
    """Open the data again once a desensitised version has taken effect."""

    model_config = example(finding="住址字段过细", feedback="将脱敏后重新开放")
    kind: Literal["open_after_processing"] = "open_after_processing"


class ReopenWithdrawn(Outcome):
    """Open withdrawn data again, now that a later list change has published the item, processed (R22 §31)."""

    model_config = example(
        finding="新版本已去除住址字段，不再可识别个人", feedback="数据经处理后已重新列入清单并恢复开放"
    )
    kind: Literal["reopen_withdrawn"] = "reopen_withdrawn"


ClaimantCommand = FileRightsClaim | AddEvidence
JudgingCommand = AskEvidence | JudgeSuspensionNecessary | VerifyWithoutSuspension
OutcomeCommand = WithdrawData | RestoreOpening | OpenAfterProcessing
OrderCommand = RecordOrderEffective | RecordOrderEnded
SharedCommand = TimeCommand | DutyCommand | RecordMessagesSent
Command = ClaimantCommand | JudgingCommand | OutcomeCommand | ReopenWithdrawn | OrderCommand | SharedCommand
