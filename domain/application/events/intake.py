"""Drafted and submitted."""

from typing import Literal

from domain.application.commitment import MaybeCommitment, NoCommitment
from domain.application.papers import Contents, Earlier, SubmittedMaterial
from domain.deadlines import Limit
from domain.items import PublishedItem
from domain.value import Value


class ApplicationDrafted(Value):
    """A draft was opened. The item is frozen as the applicant saw it, without its internal source."""

    kind: Literal["application_drafted"] = "application_drafted"
    case_id: str
    applicant: str  # organisation
    drafted_by: str  # person id
    item: PublishedItem
    contents: Contents
    chain: tuple[Earlier, ...]  # the refused cases before this one, oldest first
    further: tuple[PublishedItem, ...] = ()  # further items applied for, frozen alike


class DraftEdited(Value):
    """The draft's contents were replaced."""

    kind: Literal["draft_edited"] = "draft_edited"
    contents: Contents
    further: tuple[PublishedItem, ...] = ()


class ApplicationSubmitted(Value):
    """The application was handed in, with the rules of the platform accepted."""

    kind: Literal["application_submitted"] = "application_submitted"
    materials: tuple[SubmittedMaterial, ...]
    rules_accepted: Literal[True]
    completeness: Limit
    commitment: MaybeCommitment = NoCommitment()


class ApplicationWithdrawn(Value):
    """The applicant took the application back."""

    kind: Literal["application_withdrawn"] = "application_withdrawn"


IntakeEvent = ApplicationDrafted | DraftEdited | ApplicationSubmitted | ApplicationWithdrawn
