"""When a state shows an exploration nothing new: no rule is likely to tell it from those seen before."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from itertools import combinations
from typing import Any, Literal, get_origin

from domain.deadlines import Deadline
from domain.kernel import DeadlinePassed, Plan, Summary
from domain.value import SHOWN, Value

_SEVERAL = 2
_DEPTH = 2  # a state's fields are looked at one by one, and so are its dossier's


class Outlines:
    """States by the outlines of their parts: without texts and instants; the plan says which deadlines still stand.

    A state is news when it shows two parts together, in its phase, that were not seen together before. Looking at
    every combination of all parts would take for ever: what runs beside the phases multiplies them.

    A list of texts is empty or not; a list of things holds none, one or several. What is only shown is left out.
    Parts are frozen and shared by many states: each is looked at once.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[Value, object]] = {}  # holds the part, so that no other gets its id
        self._together: set[object] = set()

    def news(self, state: Value, plan: Plan, summary: Summary) -> bool:
        """Whether the state shows anything new, which is then known. `plan` and `summary` are the state's own."""
        due, owed = (frozenset(one.name for one in many) for many in (plan.deadlines, plan.duties))
        parts = [("holder", summary.holder), ("due", due), ("owed", owed), *self._parts(state, "")]
        fresh = {(summary.phase, *pair) for pair in combinations(parts, 2)} - self._together
        self._together |= fresh
        return bool(fresh)

    def _parts(self, part: Value, path: str) -> Iterator[tuple[str, object]]:
        for name, field in type(part).model_fields.items():
            inner, where = getattr(part, name), f"{path}.{name}"
            if SHOWN in field.metadata:
                continue
            if isinstance(inner, Value) and where.count(".") < _DEPTH:
                yield where, type(inner).__name__
                yield from self._parts(inner, where)
            else:
                yield where, self._of(inner)

    def _of(self, part: Any) -> object:
        match part:
            case Deadline():
                return part.name
            case datetime() | date():
                return None
            case Value():
                return self._of_value(part)
            case Enum() | bool() | int() | None:
                return part
            case str():
                return bool(part)
            case tuple():
                return self._of_list(part)  # pyright: ignore[reportUnknownArgumentType] # whatever a state holds
            case _:
                raise TypeError(f"a state holds {type(part).__name__}, which no exploration can compare")

    def _of_value(self, part: Value) -> object:
        if id(part) not in self._known:
            fields = type(part).model_fields.items()
            outline = [
                getattr(part, name) if get_origin(field.annotation) is Literal else self._of(getattr(part, name))
                for name, field in fields
                if SHOWN not in field.metadata
            ]
            self._known[id(part)] = (part, (type(part).__name__, *outline))
        return self._known[id(part)][1]

    def _of_list(self, parts: tuple[Any, ...]) -> object:
        still = [part for part in parts if not isinstance(part, DeadlinePassed)]
        number = len([part for part in still if isinstance(part, Value)])
        return frozenset(map(self._of, still)), min(number, _SEVERAL)
