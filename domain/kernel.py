"""The words every process speaks. Pure: values in, values out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property, reduce
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar
from uuid import NAMESPACE_URL, uuid5

from pydantic import AwareDatetime, Field

from domain.deadlines import Deadline, Level
from domain.items import PublishedItem
from domain.people import Actor, Role
from domain.rulebook import Rulebook
from domain.value import Value

C = TypeVar("C", bound=Value)
E = TypeVar("E", bound=Value)
S = TypeVar("S", bound=Value)


class Reason(StrEnum):
    """Refusals every process shares; a process names its own beside its rules."""

    WRONG_PHASE = "wrong_phase"
    FORBIDDEN = "forbidden"
    OTHER_ORGANISATION = "other_organisation"
    FOUR_EYES = "four_eyes"
    STALE_VERSION = "stale_version"
    KEY_REUSED = "key_reused"
    UNKNOWN_CASE = "unknown_case"
    UNKNOWN_DUTY = "unknown_duty"


class Refused(Exception):
    """The one way a decider says no. It knows no HTTP."""

    def __init__(self, reason: StrEnum, detail: str = "") -> None:
        super().__init__(detail or reason.value)
        self.reason = reason.value
        self.detail = detail


# -- commands and events that are the same in every process ----------------------------------


class ReportDeadlinePassed(Value):
    """The clock's command. A report of a deadline that no longer stands is no news."""

    kind: Literal["report_deadline_passed"] = "report_deadline_passed"
    name: str
    due: AwareDatetime


class ReportDutyFailed(Value):
    """A duty was retried until its bound; a person has to see to it."""

    kind: Literal["report_duty_failed"] = "report_duty_failed"
    duty_id: str
    why: str


class AdoptCalendar(Value):
    """A State Council notice was imported: compute the standing deadlines again."""

    kind: Literal["adopt_calendar"] = "adopt_calendar"


class DeadlinePassed(Value):
    """A deadline's instant came while it stood. Never a deemed decision."""

    kind: Literal["deadline_passed"] = "deadline_passed"
    name: str
    due: AwareDatetime
    level: Level
    tells: tuple[Role, ...]


class DeadlineRedated(Value):
    """A calendar notice moved a standing deadline; the old value stays readable here."""

    kind: Literal["deadline_redated"] = "deadline_redated"
    old: Deadline
    new: Deadline


# -- what must happen next --------------------------------------------------------------------


class Duty(Value):
    """Work owed to the world until its outcome is reported.

    `id` is made from the version of the event that caused it, so doing it again is recognised.
    """

    id: str
    name: str  # the activity that does it


class Plan(Value):
    """All that a workflow is told: when to wake, what to do, whether it is over."""

    deadlines: tuple[Deadline, ...] = ()
    duties: tuple[Duty, ...] = ()
    closed: bool = False


class Seat(NamedTuple):
    """Where a case waits: a role in an organisation ('' if none is bound in it), or one person in that role there."""

    role: Role
    organisation: str
    person: str = ""


class Summary(Value):
    """The case at a glance: the search columns of its row, and the parties that permissions read."""

    phase: str
    subject: str = ""  # what the case is about: an item's id
    title: str = ""
    holder: Role | None = None  # whose turn it is
    awaited: tuple[Seat, ...] = ()  # who was asked by name, and whose answer is awaited beside that
    # role → the organisations that may act in it here
    parties: Mapping[Role, tuple[str, ...]] = Field(default_factory=dict[Role, tuple[str, ...]])
    agency: str = ""  # the publisher that figures count it for, where that is not the party among the publishers
    applicants: tuple[str, ...] = ()  # persons and organisations that asked: never their own reviewers
    askers: tuple[str, ...] = ()  # further ones, known to four eyes alone: it makes no one see the case
    asking_role: Role = Role.APPLICANT  # the role they asked in, and go on acting in
    escalated_to: tuple[Role, ...] = ()
    needs_attention: tuple[str, ...] = ()  # duties that failed for good and wait for a person

    @property
    def asked(self) -> tuple[str, ...]:
        """Every person and organisation that asked, as far as is known."""
        return (*self.applicants, *self.askers)


class Sketch(Value):
    """Another case, as far as it is looked up by what it is about."""

    case_id: str
    process: str
    phase: str
    subject: str
    title: str
    closed: bool


