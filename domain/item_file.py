"""The file that says how each planned item is opened: text and plan rows in, items out.

Open types, conditions and material lists are the publishers' to decide (R22 §14, §15, §18). The
plan does not give them, so a file of ours does, and says that they are assumptions.
"""

import tomllib
from collections.abc import Mapping, Sequence

from pydantic import ValidationError, model_validator

from domain.items import Condition, ConditionKind, ItemContent, MaterialRequirement, OpenType
from domain.plan_item.papers import Row
from domain.value import Value


class ItemFileError(ValueError):
    """The file of items is malformed; says where and what to do. Nothing is imported."""


class _Condition(Value):
    kind: ConditionKind
    zh: str
    en: str

    def named(self, name: str) -> Condition:
        return Condition(id=name, kind=self.kind, text=self.zh, text_en=self.en)


class _Material(Value):
    zh: str
    en: str

    def named(self, name: str) -> MaterialRequirement:
        return MaterialRequirement(id=name, title=self.zh, title_en=self.en)


class _Item(Value):
    en: str
    open_type: OpenType
    conditions: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    personal_data: bool = False
    source: str = ""

    @model_validator(mode="after")
    def fits_its_open_type(self) -> "_Item":
        """Only a conditional item has conditions and materials, and has both (R22 §15–§18)."""
        conditional = self.open_type is OpenType.CONDITIONAL
        if conditional != bool(self.conditions) or conditional != bool(self.materials):
            raise ValueError("a conditional item has conditions and materials, any other neither")
        for ids in (self.conditions, self.materials):
            if len(set(ids)) != len(ids):
                raise ValueError(f"an id stands twice in {', '.join(ids)}")
        return self


class _File(Value):
    plan_year: int
    conditions: Mapping[str, _Condition]
    materials: Mapping[str, _Material]
    items: Mapping[int, _Item]  # by the row's number in the plan


def item_id(prefix: str, plan_year: int, row_no: int) -> str:
    """The id of a planned item, for example `sh-2025-110`."""
    return f"{prefix}-{plan_year}-{row_no}"


def parse_items(text: str, plan: Sequence[Row], prefix: str) -> tuple[ItemContent, ...]:
    """Read the TOML of items and join it with a year's plan, in the plan's order; `prefix` begins the items' ids.

    Raises `ItemFileError` when the file is malformed, names a condition, material or row that is
    not there, or leaves a row of the plan out.
    """
    try:
        found = _File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ItemFileError(f"not valid TOML: {error}; an id given twice is one cause") from error
    except ValidationError as error:
        raise ItemFileError("; ".join(_faults(error))) from error
    if wrong := {row.year for row in plan} - {found.plan_year}:
        what = f"plan_year is {found.plan_year}, the plan is of {min(wrong)}"
        raise ItemFileError(f"{what}; use the file of that year")
    if odd := {row.number for row in plan} ^ found.items.keys():
        numbers = ", ".join(map(str, sorted(odd)))
        what = f"items {numbers} stand in only one of plan and file"
        raise ItemFileError(f"{what}; each row needs one item")
    return tuple(_join(row, found, prefix) for row in plan)


def _faults(error: ValidationError) -> Sequence[str]:
    places = [".".join(map(str, fault["loc"])) or "file" for fault in error.errors()]
    return [f"{place}: {fault['msg']}" for place, fault in zip(places, error.errors(), strict=True)]


def _join(row: Row, file: _File, prefix: str) -> ItemContent:
    item = file.items[row.number]
    unknown = [name for name in item.conditions if name not in file.conditions]
    unknown += [name for name in item.materials if name not in file.materials]
    if unknown:
        what = f"items.{row.number}: {', '.join(unknown)} is defined nowhere"
        raise ItemFileError(f"{what}; add it to [conditions] or [materials]")
    return ItemContent(
        item_id=item_id(prefix, row.year, row.number),
        title=row.title,
        title_en=item.en,
        publisher=row.publisher,
        open_type=item.open_type,
        conditions=tuple(file.conditions[name].named(name) for name in item.conditions),
        materials=tuple(file.materials[name].named(name) for name in item.materials),
        personal_data=item.personal_data,
        source=item.source,
    )
