"""The smallest process that has everything: deadlines, a duty, an end. A new process costs one folder.

Deadlines are taken as they are asked for, so that a test can have one due at any instant.
"""

from datetime import datetime
from enum import StrEnum
from typing import Literal, assert_never

from pydantic import AwareDatetime, ConfigDict, JsonValue

from domain.deadlines import Deadline, Level, Receipt, Strength, Unit
from domain.kernel import (
    Context,
    DeadlinePassed,
    DeadlineRedated,
    Decider,
    Duty,
    Labels,
    Plan,
    ReportDeadlinePassed,
    ReportDutyFailed,
    Summary,
)
from domain.people import Role
from domain.standing import Askers, AskersNoted
from domain.value import Value


class ToyReason(StrEnum):
    """The toy refuses nothing of its own."""


def _example(**values: str | list[JsonValue]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [dict(values)]})


class OpenToy(Value):
    """Open a toy with these deadlines, named after their place."""

    model_config = _example(kind="open_toy", dues=["2025-09-10T16:00:00Z"])
    kind: Literal["open_toy"] = "open_toy"
    dues: tuple[AwareDatetime, ...] = ()


class PostponeToy(Value):
    """Give the toy one other deadline."""

    model_config = _example(kind="postpone_toy", due="2025-09-12T16:00:00Z")
    kind: Literal["postpone_toy"] = "postpone_toy"
    due: AwareDatetime


class OrderWork(Value):
    """Owe the duty of that name."""

    model_config = _example(kind="order_work", duty="work")
    kind: Literal["order_work"] = "order_work"
    duty: str


class RecordWork(Value):
    """The duty is done."""

    model_config = _example(kind="record_work", duty_id="toy-1:2:work", result="42")
    kind: Literal["record_work"] = "record_work"
    duty_id: str
    result: str


class RemarkToy(Value):
    """Say something that changes no plan."""

    model_config = _example(kind="remark_toy", words="well")
    kind: Literal["remark_toy"] = "remark_toy"
    words: str


class CloseToy(Value):
    """End it."""

    model_config = _example(kind="close_toy")
    kind: Literal["close_toy"] = "close_toy"


Command = (
    OpenToy | PostponeToy | OrderWork | RecordWork | RemarkToy | CloseToy
    | ReportDeadlinePassed | ReportDutyFailed
)  # fmt: skip


class ToyOpened(Value):
    kind: Literal["toy_opened"] = "toy_opened"
    deadlines: tuple[Deadline, ...]
    by: str


class ToyPostponed(Value):
    kind: Literal["toy_postponed"] = "toy_postponed"
    deadline: Deadline


class WorkOrdered(Value):
    kind: Literal["work_ordered"] = "work_ordered"
    duty: Duty


class WorkRecorded(Value):
    kind: Literal["work_recorded"] = "work_recorded"
    duty_id: str
    result: str


class WorkFailed(Value):
    kind: Literal["work_failed"] = "work_failed"
    duty_id: str
    why: str


class ToyRemarked(Value):
    kind: Literal["toy_remarked"] = "toy_remarked"
    words: str


class ToyClosed(Value):
    kind: Literal["toy_closed"] = "toy_closed"


Event = (
    ToyOpened | ToyPostponed | WorkOrdered | WorkRecorded | WorkFailed | ToyRemarked | ToyClosed
    | AskersNoted | DeadlinePassed | DeadlineRedated
)  # fmt: skip


class Unopened(Value):
    phase: Literal["unopened"] = "unopened"


class Open(Value):
    phase: Literal["open"] = "open"
    by: str
    askers: Askers = Askers()
    deadlines: tuple[Deadline, ...]
    duties: tuple[Duty, ...] = ()
    missed: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


class Shut(Value):
    phase: Literal["shut"] = "shut"
    by: str
    askers: Askers = Askers()
    missed: tuple[str, ...]


State = Unopened | Open | Shut


def decide(command: Command, state: State, context: Context) -> list[Event]:
    """What the toy makes of a command in a state."""
    match state, command:
        case Unopened(), OpenToy():
            deadlines = tuple(a_deadline(f"d{n}", due) for n, due in enumerate(command.dues, 1))
            return [ToyOpened(deadlines=deadlines, by=context.actor.id)]
        case Open(), PostponeToy():
            return [ToyPostponed(deadline=a_deadline("later", command.due))]
        case Open(), OrderWork():
            name = f"{context.case_id}:{context.version + 1}:{command.duty}"
            return [WorkOrdered(duty=Duty(id=name, name=command.duty))]
        case Open(), RecordWork() if command.duty_id in _ids(state):
            return [WorkRecorded(duty_id=command.duty_id, result=command.result)]
        case Open(), ReportDutyFailed() if command.duty_id in _ids(state):
            return [WorkFailed(duty_id=command.duty_id, why=command.why)]
        case Open(), RemarkToy():
            return [ToyRemarked(words=command.words)]
        case Open(), CloseToy():
            return [ToyClosed()]
        case Open(), ReportDeadlinePassed():
            due = next(d for d in state.deadlines if d.name == command.name)
            return [DeadlinePassed(name=due.name, due=due.due, level=due.level, tells=due.tells)]
        case _:
            return []


