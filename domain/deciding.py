"""How a command becomes events, the same for every process.

In this order: deadlines whose instant has come are recorded first, so that no decision depends on how
prompt the timers are; then the whitelist is asked; then the process decides; then it is noted who has asked by that.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from domain.deadlines import Deadline, Level
from domain.kernel import (
    AdoptCalendar,
    AnyDecider,
    Context,
    DeadlinePassed,
    DeadlineRedated,
    Plan,
    Reason,
    Refused,
    ReportDeadlinePassed,
    Summary,
)
from domain.may import asked, may
from domain.people import CLOCK, Actor, Role
from domain.standing import Askers, AskersNoted, RecordMessagesSent
from domain.value import Value, kind_of

S = TypeVar("S", bound=Value)


@dataclass(frozen=True)
class Passed:
    """A deadline that came before the command did: the clock's own step, with its own command."""

    command: ReportDeadlinePassed
    events: tuple[Value, ...]


@dataclass(frozen=True)
class Decision:
    """What one command led to, state included. `refused` leaves `passed` standing: it happened."""

    passed: tuple[Passed, ...]
    events: tuple[Value, ...]
    state: Value
    refused: Refused | None = None


def next_due(plan: Plan) -> Deadline | None:
    return _soonest(plan.deadlines)


def due_by(plan: Plan) -> Deadline | None:
    """The deadline by when people have to act: the soonest that is more than a reminder of another."""
    return _soonest(one for one in plan.deadlines if one.level is not Level.REMINDER)


def _soonest(deadlines: Iterable[Deadline]) -> Deadline | None:
    return min(deadlines, key=lambda deadline: (deadline.due, deadline.name), default=None)


def ask(decider: AnyDecider, command: Value, state: Value, context: Context) -> Decision:
    """Decide `command`, after every deadline that is due at `context.now`.

    Raises nothing for a refusal: that is a value, like any other outcome.
    """
    passed, state = _catch_up(decider, command, state, context)
    if passed:
        context = replace(context, version=context.version + sum(len(p.events) for p in passed))
    try:
        authorise(decider, command, state, context)
        events = tuple(_decide(decider, command, state, context))
    except Refused as refused:
        # as a value: a traceback would hold all frames, and they it, until the garbage collector finds the ring
        return Decision(passed, (), state, refused.with_traceback(None))
    after = _fold(decider, state, events)
    noted = _askers(decider.summary(after), context.actor) if events else ()
    return Decision(passed, (*events, *noted), _fold(decider, after, noted))


def _askers(summary: Summary, actor: Actor) -> tuple[Value, ...]:
    """Whoever just acted for those who asked, in person or by a substitute, has asked too."""
    who = tuple(one for one in actor.people if one not in summary.asked)
    if not who or actor.role is not summary.asking_role or not asked(actor, summary):
        return ()
    return (AskersNoted(askers=Askers(who=who)),)


def authorise(decider: AnyDecider, command: Value, state: Value, context: Context) -> None:
    """Raise `Refused` unless `may` says yes."""
    verdict = may(decider, kind_of(command), state, context.actor, context.registry)
    if verdict.reason is not None:
        raise Refused(verdict.reason, verdict.detail)


def _catch_up(decider: AnyDecider, command: Value, state: Value, context: Context) -> tuple[tuple[Passed, ...], Value]:
    steps: list[Passed] = []
    version = context.version
    while (due := next_due(decider.plan(state))) and due.due <= context.now:
        report = ReportDeadlinePassed(name=due.name, due=due.due)
        if report == command:  # the clock reports this very one: it is the command itself
            break
        there = replace(context, version=version, now=due.due, actor=CLOCK)
        events = tuple(_reported(decider, report, state, there))
        if not events:
            raise RuntimeError(f"{decider.name}: deadline {due.name} is not spent by its report")
        state = _fold(decider, state, events)
        version += len(events)
        steps.append(Passed(report, events))
    return tuple(steps), state


def _decide(decider: AnyDecider, command: Value, state: Value, context: Context) -> Sequence[Value]:
    if isinstance(command, AdoptCalendar):
        return _redate(decider.plan(state), context)
    if isinstance(command, ReportDeadlinePassed):
        standing = {(deadline.name, deadline.due) for deadline in decider.plan(state).deadlines}
        if (command.name, command.due) not in standing:
            return ()
        return _reported(decider, command, state, replace(context, now=command.due))
    if isinstance(command, RecordMessagesSent):
        telling = {duty.id for duty in decider.plan(state).duties if duty.name in decider.sends}
        if command.duty_id not in telling:
            raise Refused(Reason.UNKNOWN_DUTY, f"{command.duty_id} is no duty that tells other cases")
    return decider.decide(command, state, context)


def _reported(decider: AnyDecider, report: ReportDeadlinePassed, state: Value, context: Context) -> Sequence[Value]:
    """What a passed deadline leads to; where the party to be told has nobody in that role, its stand-in is told too."""
    events: Sequence[Value] = decider.decide(report, state, context)
    parties = decider.summary(state).parties
    return [_told_too(event, parties, context) if isinstance(event, DeadlinePassed) else event for event in events]


def _told_too(event: DeadlinePassed, parties: Mapping[Role, tuple[str, ...]], context: Context) -> DeadlinePassed:
    held, told = context.registry.held, event.tells
    for role, stand_in in context.rulebook.policy.stand_ins.items():
        if role in told and not all(held(role, party, context.now) for party in parties.get(role, ())):
            told = tuple(dict.fromkeys((*told, stand_in)))
    return event.model_copy(update={"tells": told})


def _redate(plan: Plan, context: Context) -> list[Value]:
    moved: list[Value] = []
    for old in plan.deadlines:
        new = context.rulebook.redate(old)
        if (new.due, new.receipt.provisional) != (old.due, old.receipt.provisional):
            moved.append(DeadlineRedated(old=old, new=new))
    return moved


def _fold(decider: AnyDecider, state: Value, events: Sequence[Value]) -> Value:
    for event in events:
        state = decider.evolve(state, event)
    return state


def redated(state: S, event: DeadlineRedated) -> S:
    """`state` with the moved deadline in the old one's place, wherever it is kept.

    A process calls this from `evolve`; it need not know where its deadlines are.
    """
    moved: S = _moved(state, event)
    return moved


def _moved(part: Any, event: DeadlineRedated) -> Any:
    """`part` itself where it holds no such deadline."""
    whole: Any = part  # isinstance would narrow `part` to a tuple of nobody knows what
    if isinstance(part, tuple):
        each = tuple(_moved(one, event) for one in whole)
        return each if any(moved is not one for moved, one in zip(each, whole, strict=True)) else whole
    if isinstance(part, Deadline):
        return event.new if part == event.old else part
    if isinstance(part, Value):
        changes = {name: moved for name, one in part if (moved := _moved(one, event)) is not one}
        return part.model_copy(update=changes) if changes else part
    return whole


def occurred_at(command: Value, now: datetime) -> datetime:
    """A deadline occurred when it was due, whenever it was recorded; all else when it was asked."""
    return command.due if isinstance(command, ReportDeadlinePassed) else now
