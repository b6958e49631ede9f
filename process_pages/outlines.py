"""When a state shows an exploration nothing new.

A state is a set of facts: what each of its parts is, without texts and instants, and without what is only there to be
shown. All combinations of the facts are too many once several things go on beside each other (a report, a spot check,
a restriction): a state is news when it shows a fact that was not met before in its phase, or two facts together about
parts that its process wants looked at in pairs.
"""

from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from itertools import combinations
from typing import Any, Literal, get_origin

from domain.deadlines import Deadline
from domain.kernel import DeadlinePassed, Plan, Summary
from domain.value import SHOWN, Value

_SEVERAL = 2

At = tuple[str, ...]  # where a part stands in its state
Standing = frozenset[tuple[str, datetime]]  # the plan's deadlines


class Outlines:
    """The facts met so far, and which of `paired` parts met which."""

    def __init__(self, paired: frozenset[str] = frozenset()) -> None:
        self._paired = paired
        self._met: set[object] = set()

    def news(self, state: Value, plan: Plan, summary: Summary) -> bool:
        """Whether the state shows anything new, which is then known. `plan` and `summary` are the state's own."""
        standing = frozenset((deadline.name, deadline.due) for deadline in plan.deadlines)
        parts = set(_facts(state, (), standing))
        together = [fact for fact in parts if self._is_paired(fact)]
        facts: set[object] = {*parts}
        facts |= {("owed", duty.name) for duty in plan.duties} | {("failed", name) for name in summary.needs_attention}
        facts |= {("holder", summary.holder), *map(frozenset, combinations(together, 2))}
        shown = {(summary.phase, fact) for fact in facts}
        fresh = not shown <= self._met
        self._met |= shown
        return fresh

    def _is_paired(self, fact: tuple[Any, ...]) -> bool:
        return not self._paired.isdisjoint(fact[0])


def _facts(part: Any, at: At, standing: Standing) -> Iterator[tuple[Any, ...]]:
    """What `part` is, and all that it holds."""
    match part:
        case Deadline():
            yield at, part.name, (part.name, part.due) in standing
        case datetime() | date():
            pass
        case Value():
            yield at, type(part).__name__
            yield from _facts_of_value(part, at, standing)
        case Enum() | bool() | None:
            yield at, part
        case int():
            yield at, min(part, _SEVERAL)
        case str():
            yield at, bool(part)
        case tuple():
            yield from _facts_of_list(part, at, standing)  # pyright: ignore[reportUnknownArgumentType] # whatever a state holds
        case _:
            raise TypeError(f"a state holds {type(part).__name__}, which no exploration can compare")


def _facts_of_value(part: Value, at: At, standing: Standing) -> Iterator[tuple[Any, ...]]:
    for name, field in type(part).model_fields.items():
        held = getattr(part, name)
        if get_origin(field.annotation) is Literal:
            yield (*at, name), held
        elif SHOWN not in field.metadata:
            yield from _facts(held, (*at, name), standing)


def _facts_of_list(parts: tuple[Any, ...], at: At, standing: Standing) -> Iterator[tuple[Any, ...]]:
    """A list of texts is empty or not; a list of things holds none, one or several."""
    still = [part for part in parts if not isinstance(part, DeadlinePassed)]
    yield at, bool(still), min(len([part for part in still if isinstance(part, Value)]), _SEVERAL)
    for part in still:
        yield from _facts(part, (*at, "each"), standing)
