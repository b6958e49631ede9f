"""A process whose cases are whatever a test says: any phase, holder, parties and deadlines, open or closed."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime

from domain.deadlines import Deadline, Level
from domain.kernel import Context, DeadlinePassed, Decider, Labels, Plan, ReportDeadlinePassed, Summary
from domain.people import Actor, Role
from domain.value import Value
from store.desk import Desk
from store.request import Request
from tests.toy import a_deadline

WRITER = Actor(id="writer", role=Role.CAC, organisation="o-writer")


class BoardReason(StrEnum):
    """It refuses nothing."""


class PinCase(Value):
    """Open a case that is so."""

    kind: Literal["pin_case"] = "pin_case"
    shown: Summary
    due: AwareDatetime | None = None
    reminder: AwareDatetime | None = None
    closed: bool = False


class RepinCase(Value):
    """Make a case that is there so."""

    kind: Literal["repin_case"] = "repin_case"
    shown: Summary
    due: AwareDatetime | None = None
    reminder: AwareDatetime | None = None
    closed: bool = False


class CasePinned(Value):
    kind: Literal["case_pinned"] = "case_pinned"
    shown: Summary
    deadlines: tuple[Deadline, ...]
    closed: bool


class Blank(Value):
    phase: Literal["blank"] = "blank"


class Waiting(Value):
    phase: Literal["waiting"] = "waiting"
    shown: Summary
    deadlines: tuple[Deadline, ...]
    closed: bool


class Working(Value):
    phase: Literal["working"] = "working"
    shown: Summary
    deadlines: tuple[Deadline, ...]
    closed: bool


State = Blank | Waiting | Working
Command = PinCase | RepinCase | ReportDeadlinePassed
Event = CasePinned | DeadlinePassed


def decide(command: Command, state: State, context: Context) -> list[Event]:
    """What is asked is what happens; a deadline that came is spent."""
    if isinstance(command, ReportDeadlinePassed):
        assert not isinstance(state, Blank)
        passed = next(due for due in state.deadlines if due.name == command.name)
        return [DeadlinePassed(name=passed.name, due=passed.due, level=passed.level, tells=())]
    limit = (a_deadline("limit", command.due),) if command.due else ()
    reminder = (a_deadline("reminder", command.reminder, Level.REMINDER),) if command.reminder else ()
    deadlines = (*limit, *reminder)
    return [CasePinned(shown=command.shown, deadlines=deadlines, closed=command.closed)]


def evolve(state: State, event: Event) -> State:
    """The state after an event."""
    if isinstance(event, DeadlinePassed):
        assert not isinstance(state, Blank)
        return state.model_copy(update={"deadlines": tuple(due for due in state.deadlines if due.name != event.name)})
    made = Waiting if event.shown.phase == "waiting" else Working
    return made(shown=event.shown, deadlines=event.deadlines, closed=event.closed)


def plan(state: State) -> Plan:
    """Its deadline, and whether it is closed."""
    return Plan() if isinstance(state, Blank) else Plan(deadlines=state.deadlines, closed=state.closed)


def summary(state: State) -> Summary:
    """As it was asked for."""
    return Summary(phase="blank") if isinstance(state, Blank) else state.shown


def pin(
    desk: Desk,
    case_id: str,
    version: int,
    shown: Summary,
    due: datetime | None,
    *,
    reminder: datetime | None = None,
    closed: bool = False,
) -> None:
    """Make a case so, as its `version`-th command, through the one way that writes."""
    ask = PinCase if version == 1 else RepinCase
    command = ask(shown=shown, due=due, reminder=reminder, closed=closed)
    outcome = desk.handle(Request("board", case_id, f"{case_id}/{version}", command, WRITER)).outcome
    assert outcome.reason == "", outcome


_ANYONE = {Role.CAC: frozenset({"repin_case"}), Role.CLOCK: frozenset({"report_deadline_passed"})}
BOARD: Decider[Command, Event, State] = Decider(
    name="board",
    plural="boards",
    workflow="Board",
    opening="pin_case",
    commands=(PinCase, RepinCase, ReportDeadlinePassed),
    events=(CasePinned, DeadlinePassed),
    states=(Blank, Waiting, Working),
    initial=Blank(),
    decide=decide,
    evolve=evolve,
    plan=plan,
    summary=summary,
    permissions={"blank": {Role.CAC: frozenset({"pin_case"})}, "waiting": _ANYONE, "working": _ANYONE},
    labels=Labels(zh={}, en={}),
    reasons=BoardReason,
)
