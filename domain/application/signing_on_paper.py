"""Signing the agreement on paper: why, what lets it, and what is kept of it (W23 tasks-2)."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from domain.value import Value


class PaperGround(StrEnum):
    """The two grounds on which an agreement may be signed off line."""

    MULTI_PARTY = "multi_party"
    KEY_SCENARIO = "key_scenario"


class NoPaper(Value):
    """Signed on the platform, as is the rule."""

    kind: Literal["no_paper"] = "no_paper"


class PaperRequested(Value):
    """No rule in force lets it: the competent department has to consent."""

    kind: Literal["paper_requested"] = "paper_requested"
    ground: PaperGround


class PaperAllowed(Value):
    """It may be signed on paper: by a rule in force when it was asked for, or by consent."""

    kind: Literal["paper_allowed"] = "paper_allowed"
    ground: PaperGround
    basis: str  # instrument and article, or "config"; empty: by consent
    consent: str  # its id; empty: by a rule


class OnPaper(Value):
    """Signed on paper. The scan is material, so its id is a hash."""

    kind: Literal["on_paper"] = "on_paper"
    ground: PaperGround
    basis: str
    consent: str
    signed_on: date  # as the paper says; the agreement takes effect when the scan is registered
    scan: str
    organisations: tuple[str, ...]  # those that signed: all sides


PaperRoute = Annotated[NoPaper | PaperRequested | PaperAllowed | OnPaper, Field(discriminator="kind")]
