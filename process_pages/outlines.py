"""When two states are the same to an exploration: no rule is likely to tell them apart."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, Literal, get_origin

from domain.deadlines import Deadline
from domain.kernel import DeadlinePassed, Duty, Plan, Summary
from domain.standing import FailedDuty
from domain.value import Value

_SEVERAL = 2


class Outlines:
    """Outlines of states: without texts and instants; the plan says which deadlines still stand.

    A list of texts is empty or not; a list of things holds none, one or several. Parts are frozen and shared by
    many states: each is looked at once. `apart` are groups of names, of fields and of duties, that have little to do
    with the rest: they are compared phase by phase and not in every mixture, of which there would be far too many.
    """

    def __init__(self, apart: Sequence[frozenset[str]] = ()) -> None:
        self._known: dict[int, tuple[Value, object]] = {}  # holds the part, so that no other gets its id
        self._apart = apart
        self._aside = frozenset[str]().union(*apart)

    def of(self, state: Value, plan: Plan, summary: Summary) -> frozenset[object]:
        """What there is to see in a state; it counts as seen when all that was. `plan` and `summary` are its own."""
        due, owed = (frozenset(one.name for one in many) for many in (plan.deadlines, plan.duties))
        failed = frozenset(summary.needs_attention)
        groups = [
            (number, summary.phase, owed & names, failed & names, tuple(self._named(state, names)))
            for number, names in enumerate(self._apart)
        ]
        return frozenset([(self._of(state), due, owed - self._aside, summary.holder), *groups])

    def _named(self, part: Any, names: frozenset[str]) -> Iterator[object]:
        """The outlines of the fields with those names, wherever they stand."""
        if isinstance(part, Value):
            for name in type(part).model_fields:
                value = getattr(part, name)
                if name in names:
                    yield name, self._of(value)
                elif isinstance(value, Value):
                    yield from self._named(value, names)

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
                if name not in self._aside
            ]
            self._known[id(part)] = (part, (type(part).__name__, *outline))
        return self._known[id(part)][1]

    def _of_list(self, parts: tuple[Any, ...]) -> object:
        still = [part for part in parts if not isinstance(part, DeadlinePassed) and not self._is_aside(part)]
        number = len([part for part in still if isinstance(part, Value)])
        return frozenset(map(self._of, still)), min(number, _SEVERAL)

    def _is_aside(self, part: Any) -> bool:
        duty = part.duty if isinstance(part, FailedDuty) else part
        return isinstance(duty, Duty) and duty.name in self._aside
