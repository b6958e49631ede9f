"""The data use agreement (R22 §20)."""

from typing import Literal

from pydantic import Field

from domain.application.papers import Clause
from domain.examples import example
from domain.texts import Id, Sha256
from domain.value import Value


class RecordAgreementDrafted(Value):
    """Report that the agreement's text has been drawn up and kept."""

    model_config = example(
        duty_id="case-1:7:draft_agreement",
        document="ab" * 32,
        template="shanghai-1",
        clauses=["scenario_limits", "usage_reporting", "security_measures", "breach_liability"],
    )
    kind: Literal["record_agreement_drafted"] = "record_agreement_drafted"
    duty_id: Id
    document: Sha256
    template: Id = Field(description="Version of the template used")
    clauses: tuple[Clause, ...] = Field(description="The clauses that the text holds")


class SignAgreement(Value):
    """Sign the agreement for one's organisation. The last signature makes it effective."""

    model_config = example(document="ab" * 32, key_id="key-1", signature="c2lnbmF0dXJl")
    kind: Literal["sign_agreement"] = "sign_agreement"
    document: Sha256
    key_id: Id = Field(description="The organisation's registered key")
    signature: Id = Field(description="Ed25519 signature over the document's hash, in base64")


AgreementCommand = RecordAgreementDrafted | SignAgreement
