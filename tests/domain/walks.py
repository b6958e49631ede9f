"""Random walks through a process: who-may-ask-what now, and sometimes what no one may."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from random import Random
from typing import Any

from domain.days import SHANGHAI
from domain.deadlines import Deadline
from domain.deciding import Decision, next_due
from domain.kernel import AdoptCalendar, AnyDecider, Plan, ReportDeadlinePassed, Summary
from domain.people import CLOCK, Actor, Role
from domain.processes import by_name
from domain.rulebook import Rulebook
from domain.value import Value, kind_of, kind_of_class
from tests.domain.shanghai import NOTICE_2027, RULEBOOK
from tests.scenario import Scenario, Step, World

# within a target's dates, before a year whose notice may come meanwhile, and when the rules themselves end
STARTS = [datetime(*day, 9, tzinfo=SHANGHAI) for day in ((2025, 9, 1), (2026, 12, 10), (2027, 12, 10))]
INFORMED = replace(RULEBOOK, calendar=RULEBOOK.calendar.adopt(NOTICE_2027))
STRANGER = Actor(id="stranger", role=Role.AUDITOR, organisation="stranger")


_CLOCK = ("report_deadline_passed", "adopt_calendar")  # asked on their own terms


@dataclass(frozen=True)
class Inventor:
    """What a process's walks need: its world, its people, and fields for its commands."""

    world: World
    people: Mapping[Role, tuple[Actor, ...]]
    seldom: frozenset[str]  # kinds that lead aside: asked seldom, or no walk would come far
    invent: Callable[[str, Any, Actor, Random, AnyDecider], dict[str, Any]]
    rulebook: Rulebook  # `RULEBOOK`, or one with what a city may switch on
    starts: Sequence[datetime]  # beside STARTS, for what only then is in force
    idle: Callable[[Any], frozenset[str]]  # kinds that would be refused in a state: asked as seldom


@cache
def inventor_of(process: str) -> Inventor:
    """What `tests/domain/<process>/invention.py` says; raises `ModuleNotFoundError` when there is none."""
    said = import_module(f"tests.domain.{process}.invention")
    starts, idle = getattr(said, "STARTS", ()), getattr(said, "idle", _nothing)
    rulebook: Rulebook = getattr(said, "RULEBOOK", RULEBOOK)
    return Inventor(said.WORLD, said.PEOPLE, said.SELDOM, said.invent, rulebook, starts, idle)


def _nothing(state: Any) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True)
class Stride:
    """One command asked of one state, and what came of it."""

    before: Scenario
    asked: Step
    decision: Decision
    after: Scenario


def walk(process: AnyDecider, random: Random, length: int) -> list[Stride]:
    """A case of that many commands, from its opening on."""
    inventor = inventor_of(process.name)
    case = Scenario(process, inventor.rulebook, inventor.world)
    now, strides = random.choice([*STARTS, *inventor.starts]), list[Stride]()
    for _ in range(length):
        plan = process.plan(case.state)
        if plan.closed and random.random() < 0.3:
            break
        summary = process.summary(case.state)
        now = _later(now, next_due(plan), random)
        asked = _ask(case, now, plan, summary, random)
        if isinstance(asked.command, AdoptCalendar) and case.rulebook.calendar is not INFORMED.calendar:
            case = replace(case, rulebook=replace(case.rulebook, calendar=INFORMED.calendar))
        outcome = case.when(asked)
        for _ in range(random.choice((0, 4))):  # half of the refusals are thought better of
            if outcome.decision.refused is None:
                break
            asked = _ask(case, now, plan, summary, random)
            outcome = case.when(asked)
        strides.append(Stride(case, asked, outcome.decision, outcome.after))
        case = outcome.after
    return strides


@cache
def steady_walks(name: str) -> list[list[Stride]]:
    """Sixty cases of forty commands, the same each time."""
    return [walk(by_name(name), Random(seed), 40) for seed in range(60)]  # noqa: S311 -- a repeatable walk, no secret


