"""Completeness check and review (R22 §19)."""

from typing import Literal

from pydantic import Field

from domain.application.credit import CreditList
from domain.application.papers import CompletenessReason, MeritsReason
from domain.examples import example
from domain.texts import Id, OptionalText, Text
from domain.value import Value


class AcceptMaterials(Value):
    """Accept the application and dispatch it to the publisher, whose review starts at this instant.

    One for several items is dispatched as one sub-order for each, and each review starts with its sub-order.
    """

    model_config = example()
    kind: Literal["accept_materials"] = "accept_materials"


class RefuseAcceptance(Value):
    """Do not accept the application, giving every reason at once. Final."""

    model_config = example(
        reasons=[{"requirement": "security_system", "defect": "missing", "note": "未上传数据安全管理制度"}]
    )
    kind: Literal["refuse_acceptance"] = "refuse_acceptance"
    reasons: tuple[CompletenessReason, ...] = Field(min_length=1, max_length=200, description="All reasons at once")


class OverrideOneTimeNotice(Value):
    """The General Office lets reasons be given that could have been given before. It is recorded as a breach."""

    model_config = example(subjects=["qualification"], justification="原资质证明系伪造，首次审查无法发现")
    kind: Literal["override_one_time_notice"] = "override_one_time_notice"
    subjects: tuple[Id, ...] = Field(min_length=1, max_length=200, description="Requirement or condition ids")
    justification: Text


class Approval(Value):
    """What whoever approves says about risk, and about credit where that is a published condition."""

    risk_note: OptionalText = Field(default="", description="What was found about risk, fusion of sources included")
    credit_checked: bool = Field(default=False, description="The credit lists and our violation records were checked")
    credit_lists: tuple[CreditList, ...] = Field(default=(), max_length=3, description="The lists consulted")
    despite_records: OptionalText = Field(default="", description="Why to approve although violation records are open")


class ApproveApplication(Approval):
    """Approve: every published condition is met and the risks have been looked at."""

    model_config = example(
        conditions_met=True,
        extra_conditions=["仅限在自有机房内使用"],
        risk_note="单一来源，无融合风险",
        credit_checked=True,
        credit_lists=["dishonest_debtors", "abnormal_operation", "serious_violations"],
    )
    kind: Literal["approve_application"] = "approve_application"
    conditions_met: Literal[True] = Field(description="Each published condition was checked and is met")
    extra_conditions: tuple[Text, ...] = Field(
        default=(), max_length=50, description="Conditions added for this application; they go into the agreement"
    )


class RefuseApplication(Value):
    """Refuse on the merits, giving every reason at once, each tied to a published condition."""

    model_config = example(
        reasons=[{"condition": "scenario", "explanation": "申请用途超出公布的应用场景", "arises_from": ""}]
    )
    kind: Literal["refuse_application"] = "refuse_application"
    reasons: tuple[MeritsReason, ...] = Field(min_length=1, max_length=200, description="All reasons at once")


ReviewCommand = AcceptMaterials | RefuseAcceptance | OverrideOneTimeNotice | ApproveApplication | RefuseApplication
