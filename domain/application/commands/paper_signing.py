"""Signing on paper, instead of with keys (W23 tasks-2)."""

from datetime import date
from typing import Literal

from pydantic import Field

from domain.application.signing_on_paper import PaperGround
from domain.examples import example
from domain.texts import Id, Sha256, Text
from domain.value import Value


class RequestPaperSigning(Value):
    """Ask to sign on paper. Where no rule in force lets it, the competent department has to consent."""

    model_config = example(ground="key_scenario", reason="市级重点场景，各方约定现场签约")
    kind: Literal["request_paper_signing"] = "request_paper_signing"
    ground: PaperGround
    reason: Text


class ConsentToPaper(Value):
    """Consent to this agreement being signed on paper."""

    model_config = example(note="三方联合申请，同意线下签署并登记扫描件")
    kind: Literal["consent_to_paper"] = "consent_to_paper"
    note: Text


class RegisterSignedScan(Value):
    """Register the scan of the paper that every side signed. The agreement takes effect at this instant."""

    model_config = example(
        signed_on="2025-10-29", scan="5c" * 32, document="ab" * 32, organisations=["cehui", "sh-guihuaziyuanju"]
    )
    kind: Literal["register_signed_scan"] = "register_signed_scan"
    signed_on: date = Field(description="The day written on the paper: from the approval on, not after today")
    scan: Sha256 = Field(description="Id of the uploaded scan, uploaded by one of the sides")
    document: Sha256 = Field(description="Hash of the text that was signed: the agreement's own")
    organisations: tuple[Id, ...] = Field(max_length=30, description="The organisations that signed: all sides")


PaperSigningCommand = RequestPaperSigning | ConsentToPaper | RegisterSignedScan