@dataclass(frozen=True)
class Met:
    """What many walks through a process met, by name; the walks themselves would fill the memory."""

    phases: frozenset[str]
    events: frozenset[str]
    deadlines: frozenset[str]
    duties: frozenset[str]


@cache
def met_on_many_walks(name: str) -> Met:
    """What there is to be met in that process. The walks are the same each time."""
    process = by_name(name)
    phases, events = {process.summary(process.initial).phase}, set[str]()
    deadlines, duties = set[str](), set[str]()
    for seed in range(400):
        strides = walk(process, Random(seed), 60)  # noqa: S311 -- a repeatable walk, no secret
        events |= {kind_of(event) for event in strides[-1].after.history}
        for stride in strides:
            if stride.after.state is stride.before.state:
                continue  # met already
            phases.add(process.summary(stride.after.state).phase)
            plan = process.plan(stride.after.state)
            deadlines |= {deadline.name for deadline in plan.deadlines}
            duties |= {duty.name for duty in plan.duties}
    return Met(frozenset(phases), frozenset(events), frozenset(deadlines), frozenset(duties))


def _later(now: datetime, due: Deadline | None, random: Random) -> datetime:
    if due is not None and random.random() < 0.12:
        return max(now, due.due)
    return now + timedelta(minutes=random.randint(0, 10 * 60))


def _ask(case: Scenario, now: datetime, plan: Plan, summary: Summary, random: Random) -> Step:
    process, due = case.process, next_due(plan)
    if random.random() < 0.03:
        return Step(now, CLOCK, AdoptCalendar())
    if due is not None and due.due <= now and random.random() < 0.5:
        return Step(now, CLOCK, ReportDeadlinePassed(name=due.name, due=due.due))
    inventor, kinds = inventor_of(process.name), _kinds(process.name)
    aside = inventor.seldom | inventor.idle(case.state) | _idle(process.name, plan, summary)
    seldom = aside if random.random() < 0.8 else frozenset[str]()
    asked = [(role, kind) for role, kind in _allowed(process.name, summary.phase) if kind not in seldom]
    if asked and random.random() < 0.9:
        role, kind = random.choice(asked)
    else:
        role, kind = random.choice(list(Role)), random.choice(sorted(kinds))
    actor = _actor(role, summary, inventor, random)
    return Step(now, actor, _command(kinds[kind], kind, case, actor, random))


@cache
def _kinds(process: str) -> Mapping[str, type[Value]]:
    return {kind_of_class(model): model for model in by_name(process).commands}


@cache
def _allowed(process: str, phase: str) -> Sequence[tuple[Role, str]]:
    """Who may ask for what in that phase, but what the clock reports of time."""
    row = by_name(process).permissions[phase]
    return [(role, kind) for role in sorted(row) for kind in sorted(row[role]) if kind not in _CLOCK]


@cache
def _about_duties(process: str) -> frozenset[str]:
    return frozenset(kind for kind, model in _kinds(process).items() if "duty_id" in model.model_fields)


def _idle(process: str, plan: Plan, summary: Summary) -> frozenset[str]:
    """The commands about a duty that no duty waits for now."""
    about = _about_duties(process)
    retried = {"retry_duty"} if summary.needs_attention else set[str]()
    reported = about - {"retry_duty"} if plan.duties else frozenset[str]()
    return about - retried - reported


def _actor(role: Role, summary: Summary, inventor: Inventor, random: Random) -> Actor:
    """Mostly someone of the case's own organisations; now and then a substitute."""
    if role is Role.CLOCK:
        return CLOCK
    people = inventor.people.get(role, (STRANGER,))
    parties = summary.parties.get(role, ())
    own = [person for person in people if person.organisation in parties]
    person = random.choice(own if own and random.random() < 0.9 else people)
    return person.model_copy(update={"on_behalf_of": "someone-away"}) if random.random() < 0.05 else person


def _command(model: type[Value], kind: str, case: Scenario, actor: Actor, random: Random) -> Value:
    if model is ReportDeadlinePassed:
        return ReportDeadlinePassed(name="never", due=STARTS[0])
    invent = inventor_of(case.process.name).invent
    return model.model_validate(invent(kind, case.state, actor, random, case.process))
