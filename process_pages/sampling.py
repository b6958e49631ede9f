"""What the exploration asks of a process: the commands' own examples, and the few it needs beside them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from pydantic import JsonValue

from domain.days import SHANGHAI
from domain.items import Condition, ConditionKind, MaterialRequirement, OpenType, PublishedItem
from domain.kernel import AdoptCalendar, Duty, ReportDeadlinePassed, Sketch
from domain.people import Actor, Role
from domain.value import Value, kind_of_class

# Under every instrument, so late in the year that even a limit of a day or two reaches into one whose notice comes
# meanwhile; then after the detailed rules end (R22 §39). What the first finds, the second may refer to.
STARTS = (
    datetime(2025, 12, 30, 9, 30, tzinfo=SHANGHAI),
    datetime(2028, 1, 10, 9, 30, tzinfo=SHANGHAI),
)

_ALWAYS: Mapping[str, Sequence[Mapping[str, JsonValue]]] = {
    "report_duty_failed": [{"duty_id": "owed", "why": "存储不可用"}]
}


def more(process: str) -> Mapping[str, Sequence[Mapping[str, JsonValue]]]:
    """Bodies to try beside the examples, by command kind: `MORE` of the process's own `samples.py`, if it has one.

    "process/phase" in such a body names a case that the exploration found in that phase.
    """
    found: Mapping[str, Sequence[Mapping[str, JsonValue]]] = getattr(_own(process), "MORE", {})
    return {**_ALWAYS, **found}


def organisation(role: Role) -> str:
    """The organisation that stands for `role` in every explored case."""
    return f"the-{role}"


def actor(role: Role, of: str) -> Actor:
    return Actor(id=f"someone-of-{of}", role=role, organisation=of)


def substitute(role: Role, of: str) -> Actor:
    """The same, standing in for a colleague."""
    return Actor(id=f"someone-of-{of}", role=role, organisation=of, on_behalf_of=f"another-of-{of}")


def starts(process: str) -> tuple[datetime, ...]:
    """When to begin: `STARTS`, and those of the process's own `samples.py` for what only then is in force."""
    own: tuple[datetime, ...] = getattr(_own(process), "STARTS", ())
    return (*STARTS, *own)


def sketches(process: str) -> Sequence[Sketch]:
    """The cases that the process is to find when it looks for some: `FOUND` of its own `samples.py`."""
    found: Sequence[Sketch] = getattr(_own(process), "FOUND", ())
    return found


def _own(process: str) -> ModuleType | None:
    if find_spec(f"domain.{process}") is None or find_spec(f"domain.{process}.samples") is None:
        return None
    return import_module(f"domain.{process}.samples")


class Shelf:
    """A registry that has every item and material, and the cases found so far."""

    def __init__(self) -> None:
        self.cases: dict[str, Value] = {}
        self.sketches: Sequence[Sketch] = ()  # what the process being explored is to find

    def item(self, item_id: str) -> PublishedItem:
        """A conditionally open item with all that the commands' examples name."""
        return PublishedItem(
            item_id=item_id,
            title="样例数据",
            publisher=organisation(Role.DATA_PUBLISHER),
            open_type=OpenType.CONDITIONAL,
            conditions=(
                Condition(id="scenario", kind=ConditionKind.SCENARIO, text="样例条件一"),
                Condition(id="security", kind=ConditionKind.SECURITY, text="样例条件二"),
            ),
            materials=(
                MaterialRequirement(id="qualification", title="样例材料一"),
                MaterialRequirement(id="security_system", title="样例材料二"),
            ),
            version=1,
            published_at=STARTS[0],
        )

    def case(self, case_id: str) -> Value | None:
        return self.cases.get(case_id)

    def suspended(self, item_id: str) -> bool:
        return False

    def find(self, process: str, *, subject: str = "", applicant: str = "", publisher: str = "") -> tuple[Sketch, ...]:
        """What the process's own samples say is there, of anyone; most name what they need by its id."""
        return tuple(one for one in self.sketches if one.process == process and subject in ("", one.subject))

    def material(self, material_id: str) -> str:
        return organisation(Role.APPLICANT)

    def held(self, role: Role, organisation: str, at: datetime) -> bool:
        return True

    def signature_holds(self, key_id: str, organisation: str, digest: str, signature: str) -> bool:
        return True


def samples(process: str, command: type[Value]) -> list[Value]:
    """The commands of that class to try: MORE, and its examples with every choice that an enumeration leaves."""
    if issubclass(command, ReportDeadlinePassed):
        return []  # taken from the plan
    if issubclass(command, AdoptCalendar):
        return [command()]
    extra: Any = command.model_config.get("json_schema_extra") or {}
    further = [command.model_validate(body) for body in more(process).get(kind_of_class(command), ())]
    examples = [command.model_validate(body) for body in extra.get("examples", ())]
    return list(dict.fromkeys([*further, *(variant for example in examples for variant in _variants(example))]))


def aimed(command: Value, duty_ids: Iterable[str]) -> Iterator[Value]:
    """`command` about each of those duties, if it is about one; else as it is."""
    if "duty_id" not in type(command).model_fields:
        yield command
        return
    for duty_id in duty_ids:
        yield command.model_copy(update={"duty_id": duty_id})


def duties_in(state: Value) -> tuple[str, ...]:
    """The ids of the duties that the state knows, owed or failed."""
    return tuple(dict.fromkeys(duty.id for duty in _duties(state)))


def _duties(part: Any) -> Iterator[Duty]:
    if isinstance(part, Duty):
        yield part
    elif isinstance(part, Value):
        for name in type(part).model_fields:
            yield from _duties(getattr(part, name))
    elif isinstance(part, tuple):
        for one in part:  # pyright: ignore[reportUnknownVariableType] # whatever a state holds
            yield from _duties(one)


def _variants(value: Value) -> Iterator[Value]:
    """`value`, and copies of it with one enumerated choice made otherwise, however deep it lies.

    A published item holds none: who sends it along has not chosen what it says.
    """
    yield value
    if isinstance(value, PublishedItem):
        return
    for name in type(value).model_fields:
        for other in _others(getattr(value, name)):
            yield value.model_copy(update={name: other})


def _others(part: Any) -> Iterator[Any]:
    if isinstance(part, Enum):
        yield from (member for member in type(part) if member is not part)
    elif isinstance(part, Value):
        yield from (variant for variant in _variants(part) if variant != part)
    elif isinstance(part, tuple):
        whole: tuple[Any, ...] = part  # pyright: ignore[reportUnknownVariableType] # whatever a command holds
        for index, one in enumerate(whole):
            for other in _others(one):
                yield (*whole[:index], other, *whole[index + 1 :])
