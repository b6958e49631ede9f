"""A published entry of the open list, as an application sees it (R22 §9, §15, §18)."""

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime

from domain.value import Value


class OpenType(StrEnum):
    UNCONDITIONAL = "unconditional"
    CONDITIONAL = "conditional"
    NON_OPEN = "non_open"


class ConditionKind(StrEnum):
    """R22 §15."""

    SCENARIO = "scenario"
    SECURITY = "security"
    FEEDBACK = "feedback"
    TECHNICAL = "technical"
    CREDIT = "credit"
    OTHER = "other"


class Condition(Value):
    """One published condition; a refusal on the merits maps to its id (R22 §15, §19)."""

    id: str
    kind: ConditionKind
    text: str
    text_en: str = ""


class MaterialRequirement(Value):
    """One line of the published material list (R22 §18)."""

    id: str
    title: str
    title_en: str = ""


class UpdateFrequency(StrEnum):
    """How often new data comes; irregular or ended data is static (R22 §9(5))."""

    REAL_TIME = "real_time"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    STATIC = "static"


class ItemStage(StrEnum):
    """An item stays open in every stage: what can't be updated is kept as it is (R22 §10(1))."""

    CURRENT = "current"
    STATIC = "static"
    ARCHIVED = "archived"


class ChangeType(StrEnum):
    """What a list-change work order is about (R22 §10–§12)."""

    ADD = "add"
    MODIFY = "modify"
    TO_STATIC = "to_static"
    ARCHIVE = "archive"
    DESENSITISE = "desensitise"
    DOWNGRADE = "downgrade"
    UPGRADE = "upgrade"


class DataField(Value):
    """One data item of a set: its name, what it means, and its source in the catalogue (R22 §9(2), §9 last)."""

    name: str
    dictionary: str = ""
    catalogue_link: str = ""


class ItemContent(Value):
    """What a publisher decides about an item; a change of it is a new version (R22 §9)."""

    item_id: str
    title: str
    title_en: str = ""
    publisher: str  # organisation id of the data publisher
    open_type: OpenType
    guide_version: str = ""  # of the grading guide, by which the open type was found; empty: not on record
    conditions: tuple[Condition, ...] = ()
    materials: tuple[MaterialRequirement, ...] = ()
    domain: str = ""
    abstract: str = ""
    fields: tuple[DataField, ...] = ()
    formats: tuple[str, ...] = ()
    proprietary_reason: str = ""  # why a proprietary format is needed (R22 §9(3))
    update_frequency: UpdateFrequency = UpdateFrequency.STATIC
    relations: str = ""  # to other sets, in time and place (R22 §9(6))
    other: str = ""  # what else a user has to know (R22 §9(7))
    credit_open_fields: tuple[str, ...] = ()  # published under the credit rules already (P25 §20)
    valid_until: date | None = None
    stage: ItemStage = ItemStage.CURRENT
    personal_data: bool = False
    source: str = ""  # where the delivery adapter finds the data; never shown to applicants


class PublishedItem(ItemContent):
    """One version of an item, counted from 1."""

    version: int
    published_at: AwareDatetime

    def content(self) -> ItemContent:
        """The item without its version and instant, to compare with another."""
        return ItemContent.model_validate(self.model_dump(exclude={"version", "published_at"}))