class Registry(Protocol):
    """What a decision may look up beside its own case. Read-only; the store implements it."""

    def item(self, item_id: str) -> PublishedItem | None:
        """The item's newest published version."""

    def suspended(self, item_id: str) -> bool:
        """Whether the item's opening is suspended now."""
        ...

    def case(self, case_id: str) -> Value | None:
        """Another case's state now."""

    def find(self, process: str, *, subject: str = "", applicant: str = "", publisher: str = "") -> tuple[Sketch, ...]:
        """The cases of a process, closed ones too, about a subject, in the order of their ids.

        With `applicant` only those whose summary names it among its `applicants`, with `publisher` only those in
        which it is the data publisher; whoever is otherwise told of a case finds none by that.
        """
        ...

    def material(self, material_id: str) -> str | None:
        """The organisation that uploaded the material with that hash."""

    def held(self, role: Role, organisation: str, at: datetime) -> bool:
        """Whether anyone is registered in that role of that organisation at that instant."""
        ...

    def signature_holds(self, key_id: str, organisation: str, digest: str, signature: str) -> bool:
        """Whether `signature` (base64, Ed25519) over `digest` (hex) is by that organisation's key."""
        ...


@dataclass(frozen=True)
class Context:
    """Everything impure that a decision may depend on, made explicit."""

    case_id: str
    version: int  # of the state decided on
    now: datetime
    actor: Actor
    rulebook: Rulebook
    registry: Registry


@dataclass(frozen=True)
class Message:
    """A command for another case, from the clock, under an id made from the duty that sends it.

    One that is `needed` and refused leaves the duty undone, for a person to see; any other refusal is
    written down and that is all: the other case had moved on.
    """

    process: str
    case_id: str
    command: Value
    needed: bool = False


def case_id_of(process: str, command_id: str) -> str:
    """The case that an opening command starts: the same for the same command, so a retry finds it."""
    return f"{process[:3]}-{uuid5(NAMESPACE_URL, command_id)}"


@dataclass(frozen=True)
class Labels:
    """Words for people, Chinese and English, by identifier."""

    zh: Mapping[str, str]
    en: Mapping[str, str]


Part = type[Value] | tuple[type[Value], str]
"""Of what a case holds: an event or a paper wherever it stands, or one field of it."""


def _no_one_else(kind: str, state: Any, registry: Registry) -> Sequence[str]:
    return ()


@dataclass(frozen=True, eq=False)
class Decider(Generic[C, E, S]):
    """A process: plain functions over plain data.

    `permissions` is a whitelist, phase → role → command kinds. `commands` and `events` list the
    classes of the two unions; `opening` is the kind with which a person starts a case. `sends` gives,
    by the name of a duty that tells other cases something, what it tells them. A process equals itself only: what
    is made of one may be kept by it.
    """

    name: str
    plural: str  # its path segment in the API
    workflow: str  # its named workflow in Temporal
    opening: str
    commands: tuple[type[C], ...]
    events: tuple[type[E], ...]
    states: tuple[type[S], ...]
    initial: S
    decide: Callable[[C, S, Context], list[E]]
    evolve: Callable[[S, E], S]
    plan: Callable[[S], Plan]
    summary: Callable[[S], Summary]
    permissions: Mapping[str, Mapping[Role, frozenset[str]]]
    labels: Labels
    reasons: type[StrEnum]  # its own refusals, beside those of `Reason`
    sends: Mapping[str, Callable[[Duty, S, Registry], Sequence[Message]]] = field(
        default_factory=dict[str, Callable[[Duty, S, Registry], Sequence[Message]]]
    )
    # who asked for what a command of that kind decides, beside those that the summary names: four eyes look at them too
    also_asked: Callable[[str, S, Registry], Sequence[str]] = field(default=_no_one_else)
    # kind → the fields by whose contents four eyes may still refuse it: whom or what they name, no one knows beforehand
    four_eyes_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    # what of its states and events a role is not shown; all else is for whoever sees the case (domain/visibility.py)
    withheld: Mapping[Role, frozenset[Part]] = field(default_factory=dict[Role, frozenset[Part]])
    # the id that an opening command itself gives its case; empty where the case gets a made-up one
    names: Callable[[C], str] = field(default=lambda _: "")
    # (kind, schema version) → the same body one version later; stored bytes never change
    upcasts: Mapping[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = field(
        default_factory=dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]]
    )

    def replay(self, events: Sequence[E]) -> S:
        return reduce(self.evolve, events, self.initial)

    @cached_property
    def openings(self) -> frozenset[str]:
        """Every kind that may start a case: the opening, and what another case may send."""
        row = self.permissions[self.summary(self.initial).phase]
        return frozenset(kind for kinds in row.values() for kind in kinds)


AnyDecider = Decider[Any, Any, Any]
