"""The phases of a demand: one class each, so that what a phase lacks can't be written down."""

from typing import Annotated, Literal

from pydantic import Field

from domain import standing
from domain.deadlines import Limit
from domain.demand.papers import Category, Channel, NotNoted, Priority, Said
from domain.people import Role
from domain.phases import Unopened
from domain.value import Value


class DemandDossier(standing.Dossier):
    """What a demand carries with it through all phases."""

    asker: str
    asked_by: str
    asking_role: Role
    consultation_point: str  # empty when none is asked
    on_behalf_of: str
    title: str
    need: str
    category: Category
    channel: Channel
    priority: Annotated[Priority | NotNoted, Field(discriminator="kind")] = NotNoted()
    heard_for: tuple[int, ...] = ()  # the years for whose focus it was heard
    talk: tuple[Said, ...] = ()
    merged: tuple[str, ...] = ()  # the demands that were merged into this one


class Opened(Value):
    """Whatever has been submitted."""

    dossier: DemandDossier


class Received(Opened):
    """The competent department looks at the demand."""

    phase: Literal["received"] = "received"
    reminder: Limit


class Merged(Opened):
    """A duplicate; it waits for the other demand's outcome."""

    phase: Literal["merged"] = "merged"
    into: str


class AtPublisher(Opened):
    """A phase in which a publisher has the demand, or had the last word on it."""

    publisher: str


class WithPublisher(AtPublisher):
    """The publisher decides whether to open the data."""

    phase: Literal["with_publisher"] = "with_publisher"
    note: str
    reminder: Limit


class Adopted(AtPublisher):
    """Taken up; the list change that adds the item is on its way."""

    phase: Literal["adopted"] = "adopted"
    note: str
    order: str
    title: str
    answer: str


class Declined(AtPublisher):
    """Closed: the data will not be opened."""

    phase: Literal["declined"] = "declined"
    ground: str
    alternative: str


class Satisfied(AtPublisher):
    """Closed: the item is on the open list."""

    phase: Literal["satisfied"] = "satisfied"
    order: str
    item_id: str
    answer: str


class Answered(Opened):
    """Closed: the demand that this one was merged into has its outcome."""

    phase: Literal["answered"] = "answered"
    into: str
    outcome: str
    answer: str
    item_id: str


OpenState = Received | WithPublisher | Adopted  # another demand may be merged into one in these
OpenedState = OpenState | Merged | Declined | Satisfied | Answered
State = Unopened | OpenedState
