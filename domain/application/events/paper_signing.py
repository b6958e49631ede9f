"""Signed on paper."""

from typing import Literal

from domain.application.signing_on_paper import OnPaper, PaperGround
from domain.value import Value


class PaperSigningRequested(Value):
    """The publisher asked to sign on paper. Without a basis, the competent department has to consent."""

    kind: Literal["paper_signing_requested"] = "paper_signing_requested"
    ground: PaperGround
    reason: str
    basis: str  # instrument and article in force then, or "config"; empty: there is none


class PaperSigningConsented(Value):
    """The competent department consented."""

    kind: Literal["paper_signing_consented"] = "paper_signing_consented"
    consent: str  # its id
    note: str


class SignedScanRegistered(Value):
    """The scan of the signed paper was registered, by a side that uploaded it."""

    kind: Literal["signed_scan_registered"] = "signed_scan_registered"
    paper: OnPaper
    document: str


PaperSigningEvent = PaperSigningRequested | PaperSigningConsented | SignedScanRegistered
