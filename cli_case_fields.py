"""A command's fields as someone types them: `--name value`, or JSON on stdin."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from pydantic import TypeAdapter, ValidationError

from domain.kernel import AnyDecider
from domain.people import Role
from domain.value import Value, kind_of_class


class WrongFields(Exception):
    """What was typed can't be understood. The message says what would be, in Chinese and English."""


def command_of(decider: AnyDecider, name: str) -> type[Value]:
    """The command of that name, written with - or _. Raises WrongFields, with those there are."""
    kinds: dict[str, type[Value]] = {kind_of_class(one): one for one in decider.commands}
    kind = name.replace("-", "_")
    if kind not in kinds:
        raise WrongFields(f"没有事项 {name}，现有：\nno command {name}; there are:\n{commands_told(decider)}")
    return kinds[kind]


def commands_told(decider: AnyDecider) -> str:
    """Every command that people give in that process, one a line, in both languages."""
    given = {kind for row in decider.permissions.values() for role in set(row) - {Role.CLOCK} for kind in row[role]}
    zh, en = decider.labels.zh, decider.labels.en
    return "\n".join(f"  {one.replace('_', '-')}  {zh.get(one, '')} {en.get(one, '')}" for one in sorted(given))


def fields_told(command: type[Value]) -> str:
    """The command's fields, one a line, and an example as JSON for stdin."""
    examples = command.model_json_schema().get("examples", [{}])
    body = {name: value for name, value in examples[0].items() if name != "kind"}
    return f"{_listed(command)}\n{json.dumps(body, ensure_ascii=False, indent=2)}"


def _listed(command: type[Value]) -> str:
    fields = {name: field for name, field in command.model_fields.items() if name != "kind"}
    return "\n".join(
        f"  --{name.replace('_', '-')}  {'必填 required' if field.is_required() else '选填 optional'}"
        f"  {field.description or ''}".rstrip()
        for name, field in fields.items()
    )


def fields_of(command: type[Value], words: Sequence[str], stdin: TextIO | None) -> dict[str, Any]:
    """The command's body. Raises WrongFields."""
    body = _read(stdin) if stdin else dict[str, Any]()
    fields = {name: field for name, field in command.model_fields.items() if name != "kind"}
    for option, value in _pairs(words):
        name = option.removeprefix("--").replace("-", "_")
        if name not in fields or not option.startswith("--"):
            raise WrongFields(f"没有栏目 {option}，现有：\nno field {option}; there are:\n{_listed(command)}")
        body[name] = _value(fields[name].annotation, value)
    return body


def _read(stdin: TextIO) -> dict[str, Any]:
    try:
        found = json.load(stdin)
    except ValueError as error:
        raise WrongFields(f"标准输入不是 JSON\nstdin is not JSON: {error}") from None
    if not isinstance(found, dict):
        raise WrongFields("标准输入须为 JSON 对象\nstdin must hold a JSON object")
    return found  # pyright: ignore[reportUnknownVariableType]  # JSON


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """`--name value` and `--name=value`."""
    left = list(words)
    while left:
        name, is_one, value = left.pop(0).partition("=")
        if not is_one:
            if not left:
                raise WrongFields(f"{name} 缺少内容\n{name} has no value")
            value = left.pop(0)
        yield name, value


def _value(annotation: Any, typed: str) -> Any:
    """What was typed as the field takes it: a text as it stands, anything else as JSON."""
    adapter = TypeAdapter[Any](annotation)
    for reading in (adapter.validate_python, adapter.validate_json):
        try:
            return adapter.dump_python(reading(typed), mode="json")
        except ValidationError:
            continue
    try:
        return json.loads(typed)
    except ValueError:
        return typed  # the API says what is wrong with it
