"""Drawn up and signed."""

from typing import Literal

from domain.application.papers import Agreement, Clause, Signature
from domain.deadlines import Deadline, Limit
from domain.value import Value


class AgreementDrafted(Value):
    """The agreement's text is fixed: only its hash can be signed."""

    kind: Literal["agreement_drafted"] = "agreement_drafted"
    duty_id: str
    document: str
    template: str
    clauses: tuple[Clause, ...]


class SignatureGiven(Value):
    """One organisation signed."""

    kind: Literal["signature_given"] = "signature_given"
    signature: Signature


class AgreementSigned(Value):
    """All have signed: the agreement is effective, its term and the delivery's limit run."""

    kind: Literal["agreement_signed"] = "agreement_signed"
    agreement: Agreement
    term: Limit
    delivery: Limit
    reminders: tuple[Deadline, ...]


class ApprovalLapsed(Value):
    """The signing window closed before all had signed."""

    kind: Literal["approval_lapsed"] = "approval_lapsed"


AgreementEvent = AgreementDrafted | SignatureGiven | AgreementSigned | ApprovalLapsed
