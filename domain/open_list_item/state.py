"""The phases of an item. None is an end: what was withdrawn may be opened again, so the case stays."""

from typing import Literal

from pydantic import AwareDatetime

from domain import standing
from domain.items import ItemStage, OpenType, PublishedItem, UpdateFrequency
from domain.kernel import Reason, Refused
from domain.open_list_item.papers import (
    AppliedFor,
    Chain,
    Edition,
    Errand,
    Mark,
    NoSample,
    NotScanned,
    QualityIssue,
    Sample,
    Star,
    Suspension,
    Updates,
    Use,
    YearOfUpdates,
)
from domain.phases import Unopened
from domain.value import Value


class ItemDossier(standing.Dossier):
    """What an item carries with it through all phases."""

    published: PublishedItem  # the newest version
    orders: tuple[str, ...]  # the list changes that published a version, oldest first
    plan_item: str  # empty when it fulfils no row of a plan
    conditions: Edition
    materials: Edition
    been_open: bool  # in any version so far
    data_since: AwareDatetime | None = None  # when its first data was there
    years: tuple[YearOfUpdates, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    lifted: tuple[str, ...] = ()  # the grounds that hold no more
    errands: tuple[Errand, ...] = ()
    marks: tuple[Mark, ...] = ()
    sample: Sample | NoSample = NoSample()
    star: Star = Star.NONE
    issues: tuple[QualityIssue, ...] = ()
    issues_reported: int = 0
    use: Use = AppliedFor()
    chain: Chain = NotScanned()
    flags: tuple[str, ...] = ()

    @property
    def published_under(self) -> str:
        """The list change that published the newest version; empty while that is the imported one."""
        return self.orders[-1] if self.orders else ""

    @property
    def data_present(self) -> bool:
        """Whether it ever had data."""
        return self.data_since is not None

    def errand(self, duty_id: str) -> str:
        """What that duty is about; empty for a duty that needs no telling apart."""
        return next((errand.about for errand in self.errands if errand.duty_id == duty_id), "")

    def holds(self, ground: str) -> bool:
        """Whether the opening is suspended on that ground."""
        return any(suspension.ground == ground for suspension in self.suspensions)


class Opened(Value):
    """Whatever has been registered."""

    dossier: ItemDossier

    @property
    def published(self) -> PublishedItem:
        """The newest version."""
        return self.dossier.published

    @property
    def suspended(self) -> bool:
        """Whether any ground suspends the opening now."""
        return bool(self.dossier.suspensions)


class Current(Opened):
    """Open, and new data comes."""

    phase: Literal["current"] = "current"
    updates: Updates


class Static(Opened):
    """Open, and kept as it is: new data comes irregularly or no more (R22 §9(5), §10(1))."""

    phase: Literal["static"] = "static"


class Archived(Opened):
    """Open still: an archive takes nothing from the public (R22 §10(1); P25 §4)."""

    phase: Literal["archived"] = "archived"


class Withdrawn(Opened):
    """Not open, by the newest version."""

    phase: Literal["withdrawn"] = "withdrawn"


OpenItem = Current | Static | Archived
OpenedState = OpenItem | Withdrawn
State = Unopened | OpenedState


def is_renewed(item: PublishedItem) -> bool:
    """Whether new data of an open item is expected at all: an archive is kept, irregular data is static."""
    static = item.stage is ItemStage.STATIC or item.update_frequency is UpdateFrequency.STATIC
    return item.open_type is not OpenType.NON_OPEN and item.stage is not ItemStage.ARCHIVED and not static


def placed(dossier: ItemDossier, updates: Updates) -> OpenedState:
    """The item in the phase that its newest version puts it in."""
    item = dossier.published
    if is_renewed(item):
        return Current(dossier=dossier, updates=updates)
    if item.open_type is OpenType.NON_OPEN:
        return Withdrawn(dossier=dossier)
    return Archived(dossier=dossier) if item.stage is ItemStage.ARCHIVED else Static(dossier=dossier)


def opened(state: State) -> OpenedState:
    """`state`, known to be registered; raises `Refused` when there is no such item."""
    if isinstance(state, Unopened):
        raise Refused(Reason.WRONG_PHASE, "the item is not registered")
    return state
