"""Drafting and submitting, by the applicant (R22 §18)."""

from typing import Literal

from pydantic import Field

from domain.application.commitment import MaybeCommitment, NoCommitment
from domain.application.papers import ApplicantType, DeliveryMode, SubmittedMaterial
from domain.examples import example
from domain.texts import Id, OptionalText, Text
from domain.value import Value

_LONGEST = 120  # months; more is taken for a slip of the pen


class Wishes(Value):
    """What is asked for, by whoever drafts or edits."""

    scenario: Text = Field(description="The application scenario: what the data will be used for")
    delivery: DeliveryMode = Field(description="How the data should be delivered")
    term_months: int = Field(default=0, ge=0, le=_LONGEST, description="Months of use; 0 takes the configured default")
    report_cycle_months: int = Field(
        default=0, ge=0, le=_LONGEST, description="Months from one usage report to the next; 0 takes the default"
    )
    joint_applicants: tuple[Id, ...] = Field(
        default=(), max_length=20, description="Organisations that apply together and sign the agreement too"
    )
    further_items: tuple[Id, ...] = Field(
        default=(), max_length=20, description="Further items applied for: each is reviewed by its own publisher"
    )
    sources: tuple[Text, ...] = Field(
        default=(), max_length=50, description="Other data that will be fused with what is applied for"
    )
    applicant_type: ApplicantType = Field(
        default=ApplicantType.ENTERPRISE,
        description="What kind of applicant asks; no decision reads it",
    )


class DraftApplication(Wishes):
    """Open a draft for conditionally open items, one at least; the versions on show now are those applied under."""

    model_config = example(
        item_id="sh-2025-110",
        scenario="为沿江配送车辆提供未来三小时降水避让路线",
        delivery="api",
        term_months=12,
        report_cycle_months=6,
    )
    kind: Literal["draft_application"] = "draft_application"
    item_id: Id = Field(description="The published item applied for")
    supersedes: OptionalText = Field(default="", description="The refused case that this application follows, if any")


class EditDraft(Wishes):
    """Replace the contents of a draft; the first item stays."""

    model_config = example(scenario="为沿江配送车辆提供降水预警与避让路线", delivery="download")
    kind: Literal["edit_draft"] = "edit_draft"


class SubmitApplication(Value):
    """Hand in the draft with its materials. Whether they are complete is for the operator to say."""

    model_config = example(
        materials=[{"requirement": "qualification", "material": "ab" * 32}],
        rules_accepted=True,
    )
    kind: Literal["submit_application"] = "submit_application"
    materials: tuple[SubmittedMaterial, ...] = Field(max_length=200, description="Uploaded files, one a requirement")
    rules_accepted: Literal[True] = Field(description="The platform's rules are accepted (R22 §26)")
    commitment: MaybeCommitment = Field(
        default=NoCommitment(),
        description="For a listed scenario or unit, while an instrument provides for it: approval on a commitment",
    )


class WithdrawApplication(Value):
    """Take the application back, as long as it is not decided."""

    model_config = example()
    kind: Literal["withdraw_application"] = "withdraw_application"


IntakeCommand = DraftApplication | EditDraft | SubmitApplication | WithdrawApplication
