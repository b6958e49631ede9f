"""The papers of a list change: what an order proposes, how it is graded, what the checks found."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from domain.items import ChangeType, ConditionKind, ItemContent, OpenType, UpdateFrequency
from domain.texts import Id, OptionalText, Sha256, Text
from domain.value import Value

_MANY = 500  # conditions, fields: more is taken for a mistake


class Ground(StrEnum):
    """Why data is not open to everyone without conditions: R22 §14(1), then §14(2); without one, it is (§14(3))."""

    NONE = "none"
    PRIVACY = "privacy"
    PERSONAL_INFORMATION = "personal_information"
    TRADE_SECRET = "trade_secret"  # noqa: S105 -- a ground, no password
    CONFIDENTIAL_BUSINESS = "confidential_business"
    LEGAL_BAN = "legal_ban"
    HIGH_REQUIREMENTS = "high_requirements"
    TIME_CRITICAL = "time_critical"
    CONTINUOUS = "continuous"


WITHHELD = frozenset(
    {
        Ground.PRIVACY,
        Ground.PERSONAL_INFORMATION,
        Ground.TRADE_SECRET,
        Ground.CONFIDENTIAL_BUSINESS,
        Ground.LEGAL_BAN,
    }
)
"""The grounds of R22 §14(1): not open, unless a release lifts them."""


class Release(StrEnum):
    """What lifts a ground of R22 §14(1); the explanatory document is its evidence."""

    NONE = "none"
    DECLASSIFIED = "declassified"
    DESENSITISED = "desensitised"
    CONSENT = "consent"  # of the right holders


class Classification(Value):
    """The grading of the data, and the open type it results in (R22 §13, §14)."""

    guide_version: OptionalText = Field(default="", description="Version of the grading guide that was applied")
    levels: tuple[Id, ...] = Field(default=(), max_length=_MANY, description="The combination of levels found")
    open_type: OpenType = Field(default=OpenType.UNCONDITIONAL, description="What the levels result in")
    ground: Ground = Field(default=Ground.NONE, description="The ground for anything less than unconditional")
    release: Release = Field(default=Release.NONE, description="What lifts a ground of R22 §14(1)")
    desensitising_note: OptionalText = Field(default="", description="Why desensitising the data would not do")


class ProposedCondition(Value):
    """One condition to be published (R22 §15)."""

    id: Id
    kind: ConditionKind
    text: Text
    text_en: OptionalText = ""


class ProposedMaterial(Value):
    """One line of the material list to be published (R22 §18)."""

    id: Id
    title: Text
    title_en: OptionalText = ""


class ProposedField(Value):
    """One data item: its name, what it means, and its source in the catalogue (R22 §9)."""

    name: Id
    dictionary: OptionalText = ""
    catalogue_link: OptionalText = ""


class ProposedContent(Value):
    """What the list is to say about the item (R22 §9). What is empty may be filled in until it is submitted."""

    title: Text
    title_en: OptionalText = ""
    domain: OptionalText = ""
    abstract: OptionalText = ""
    fields: tuple[ProposedField, ...] = Field(default=(), max_length=_MANY)
    formats: tuple[Id, ...] = Field(default=(), max_length=_MANY)
    proprietary_reason: OptionalText = Field(default="", description="Why a proprietary format is needed")
    update_frequency: UpdateFrequency | Literal[""] = Field(
        default="", description="As often as data comes; static for what comes irregularly or no more"
    )
    conditions: tuple[ProposedCondition, ...] = Field(default=(), max_length=_MANY)
    materials: tuple[ProposedMaterial, ...] = Field(default=(), max_length=_MANY)
    relations: OptionalText = Field(default="", description="Relations to other sets, in time and place")
    other: OptionalText = ""
    credit_open_fields: tuple[Id, ...] = Field(
        default=(), max_length=_MANY, description="Fields published under the credit rules already"
    )
    valid_until: date | None = None
    personal_data: bool = False
    source: OptionalText = Field(default="", description="Where delivery finds the data; never shown to applicants")


class Proposal(Value):
    """An order as its author writes it (R22 §11)."""

    change: ChangeType
    item_id: OptionalText = Field(default="", description="The item changed; for a new one, the id it is to get")
    reason: Text
    content: ProposedContent | None = Field(default=None, description="Left out: as published now")
    classification: Classification
    document: Sha256 | Literal[""] = Field(
        default="", description="Hash of the uploaded explanatory document; a downgrade needs one (R22 §11)"
    )
    plan_item: OptionalText = Field(default="", description="The row of the annual plan that the order fulfils")


class Declarations(Value):
    """What the publisher answers for when it submits (M19 §2, §3)."""

    state_secrets: bool = Field(description="Whether the data holds state secrets: such data is out of scope")
    original: bool = Field(description="Whether the data is original")
    machine_readable: bool = Field(description="Whether machines can read it")
    reusable: bool = Field(description="Whether it can be used again")


class Check(StrEnum):
    """What an order is checked for; the article stands beside each check in `checks.py`."""

    MANDATORY_FIELD = "mandatory_field"
    SIMILAR_NAME = "similar_name"
    DICTIONARY = "dictionary"
    CATALOGUE_LINK = "catalogue_link"
    PROPRIETARY_FORMAT = "proprietary_format"
    FREQUENCY = "frequency"
    RELATIONS = "relations"
    CREDIT_FIELDS = "credit_fields"
    CONDITIONS = "conditions"
    MATERIALS = "materials"
    CLASSIFICATION_RECORD = "classification_record"
    CLASSIFICATION_GROUND = "classification_ground"
    GUIDE_VERSION = "guide_version"
    LEVELS_CONTRADICTED = "levels_contradicted"
    LEVELS_UNMAPPED = "levels_unmapped"
    PERSONAL_DATA = "personal_data"
    CHANGE_TYPE = "change_type"
    DESENSITISING = "desensitising"
    EXPLANATORY_DOCUMENT = "explanatory_document"
    CHECKLIST = "checklist"


class Finding(Value):
    """One thing that a check found. While a blocking one stands, no one may approve."""

    check: Check
    subject: str = ""  # the field, condition, format or item that it is about
    blocking: bool = True


class CheckedBy(Value):
    """The versions of the rules that a grading was checked against; empty where there were none."""

    in_force: str = ""  # the version of the city's guide that was in force then; empty: nothing was checked
    guide: str = ""  # the version whose lines were read: the one that the order names
    own: str = ""  # the version of the publisher's own rules, where the guide has no such line


class Submission(Value):
    """What is reviewed, frozen: the item as it is to be, and what the checks say about it."""

    content: ItemContent
    replaces: int  # the version published when it was submitted; 0 for a new item
    lowers: bool  # whether the item becomes less open
    document: str
    declarations: Declarations
    findings: tuple[Finding, ...]
    checked_by: CheckedBy = CheckedBy()  # orders of before the guide was published here have none

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that stand in the way of an approval."""
        return tuple(finding for finding in self.findings if finding.blocking)


ReturnGround = Literal[1, 2, 3, 4]  # R22 §11: no reason, incomplete, breaks the classification rules, other


class Return(Value):
    """Why an order went back, and the document it had then."""

    ground: ReturnGround
    note: str
    document: str


class Origin(Value):
    """The case that this order was opened for."""

    kind: Literal["case"] = "case"
    process: str
    case_id: str


class NoOrigin(Value):
    """The publisher opened the order itself."""

    kind: Literal["none"] = "none"
