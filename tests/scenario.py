"""given / when / then for any process, over plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.days import SHANGHAI
from domain.deadlines import Deadline
from domain.deciding import Decision, ask, next_due
from domain.items import PublishedItem
from domain.kernel import AnyDecider, Context, ReportDeadlinePassed, Sketch
from domain.people import CLOCK, Actor, Role
from domain.rulebook import Rulebook
from domain.value import Value


@dataclass(frozen=True)
class World:
    """What a decision may look up, as plain data. Signatures are real; seeds make the keys."""

    items: Mapping[str, PublishedItem] = field(default_factory=dict[str, PublishedItem])
    cases: Mapping[str, Value] = field(default_factory=dict[str, Value])
    materials: Mapping[str, str] = field(default_factory=dict[str, str])
    suspensions: frozenset[str] = frozenset()  # items that are suspended
    vacant: frozenset[tuple[Role, str]] = frozenset()  # roles that nobody holds, by organisation
    sketches: tuple[tuple[Sketch, tuple[str, ...]], ...] = ()  # further cases, each with its applicants and publishers

    def item(self, item_id: str) -> PublishedItem | None:
        return self.items.get(item_id)

    def case(self, case_id: str) -> Value | None:
        return self.cases.get(case_id)

    def suspended(self, item_id: str) -> bool:
        return item_id in self.suspensions

    def find(self, process: str, *, subject: str = "", applicant: str = "", publisher: str = "") -> tuple[Sketch, ...]:
        return tuple(
            sketch
            for sketch, theirs in self.sketches
            if sketch.process == process and subject in ("", sketch.subject) and {applicant, publisher} <= {"", *theirs}
        )

    def material(self, material_id: str) -> str | None:
        return self.materials.get(material_id)

    def held(self, role: Role, organisation: str, at: datetime) -> bool:
        return (role, organisation) not in self.vacant

    def signature_holds(self, key_id: str, organisation: str, digest: str, signature: str) -> bool:
        if key_id != f"key-of-{organisation}":
            return False
        try:
            _key(organisation).public_key().verify(bytes.fromhex(signature), bytes.fromhex(digest))
        except (InvalidSignature, ValueError):
            return False
        return True


def signature(organisation: str, digest: str) -> str:
    """What `World` takes for a signature by that organisation."""
    return _key(organisation).sign(bytes.fromhex(digest)).hex()


def _key(organisation: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(organisation.encode().ljust(32, b".")[:32])


@dataclass(frozen=True)
class Step:
    """Someone asks for something at an instant."""

    at: datetime
    actor: Actor
    command: Value


def step(at: str, actor: Actor, command: Value) -> Step:
    """A step at a time said as on a clock in Shanghai, such as "2025-09-04 09:30"."""
    return Step(datetime.fromisoformat(at).replace(tzinfo=SHANGHAI), actor, command)


@dataclass(frozen=True)
class Scenario:
    """One case of a process, and everything around it."""

    process: AnyDecider
    rulebook: Rulebook
    world: World
    case_id: str = "case-1"
    history: tuple[Value, ...] = ()

    @cached_property
    def state(self) -> Any:
        return self.process.replay(self.history)

    def given(self, *steps: Step) -> "Scenario":
        """The case after these steps, each of which must be accepted."""
        told = self
        for each in steps:
            outcome = told.when(each)
            assert outcome.decision.refused is None, f"{each.command}: {outcome.decision.refused}"
            told = outcome.after
        return told

    def until(self, at: str) -> "Scenario":
        """The case at an instant, every deadline due by then reported by the clock, one by one."""
        told, now = self, datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
        while (due := next_due(told.process.plan(told.state))) and due.due <= now:
            told = told.given(Step(due.due, CLOCK, ReportDeadlinePassed(name=due.name, due=due.due)))
        return told

    def when(self, asked: Step) -> "Outcome":
        context = Context(
            case_id=self.case_id,
            version=len(self.history),
            now=asked.at,
            actor=asked.actor,
            rulebook=self.rulebook,
            registry=self.world,
        )
        decision = ask(self.process, asked.command, self.state, context)
        happened = [event for passed in decision.passed for event in passed.events] + list(decision.events)
        if not happened:
            return Outcome(decision, self)
        after = replace(self, history=(*self.history, *happened))
        after.__dict__["state"] = decision.state  # what `state` would find; `test_laws` proves that it would
        return Outcome(decision, after)

    def with_world(self, **changes: Any) -> "Scenario":
        """The same case in a changed world."""
        return replace(self, world=replace(self.world, **changes))

    def deadline(self, name: str) -> Deadline:
        """The standing deadline of that name."""
        (found,) = (deadline for deadline in self.process.plan(self.state).deadlines if deadline.name == name)
        return found

    def last_days(self) -> dict[str, str]:
        """Name → last day in Shanghai (or instant, for a reminder the day it goes out) of what stands."""
        return {deadline.name: last_day(deadline) for deadline in self.process.plan(self.state).deadlines}

    def duty(self, name: str) -> str:
        """The id of the duty of that name that is owed."""
        (found,) = (duty.id for duty in self.process.plan(self.state).duties if duty.name == name)
        return found


def last_day(deadline: Deadline) -> str:
    """The day at whose end the deadline passes, in Shanghai."""
    local = deadline.due.astimezone(SHANGHAI).date()
    return local.fromordinal(local.toordinal() - 1).isoformat()


@dataclass(frozen=True)
class Outcome:
    """What one step led to."""

    decision: Decision
    after: Scenario

    @property
    def kinds(self) -> list[str]:
        """The kinds of the events that the command itself led to."""
        return [getattr(event, "kind") for event in self.decision.events]  # noqa: B009 -- every event has one

    def event(self, kind: type[Any]) -> Any:
        """The one event of that class."""
        (found,) = (event for event in self.decision.events if isinstance(event, kind))
        return found

    def then(self, *expected: Value | type[Value]) -> "Scenario":
        """Exactly these events, or events of these classes; gives the case after them."""
        assert self.decision.refused is None, str(self.decision.refused)
        got = list(self.decision.events)
        assert len(got) == len(expected), self.kinds
        for event, wanted in zip(got, expected, strict=True):
            assert isinstance(event, wanted) if isinstance(wanted, type) else event == wanted
        return self.after

    def then_refused(self, reason: StrEnum, naming: str = "") -> "Scenario":
        """A refusal for this reason, its detail naming that; nothing else happened."""
        assert self.decision.refused is not None, f"accepted: {self.kinds}"
        assert self.decision.refused.reason == reason.value
        assert naming in self.decision.refused.detail
        assert self.decision.events == ()
        return self.after
