"""An item as the open list shows it to anyone, put together from its case and its row of the plan."""

from datetime import date

from pydantic import AwareDatetime

from domain.items import PublishedItem
from domain.open_list_item.papers import NoSample, Sample, Star, UsedWithoutApplication
from domain.open_list_item.state import OpenedState
from domain.plan_item.state import Imported
from domain.plan_item.state import OpenedState as PlanItemState
from domain.value import Value


class ListedSample(Value):
    """Sample data that anyone may look at. Who checked it is not for everyone to see."""

    material: str
    extraction: str
    set_at: AwareDatetime


class ListedMark(Value):
    """An objection to these fields is being looked into; to the whole set when none is named (R22 §16)."""

    fields: tuple[str, ...]


class PlannedDay(Value):
    """The row of a plan that the item fulfils; its day is included."""

    plan_item: str
    year: int
    row: int
    due_date: date
    phase: str


class ListedItem(Value):
    """An item's newest version, and what else there is to know before applying."""

    item: PublishedItem
    phase: str
    suspended: bool
    marks: tuple[ListedMark, ...]
    sample: ListedSample | None  # None: there is none
    star: Star
    without_application: bool  # whether registered applicants may use it so, while the city explores that
    planned: PlannedDay | None  # None: the item is in no annual plan


def listed(state: OpenedState, row: PlanItemState | None) -> ListedItem:
    """The item as shown, with the row that it fulfils, if any."""
    dossier = state.dossier
    return ListedItem(
        item=state.published,
        phase=state.phase,
        suspended=state.suspended,
        marks=tuple(ListedMark(fields=mark.fields) for mark in dossier.marks),
        sample=_sample(dossier.sample),
        star=dossier.star,
        without_application=isinstance(dossier.use, UsedWithoutApplication),
        planned=_planned(row) if row else None,
    )


def _sample(sample: Sample | NoSample) -> ListedSample | None:
    if isinstance(sample, NoSample):
        return None
    return ListedSample(material=sample.material, extraction=sample.extraction, set_at=sample.set_at)


def _planned(state: PlanItemState) -> PlannedDay:
    row = state.dossier.row
    return PlannedDay(
        plan_item=state.dossier.case_id,
        year=row.year,
        row=row.number,
        due_date=row.due_date if isinstance(state, Imported) else state.term.day,
        phase=state.phase,
    )
