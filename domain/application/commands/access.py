"""Restricting access, giving it back, and ending it before the term does (R22 §32)."""

from typing import Literal

from pydantic import Field

from domain.application.inbox import CloseForViolation, LiftRestriction, RestrictAccess
from domain.application.restrictions import RevocationGround
from domain.examples import example
from domain.texts import Id, Text
from domain.value import Value


class SuspendUse(Value):
    """Stop giving out data under this agreement for a time, of the publisher's own accord."""

    model_config = example(reason="调用量异常，核实期间暂停")
    kind: Literal["suspend_use"] = "suspend_use"
    reason: Text


class ResumeUse(Value):
    """End what `suspend_use` began; restrictions on other grounds go on."""

    model_config = example(reason="已核实，调用正常")
    kind: Literal["resume_use"] = "resume_use"
    reason: Text


class RevokeApproval(Value):
    """Revoke the approval. Before delivery the case is over; after it, the data is to be deleted."""

    model_config = example(ground="other", reason="申请主体已注销")
    kind: Literal["revoke_approval"] = "revoke_approval"
    ground: RevocationGround
    reason: Text = Field(description="What happened, for the applicant to read")


class RecordDeliverySuspended(Value):
    """Report that no link or credential of the case opens anything for now."""

    model_config = example(duty_id="case-1:14:suspend_delivery")
    kind: Literal["record_delivery_suspended"] = "record_delivery_suspended"
    duty_id: Id


class RecordDeliveryResumed(Value):
    """Report that the case's links and credentials work again."""

    model_config = example(duty_id="case-1:16:resume_delivery")
    kind: Literal["record_delivery_resumed"] = "record_delivery_resumed"
    duty_id: Id


AccessCommand = (
    RestrictAccess
    | LiftRestriction
    | CloseForViolation
    | SuspendUse
    | ResumeUse
    | RevokeApproval
    | RecordDeliverySuspended
    | RecordDeliveryResumed
)