def evolve(state: State, event: Event) -> State:
    """The state after an event."""
    if isinstance(event, ToyOpened):
        return Open(by=event.by, deadlines=event.deadlines)
    assert not isinstance(state, Unopened)
    if isinstance(event, AskersNoted):
        return state.model_copy(update={"askers": Askers(who=(*state.askers.who, *event.askers.who))})
    assert isinstance(state, Open)
    match event:
        case ToyPostponed(deadline=deadline):
            return state.model_copy(update={"deadlines": (deadline,)})
        case WorkOrdered(duty=duty):
            return state.model_copy(update={"duties": (*state.duties, duty)})
        case WorkRecorded(duty_id=duty_id):
            return state.model_copy(update={"duties": _less(state, duty_id), "done": (*state.done, duty_id)})
        case WorkFailed(duty_id=duty_id):
            return state.model_copy(update={"duties": _less(state, duty_id), "failed": (*state.failed, duty_id)})
        case ToyRemarked():
            return state
        case ToyClosed():
            return Shut(by=state.by, askers=state.askers, missed=state.missed)
        case DeadlinePassed(name=name):
            rest = tuple(deadline for deadline in state.deadlines if deadline.name != name)
            return state.model_copy(update={"deadlines": rest, "missed": (*state.missed, name)})
        case DeadlineRedated(old=old, new=new):
            moved = tuple(new if deadline == old else deadline for deadline in state.deadlines)
            return state.model_copy(update={"deadlines": moved})
        case _:
            assert_never(event)


def plan(state: State) -> Plan:
    """What must happen next."""
    match state:
        case Unopened():
            return Plan()
        case Open():
            return Plan(deadlines=state.deadlines, duties=state.duties)
        case Shut():
            return Plan(closed=True)
        case _:
            assert_never(state)


def summary(state: State) -> Summary:
    """The toy at a glance."""
    if isinstance(state, Unopened):
        return Summary(phase=state.phase)
    failed = state.failed if isinstance(state, Open) else ()
    return Summary(phase=state.phase, applicants=(state.by,), askers=state.askers.who, needs_attention=failed)


def _ids(state: Open) -> set[str]:
    return {duty.id for duty in state.duties}


def _less(state: Open, duty_id: str) -> tuple[Duty, ...]:
    return tuple(duty for duty in state.duties if duty.id != duty_id)


def a_deadline(name: str, due: datetime, level: Level = Level.L1) -> Deadline:
    """A deadline due at that instant, with the receipt of a rule that says so."""
    receipt = Receipt(
        rule="toy.due",
        strength=Strength.CONFIG,
        source="the test",
        started_at=due,
        amount=1,
        unit=Unit.HOURS,
        counted=(due.date(),),
        skipped=(),
        policy_version="toy",
        calendar_version="toy",
        provisional=False,
        earliest=due,
    )
    return Deadline(name=name, due=due, level=level, tells=(Role.DESIGNATED_OFFICER,), receipt=receipt)


_OWNED = frozenset({"postpone_toy", "order_work", "remark_toy", "close_toy"})
_CLOCKS = frozenset({"report_deadline_passed", "report_duty_failed", "record_work"})
_WORDS = {
    "unopened": ("未开", "not opened"),
    "open": ("进行中", "open"),
    "shut": ("已结束", "shut"),
}

TOY: Decider[Command, Event, State] = Decider(
    name="toy",
    plural="toys",
    workflow="Toy",
    opening="open_toy",
    commands=(OpenToy, PostponeToy, OrderWork, RecordWork, RemarkToy, CloseToy, ReportDeadlinePassed, ReportDutyFailed),
    events=(
        ToyOpened, ToyPostponed, WorkOrdered, WorkRecorded, WorkFailed, ToyRemarked, ToyClosed,
        AskersNoted, DeadlinePassed, DeadlineRedated,
    ),
    states=(Unopened, Open, Shut),
    initial=Unopened(),
    decide=decide,
    evolve=evolve,
    plan=plan,
    summary=summary,
    permissions={
        "unopened": {Role.APPLICANT: frozenset({"open_toy"})},
        "open": {Role.APPLICANT: _OWNED, Role.CLOCK: _CLOCKS},
        "shut": {Role.CLOCK: _CLOCKS},
    },
    labels=Labels(
        zh={word: zh for word, (zh, _) in _WORDS.items()},
        en={word: en for word, (_, en) in _WORDS.items()},
    ),
    reasons=ToyReason,
)  # fmt: skip
