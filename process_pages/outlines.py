"""When a state shows an exploration nothing new.

What runs in a case (its deadlines, its duties) and what it holds are taken as facts, without texts and instants, and
without what is only there to be shown. All combinations of the facts are too many once several things go on beside
each other (a report, a spot check, a restriction), and few rules read more than two at once: a state is news when it
holds two facts together that were not met together before, in its phase, or when something runs for the first time.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Literal, get_origin

from domain.deadlines import Deadline
from domain.kernel import Plan, Summary
from domain.standing import Dossier
from domain.value import SHOWN, Value

_SEVERAL = 2

At = tuple[str, ...]  # where a part stands in its state


class Outlines:
    """The facts met so far, and which of them together. A fact is a bit, and many facts are one number."""

    def __init__(self) -> None:
        self._bits: dict[object, int] = {}  # fact → its bit
        self._parts: dict[tuple[int, At], tuple[Value, int]] = {}  # holds the part, so that no other gets its id
        self._together: dict[tuple[str, int], int] = {}  # phase, fact → the facts met with it
        self._sets: set[tuple[str, int]] = set()  # phase, all the facts that a state held: most states are like others
        self._since: dict[str, int] = {}  # phase → the facts met since the last start

    def begin(self) -> None:
        """Start again, at another time: each fact is news once more, by itself. What was met together is known."""
        self._since = {}

    def news(self, state: Value, plan: Plan, summary: Summary) -> bool:
        """Whether the state shows anything new, which is then known. `plan` and `summary` are the state's own."""
        # whatever a closed case holds, nothing happens any more
        held = 0 if plan.closed else self._facts(state, ()) | self._fact("holder", summary.holder)
        for duty in plan.duties:
            held |= self._fact("owed", duty.name)
        # all deadlines as one: passing the next of them may lead on
        facts = held | self._fact("due", frozenset(deadline.name for deadline in plan.deadlines))
        for name in summary.needs_attention:
            facts |= self._fact("failed", name)
        since = self._since.get(summary.phase, 0)
        self._since[summary.phase] = since | facts
        return self._met(summary.phase, held) or bool(facts & ~since)

    def _met(self, phase: str, facts: int) -> bool:
        """Whether two of these are met together for the first time; which they then are."""
        if (phase, facts) in self._sets:
            return False
        self._sets.add((phase, facts))
        first, left = False, facts
        while left:
            fact = left & -left
            left ^= fact
            before = self._together.get((phase, fact), 0)
            if facts & ~before:
                self._together[phase, fact], first = before | facts, True
        return first

    def _fact(self, *fact: object) -> int:
        return self._bits.setdefault(fact, 1 << len(self._bits))

    def _facts(self, part: Any, at: At) -> int:
        """What `part` is, and all that it holds."""
        match part:
            case Deadline():
                return self._fact(at, part.name)
            case datetime() | date():
                return 0
            case Value():
                return self._facts_of_value(part, at)
            case Enum() | bool() | None:
                return self._fact(at, part)
            case int():
                return self._fact(at, min(part, _SEVERAL))
            case str():
                return self._fact(at, bool(part))
            case tuple():
                return self._facts_of_list(part, at)  # pyright: ignore[reportUnknownArgumentType] # whatever a state holds
            case _:
                raise TypeError(f"a state holds {type(part).__name__}, which no exploration can compare")

    def _facts_of_value(self, part: Value, at: At) -> int:
        """Parts are frozen and shared by many states: each is looked at once."""
        if (id(part), at) not in self._parts:
            facts = self._fact(at, type(part).__name__)
            for name, is_word in _told(type(part)):
                held, there = getattr(part, name), (*at, name)
                facts |= self._fact(there, held) if is_word else self._facts(held, there)
            self._parts[id(part), at] = part, facts
        return self._parts[id(part), at][1]

    def _facts_of_list(self, parts: tuple[Any, ...], at: At) -> int:
        """A list of texts is empty or not; a list of things holds none, one or several."""
        facts = self._fact(at, bool(parts), min(len([part for part in parts if isinstance(part, Value)]), _SEVERAL))
        for part in parts:
            facts |= self._facts(part, (*at, "each"))
        return facts


@cache
def _told(model: type[Value]) -> Sequence[tuple[str, bool]]:
    """The fields of that class that hold facts, each with whether it is one word of a few."""
    words = {name: get_origin(field.annotation) is Literal for name, field in model.model_fields.items()}
    runs = Dossier.model_fields if issubclass(model, Dossier) else ()  # deadlines and duties: the plan has them
    shown = {name for name, field in model.model_fields.items() if SHOWN in field.metadata}
    return [(name, word) for name, word in words.items() if word or name not in (*runs, *shown)]
