"""The process that is measured: 8 commands a case, each in its turn, each re-arming a limit of 10 working days.

It is the workload that others were measured with. Its rules are as small as they can be, its
deadlines real: computed by the rulebook, with their receipts.
"""

from enum import StrEnum
from typing import Literal, assert_never

from pydantic import AwareDatetime

from domain.deadlines import Deadline, Level
from domain.kernel import (
    Context,
    DeadlinePassed,
    Decider,
    Labels,
    Plan,
    Reason,
    Refused,
    ReportDeadlinePassed,
    Summary,
)
from domain.people import Role
from domain.phases import Unopened
from domain.value import Value

STEPS = 8
_LIMIT = "application.review"


class MeasuredReason(StrEnum):
    """It refuses nothing but what every process refuses."""


class OpenMeasured(Value):
    """Open a case. `due` stands in for the rulebook's limit where a part needs many at one instant."""

    kind: Literal["open_measured"] = "open_measured"
    words: str
    due: AwareDatetime | None = None


class TakeStep(Value):
    """Take the step of that number; out of turn it is refused."""

    kind: Literal["take_step"] = "take_step"
    number: int
    words: str


Command = OpenMeasured | TakeStep | ReportDeadlinePassed


class StepTaken(Value):
    kind: Literal["step_taken"] = "step_taken"
    number: int
    words: str
    limit: Deadline


Event = StepTaken | DeadlinePassed


class Stepping(Value):
    phase: Literal["stepping"] = "stepping"
    number: int
    words: str
    limit: Deadline
    missed: bool = False


class Done(Value):
    phase: Literal["done"] = "done"


State = Unopened | Stepping | Done


def decide(command: Command, state: State, context: Context) -> list[Event]:
    """One event a command, with a limit that starts now."""
    match state, command:
        case Unopened(), OpenMeasured():
            return [_taken(1, command.words, context, command.due)]
        case Stepping(), TakeStep() if command.number == state.number + 1:
            return [_taken(command.number, command.words, context)]
        case Stepping(limit=limit), ReportDeadlinePassed():
            return [DeadlinePassed(name=limit.name, due=limit.due, level=limit.level, tells=limit.tells)]
        case _:
            raise Refused(Reason.WRONG_PHASE, f"not in {state.phase}")


def _taken(number: int, words: str, context: Context, due: AwareDatetime | None = None) -> StepTaken:
    limit = context.rulebook.deadline(_LIMIT, context.now, name="step", level=Level.L1)
    assert isinstance(limit, Deadline), "the measured limit is in force"
    return StepTaken(number=number, words=words, limit=limit.model_copy(update={"due": due}) if due else limit)


def evolve(state: State, event: Event) -> State:
    """The last step closes the case."""
    match event:
        case StepTaken(number=number) if number == STEPS:
            return Done()
        case StepTaken():
            return Stepping(number=event.number, words=event.words, limit=event.limit)
        case DeadlinePassed():
            return state.model_copy(update={"missed": True})
        case _:
            assert_never(event)


def plan(state: State) -> Plan:
    """The one limit, until it was missed."""
    match state:
        case Stepping(missed=False):
            return Plan(deadlines=(state.limit,))
        case _:
            return Plan(closed=isinstance(state, Done))


def summary(state: State) -> Summary:
    """The case at a glance."""
    return Summary(phase=state.phase, title="measured", holder=Role.APPLICANT)


_CLOCKS = {Role.CLOCK: frozenset({"report_deadline_passed"})}

MEASURED: Decider[Command, Event, State] = Decider(
    name="measured",
    plural="measured",
    workflow="Measured",
    opening="open_measured",
    commands=(OpenMeasured, TakeStep, ReportDeadlinePassed),
    events=(StepTaken, DeadlinePassed),
    states=(Unopened, Stepping, Done),
    initial=Unopened(),
    decide=decide,
    evolve=evolve,
    plan=plan,
    summary=summary,
    permissions={
        "unopened": {Role.APPLICANT: frozenset({"open_measured"})},
        "stepping": {Role.APPLICANT: frozenset({"take_step"}), **_CLOCKS},
        "done": _CLOCKS,
    },
    labels=Labels(zh={}, en={}),
    reasons=MeasuredReason,
)
