"""The papers of a case: what commands carry and events keep."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from domain.application.signing_on_paper import NoPaper, OnPaper
from domain.deadlines import Deadline, Limit
from domain.items import Condition, MaterialRequirement
from domain.texts import Id, OptionalText, Sha256, Text
from domain.value import SHOWN, Value


class DeliveryMode(StrEnum):
    """How the data is handed over (R22 §21)."""

    DOWNLOAD = "download"
    API = "api"
    OFFLINE = "offline"
    SANDBOX = "sandbox"
    PRIVACY_COMPUTING = "privacy_computing"


WORKSPACES = frozenset({DeliveryMode.SANDBOX, DeliveryMode.PRIVACY_COMPUTING})  # the data stays; results leave


class ApplicantType(StrEnum):
    """What kind of applicant asks: the report on equal treatment counts by it, no decision reads it (R22 §19(1))."""

    ENTERPRISE = "enterprise"
    INSTITUTION = "institution"
    NATURAL_PERSON = "natural_person"
    OTHER = "other"


class Contents(Value):
    """What the applicant asks for, with the configured defaults filled in."""

    scenario: str
    delivery: DeliveryMode
    term_months: int
    report_cycle_months: int
    joint_applicants: tuple[str, ...]  # further organisations that sign the agreement
    applicant_type: Annotated[ApplicantType, SHOWN] = ApplicantType.ENTERPRISE
    sources: tuple[str, ...] = ()  # other data that will be fused with what is applied for


class NotAcknowledged(Value):
    """The applicant has not said that the result was received, or there is none yet."""

    kind: Literal["not_acknowledged"] = "not_acknowledged"


class Acknowledged(Value):
    """The applicant's receipt for the result (R22 §19)."""

    kind: Literal["acknowledged"] = "acknowledged"
    by: str  # person id
    at: AwareDatetime


Acknowledgement = Annotated[NotAcknowledged | Acknowledged, Field(discriminator="kind")]


class SubmittedMaterial(Value):
    """One uploaded file, in answer to one line of the material list."""

    requirement: Id = Field(description="Id of a requirement on the item's published material list")
    material: Sha256


class Defect(StrEnum):
    """What may be wrong with a material."""

    MISSING = "missing"
    EXPIRED = "expired"
    UNCLEAR = "unclear"
    WRONG_DOCUMENT = "wrong_document"


class CompletenessReason(Value):
    """Why one required material does not do (R22 §19)."""

    requirement: Id = Field(description="Id of the requirement that is not met")
    defect: Defect
    note: OptionalText = ""


class MeritsReason(Value):
    """Why the application does not meet one published condition (R22 §19)."""

    condition: Id = Field(description="Id of a condition published with the item version applied under")
    explanation: Text
    arises_from: OptionalText = Field(
        default="",
        description="After an earlier refusal: the changed part this reason comes from; `scenario` or a requirement id",
    )


class Earlier(Value):
    """A refused case before this one, as far as the one-time notice must remember it."""

    case_id: str
    outcome: Literal["not_accepted", "refused"]
    told: tuple[str, ...]  # the requirements or conditions its notice named
    scenario: str
    materials: tuple[SubmittedMaterial, ...]
    conditions: tuple[Condition, ...]
    requirements: tuple[MaterialRequirement, ...]


class Timeliness(Value):
    """How a decision stands to its limits, in working days late; 0 is in time or without limit."""

    within_norm: Literal["yes", "no", "no_norm"]
    working_days_late: int
    within_target: Literal["yes", "no", "no_target"]
    working_days_over_target: int


class Clause(StrEnum):
    """Four that every agreement has (R22 §20), and one for personal data (网络数据安全管理条例 §12)."""

    SCENARIO_LIMITS = "scenario_limits"
    USAGE_REPORTING = "usage_reporting"
    SECURITY_MEASURES = "security_measures"
    BREACH_LIABILITY = "breach_liability"
    PERSONAL_DATA = "personal_data"


class Signature(Value):
    """An Ed25519 signature over the document's hash, checkable later without the server."""

    organisation: str
    person: str
    key_id: str
    signature: str  # base64


class Drawing(Value):
    """The agreement is still being drawn up."""

    kind: Literal["drawing"] = "drawing"


class Drawn(Value):
    """The agreement has a text, and collects signatures."""

    kind: Literal["drawn"] = "drawn"
    document: str  # SHA-256 of the text
    template: str
    signatures: tuple[Signature, ...] = ()


class Agreement(Value):
    """A signed agreement."""

    id: str
    document: str
    template: str
    signatures: tuple[Signature, ...]
    effective_at: AwareDatetime
    paper: Annotated[NoPaper | OnPaper, Field(discriminator="kind")] = NoPaper()


class OutcomeForm(StrEnum):
    """What may come of the data (R22 §29)."""

    PRODUCT = "product"
    REPORT = "report"
    PAPER = "paper"
    OTHER = "other"


class UsageReport(Value):
    """The four contents of a report (R22 §29). One that is empty sends the report back."""

    scenario_clients_model: OptionalText = Field(default="", description="Scenarios, clients and business model")
    calls_fields_algorithms: OptionalText = Field(default="", description="Number of calls, fields and algorithms used")
    benefits: OptionalText = Field(default="", description="Economic and social benefits")
    security: OptionalText = Field(default="", description="Security measures taken")

    def missing(self) -> tuple[str, ...]:
        """The names of the contents that are empty."""
        return tuple(name for name, text in self if not text)


class ReportDue(Value):
    """The applicant owes the report of a period, counted from 1."""

    kind: Literal["due"] = "due"
    number: int
    due: Limit
    reminders: tuple[Deadline, ...]
    grace: tuple[Limit, ...] = ()  # runs once the report is overdue


class ReportHandedIn(Value):
    """The publisher has the report of a period before it."""

    kind: Literal["handed_in"] = "handed_in"
    number: int
    report: UsageReport


class NoReport(Value):
    """No report is owed: none yet, or no more within the term."""

    kind: Literal["none"] = "none"


Period = Annotated[ReportDue | ReportHandedIn | NoReport, Field(discriminator="kind")]
