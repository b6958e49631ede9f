"""All deadlines that a case ever had, and what became of each: read off its history, for any process."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Literal, Protocol

from pydantic import AwareDatetime

from domain.deadlines import Deadline, NoLimit
from domain.kernel import AnyDecider, DeadlineRedated
from domain.value import Value

Status = Literal["pending", "met", "passed", "redated"]


class Recorded(Protocol):
    """What is needed of an event's envelope."""

    @property
    def version(self) -> int: ...
    @property
    def command_id(self) -> str: ...
    @property
    def occurred_at(self) -> datetime: ...
    @property
    def body(self) -> Any: ...


class DeadlineRecord(Value):
    """A deadline with its receipt. `ended_*` are None while it is pending.

    Met: what it waited for was done before it was due. Redated: a calendar notice moved it.
    """

    deadline: Deadline
    status: Status
    set_version: int
    set_at: AwareDatetime
    ended_version: int | None = None
    ended_at: AwareDatetime | None = None


class DeadlineHistory(Value):
    """`unlimited` holds the limits that did not apply, and why: "no target in force" is a fact too."""

    deadlines: tuple[DeadlineRecord, ...]
    unlimited: tuple[NoLimit, ...]


def deadline_history(decider: AnyDecider, history: Sequence[Recorded]) -> DeadlineHistory:
    """Follow the plan from command to command: what appears was set, what vanishes has ended."""
    records: dict[tuple[str, datetime, int], DeadlineRecord] = {}
    standing: dict[Deadline, tuple[str, datetime, int]] = {}
    unlimited: dict[tuple[str, str], NoLimit] = {}
    state = decider.initial
    for command in _commands(history):
        for event in command:
            state = decider.evolve(state, event.body)
            unlimited |= {(found.name, found.rule): found for found in _no_limits(event.body)}
        last, now = command[-1], decider.plan(state).deadlines
        for deadline in [gone for gone in standing if gone not in now]:
            key = standing.pop(deadline)
            records[key] = _ended(records[key], command)
        for deadline in now:
            if deadline not in standing:
                key = (deadline.name, deadline.due, last.version)
                standing[deadline] = key
                records[key] = DeadlineRecord(
                    deadline=deadline,
                    status="pending",
                    set_version=last.version,
                    set_at=last.occurred_at,
                )
    return DeadlineHistory(deadlines=tuple(records.values()), unlimited=tuple(unlimited.values()))


def _commands(history: Iterable[Recorded]) -> Iterator[list[Recorded]]:
    """The events of each command together: a plan between two of them was never anyone's."""
    together: list[Recorded] = []
    for event in history:
        if together and together[0].command_id != event.command_id:
            yield together
            together = []
        together.append(event)
    if together:
        yield together


def _ended(record: DeadlineRecord, command: Sequence[Recorded]) -> DeadlineRecord:
    moved = [event.body.old for event in command if isinstance(event.body, DeadlineRedated)]
    end = command[-1]
    status: Status = "passed" if end.occurred_at >= record.deadline.due else "met"
    if record.deadline in moved:
        status = "redated"
    ended = {"status": status, "ended_version": end.version, "ended_at": end.occurred_at}
    return record.model_copy(update=ended)


def _no_limits(value: Any) -> Iterator[NoLimit]:
    if isinstance(value, NoLimit):
        yield value
    elif isinstance(value, Value):
        for name in type(value).model_fields:
            yield from _no_limits(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:  # pyright: ignore[reportUnknownVariableType]  # a tuple of anything
            yield from _no_limits(part)
