"""The phases of a list change: one class each, so that what a phase lacks can't be written down."""

from typing import Literal

from domain import standing
from domain.deadlines import Deadline, Limit
from domain.list_change.papers import NoOrigin, Origin, Proposal, Return, Submission
from domain.people import Role
from domain.phases import Unopened
from domain.value import Value


class Dossier(standing.Dossier):
    """What a case carries with it through all phases."""

    publisher: str
    authors: tuple[str, ...]  # everyone who wrote or submitted it, each once
    title: str
    proposal: Proposal
    origin: Origin | NoOrigin
    returns: tuple[Return, ...] = ()  # oldest first
    linked: str = ""  # the row of the annual plan that knows of the order


class Opened(Value):
    """Whatever has been drafted."""

    dossier: Dossier


class Drafting(Opened):
    """The publisher is writing."""

    phase: Literal["draft"] = "draft"


class Reviewing(Opened):
    """The configured reviewer has it."""

    phase: Literal["submitted"] = "submitted"
    submission: Submission
    reviewer: Role
    review: Limit
    reminders: tuple[Deadline, ...]


class Returned(Opened):
    """Back with the publisher, to be put right and submitted again."""

    phase: Literal["returned"] = "returned"


class Publishing(Opened):
    """Approved; the item is being published. Until then the list says what it said."""

    phase: Literal["approved"] = "approved"
    submission: Submission


class Effective(Opened):
    """Closed: the list says what the order says."""

    phase: Literal["effective"] = "effective"
    submission: Submission


class Cancelled(Opened):
    """Closed: given up."""

    phase: Literal["cancelled"] = "cancelled"
    why: str


OpenedState = Drafting | Reviewing | Returned | Publishing | Effective | Cancelled
State = Unopened | OpenedState
