"""Bodies for commands. Every command has a valid example of its own; only what must fit the case is made here."""

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from random import Random
from typing import Any

from bench.killing.people import ITEM, Cast
from demo.client import Person, Problem
from domain.kernel import AnyDecider
from domain.open_list_item import OPEN_LIST_ITEM
from domain.value import Value, kind_of_class

Body = dict[str, Any]
_SOON, _LATE = (0.3, 8.0), (3600.0, 7200.0)  # seconds until a toy's deadline: in the round, or long after
_DAYS = (2, 30)  # until the day that an order sets
_OFTEN = 0.4  # of the bodies choose another value of an enumeration than the example's
_ASIDE = ("withdraw", "refuse", "reject", "decline", "dismiss", "return", "question", "cancel", "close")

_CASE = re.compile(r"([a-z]{3})-\d+")  # what an example calls another case: its process's first three letters
_PART = re.compile(r"[a-z0-9-]+:\d+(:\w+)?")  # what a case made itself: a duty, the ground of a suspension
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT.*")
_HASH = re.compile(r"[0-9a-f]{64}")


def leads_aside(kind: str) -> bool:
    """Whether the command ends or turns back a case: asked seldom, or no case would come far."""
    return kind.startswith(_ASIDE)


@dataclass(frozen=True)
class Fitting:
    """What a body is fitted to: the case as the API showed it, empty before there is one, and who asks."""

    seen: Mapping[str, Any]
    person: Person
    cast: Cast
    a_case: Callable[[str], str]  # a case of the process whose name begins so; empty when none is known
    random: Random


def body(decider: AnyDecider, kind: str, fitting: Fitting) -> Body:
    """What the person sends: the command's example, fitted. Raises what reading the agreement raises."""
    if kind == "sign_agreement":
        return _signature(fitting.person, str(fitting.seen["id"]))
    model: type[Value] = next(one for one in decider.commands if kind_of_class(one) == kind)
    fitted: Body = {name: _fit(name, value, fitting) for name, value in _example(model).items()}
    for name, values in _choices(model).items():
        if name in fitted and fitting.random.random() < _OFTEN:
            fitted[name] = fitting.random.choice(values)
    if fitted.get("change") == "add":
        fitted["item_id"] = f"{ITEM.item_id}-{fitting.random.randrange(10**9)}"
    return fitted


@cache
def _example(model: type[Value]) -> Body:
    """The command's own example, without its kind."""
    found: list[Body] = model.model_json_schema().get("examples", [{}])
    return {name: value for name, value in found[0].items() if name != "kind"}


@cache
def _choices(model: type[Value]) -> Mapping[str, list[Any]]:
    """The fields whose type is an enumeration, with its values."""
    schema = model.model_json_schema()
    kinds = {name: field.get("$ref", "").rpartition("/")[2] for name, field in schema["properties"].items()}
    found = {name: schema.get("$defs", {}).get(kind, {}).get("enum", []) for name, kind in kinds.items()}
    return {name: values for name, values in found.items() if values}


def _fit(name: str, value: Any, fitting: Fitting) -> Any:
    """An example's value, or what stands in its place in this case."""
    if isinstance(value, dict):
        return {inner: _fit(inner, one, fitting) for inner, one in _items(value)}
    if isinstance(value, list):
        return _fit_all(name, value, fitting)
    if name.startswith("due_date"):
        return (datetime.now(UTC) + timedelta(days=fitting.random.randint(*_DAYS))).date().isoformat()
    if name in ("row", "no"):
        return fitting.random.randrange(1, 10**6)
    return _fit_text(name, value, fitting) if isinstance(value, str) else value


def _items(value: Any) -> Iterator[tuple[str, Any]]:
    yield from value.items()


def _fit_all(name: str, values: Any, fitting: Fitting) -> list[Any]:
    if values and isinstance(values[0], str) and _INSTANT.fullmatch(values[0]):
        values = values[:1] * fitting.random.randint(0, 3)
    return [_fit(name, value, fitting) for value in values]


def _fit_text(name: str, value: str, fitting: Fitting) -> str:
    held = [str(one) for one in _held(name, fitting.seen.get("state", {})) if one]
    if name == "item_id":
        return fitting.a_case(OPEN_LIST_ITEM.name[:3]) or value
    if name == "duty_id":
        failed: list[Body] = fitting.seen.get("state", {}).get("dossier", {}).get("failed", [])
        return str(failed[0]["duty"]["id"]) if failed else value
    if _PART.fullmatch(value):
        return fitting.random.choice(held or [value])
    if _HASH.fullmatch(value):
        return fitting.random.choice(held or [fitting.cast.material[fitting.person.organisation]])
    if _INSTANT.fullmatch(value):
        return _due(fitting.random)
    if named := _CASE.fullmatch(value):
        return fitting.a_case(named[1]) or value
    return value


def _held(name: str, part: Any) -> Iterator[Any]:
    """What the case's state holds under that name, anywhere."""
    if isinstance(part, dict):
        for inner, one in _items(part):
            if inner == name:
                yield one
            yield from _held(name, one)
    elif isinstance(part, list):
        for one in part:  # pyright: ignore[reportUnknownVariableType] # whatever JSON holds
            yield from _held(name, one)


def _due(random: Random) -> str:
    span = random.uniform(*(_SOON if random.random() < 0.8 else _LATE))
    return (datetime.now(UTC) + timedelta(seconds=span)).isoformat()


def _signature(person: Person, case: str) -> Body:
    """Sign what the agreement says, or nothing while it has no text: that is refused, and an answer too."""
    try:
        document = str(person.get(f"/v1/applications/{case}/agreement")["document"])
    except Problem:
        document = ""
    digest = sha256(document.encode())
    signature = base64.b64encode(person.signing.private.sign(digest.digest())).decode()
    return {"document": digest.hexdigest(), "key_id": person.signing.id, "signature": signature}
