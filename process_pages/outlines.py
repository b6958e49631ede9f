"""When a state holds something new for an exploration.

A state is a set of facts: what each of its parts is, without texts and instants. All combinations of the facts are too
many once several things go on beside each other (a report, a spot check, a restriction), and few rules read more than
two of them at once: a state is new when two of its facts have not been met together in its phase before.
"""

from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from itertools import combinations
from typing import Any, Literal, get_origin

from domain.deadlines import Deadline
from domain.kernel import DeadlinePassed, Plan, Summary
from domain.value import Value

_SEVERAL = 2


class Outlines:
    """The facts met so far, and which two of them together. Facts are numbered, to keep the pairs small."""

    def __init__(self) -> None:
        self._numbers: dict[object, int] = {}
        self._pairs: set[tuple[int, int]] = set()

    def new(self, state: Value, plan: Plan, summary: Summary) -> bool:
        """Whether two facts of `state` are together for the first time. `plan` and `summary` are its own."""
        owed = frozenset(duty.name for duty in plan.duties)
        standing = frozenset((deadline.name, deadline.due) for deadline in plan.deadlines)
        at_a_glance = ("at a glance", owed, summary.needs_attention, summary.holder)
        facts = {(summary.phase, fact) for fact in (at_a_glance, *_facts(state, (), standing))}
        numbers = sorted(self._numbers.setdefault(fact, len(self._numbers)) for fact in facts)
        fresh = set(combinations(numbers, 2)) - self._pairs
        self._pairs |= fresh
        return bool(fresh)


def _facts(part: Any, at: tuple[str, ...], standing: frozenset[tuple[str, datetime]]) -> Iterator[object]:
    """What `part` is, and all that it holds; `at` is where it stands in the state."""
    match part:
        case Deadline():
            yield at, part.name, (part.name, part.due) in standing
        case datetime() | date():
            pass
        case Value():
            yield at, type(part).__name__
            for name, field in type(part).model_fields.items():
                held = getattr(part, name)
                if get_origin(field.annotation) is Literal:
                    yield (*at, name), held
                else:
                    yield from _facts(held, (*at, name), standing)
        case Enum() | bool() | int() | None:
            yield at, part
        case str():
            yield at, bool(part)
        case tuple():
            yield from _facts_of_list(part, at, standing)  # pyright: ignore[reportUnknownArgumentType] # whatever a state holds
        case _:
            raise TypeError(f"a state holds {type(part).__name__}, which no exploration can compare")


def _facts_of_list(
    parts: tuple[Any, ...], at: tuple[str, ...], standing: frozenset[tuple[str, datetime]]
) -> Iterator[object]:
    """A list of texts is empty or not; a list of things holds none, one or several."""
    still = [part for part in parts if not isinstance(part, DeadlinePassed)]
    yield at, bool(still), min(len([part for part in still if isinstance(part, Value)]), _SEVERAL)
    for part in still:
        yield from _facts(part, (*at, "each"), standing)
