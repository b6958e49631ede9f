"""`client/api.py`: one method for each operation of the contract."""

import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from process_pages.client_models import HEADER

Json = dict[str, Any]
_PLAIN = {"string": "str", "integer": "int", "boolean": "bool", "number": "float"}
_OWN_HEADERS = {"Idempotency-Key", "If-Match", "Sluice-Role", "Authorization"}  # `client/asking.py` sends them
_START = f"""{HEADER}

from typing import Any, Literal, TypeAlias
from urllib.parse import quote

from pydantic import TypeAdapter

from client import models
from client.asking import Asking, Pages

Json: TypeAlias = dict[str, Any]
_JSON = TypeAdapter(Json)
"""
_CLASS = '''
class Sluice(Asking):
    """Every operation that the API offers, each as a method named after its operation id.

    Raises a class of `client.problems` for a refusal, `httpx.HTTPError` where there is no answer. `key` is the
    idempotency key: a fresh one if empty, kept over all tries. `version` is the version you decided on (If-Match).
    """
'''


@dataclass(frozen=True)
class Method:
    """An operation, as far as a method needs it."""

    contract: Json
    verb: str
    path: str
    operation: Json

    @property
    def parameters(self) -> list[Json]:
        return list(self.operation.get("parameters", ()))

    def named(self, place: str) -> list[Json]:
        """The parameters of the path, the query or the headers, without those that every request has."""
        return [one for one in self.parameters if one["in"] == place and one["name"] not in _OWN_HEADERS]

    def takes(self, header: str) -> bool:
        return any(one["name"] == header for one in self.parameters)

    @property
    def body(self) -> str:
        """The type of the JSON that is sent; `bytes` for a file, empty for nothing."""
        content = self.operation.get("requestBody", {}).get("content", {})
        if not content:
            return ""
        if "application/json" not in content:
            return "bytes"
        return _model(content["application/json"].get("schema", {})) or "Json"

    @property
    def optional(self) -> bool:
        """Whether the body may be left out, for none of its fields is needed."""
        return self.body.startswith("models.") and not self.schema(self.body).get("required")

    @property
    def content(self) -> Json:
        """What it answers with when it succeeds, by media type."""
        answers: Json = self.operation["responses"]
        done: list[Json] = [said for status, said in answers.items() if status.startswith("2")]
        return dict(done[0].get("content", {})) if done else {}

    @property
    def answer(self) -> str:
        """The type of the answer: a model, `Json`, `bytes` for a file, None for nothing."""
        if not self.content:
            return "None"
        if "application/json" not in self.content:
            return "bytes"
        return _model(self.content["application/json"].get("schema", {})) or "Json"

    @property
    def entries(self) -> str:
        """The field of a page that holds its entries; empty where the answer is no page."""
        fields: Json = self.schema(self.answer).get("properties", {})
        if "next_cursor" not in fields or not any(one["name"] == "cursor" for one in self.named("query")):
            return ""
        return next(name for name, field in fields.items() if field.get("type") == "array")

    def schema(self, model: str) -> Json:
        """A model's schema; nothing for what is no model."""
        return dict(self.contract["components"]["schemas"].get(model.removeprefix("models."), {}))


def methods(contract: Json) -> str:
    """The module's text, not yet formatted."""
    found = [
        Method(contract, verb, path, operation)
        for path, operations in contract["paths"].items()
        for verb, operation in operations.items()
    ]
    found = [one for one in found if "text/event-stream" not in one.content]  # read those with a reader of events
    bodies = "\n".join(_method(one) for one in sorted(found, key=lambda one: str(one.operation["operationId"])))
    return f"{_START}{_choices(contract, bodies)}\n{_CLASS}\n{bodies}"


def _choices(contract: Json, bodies: str) -> str:
    """The enumerations that parameters take."""
    enums = {name: schema["enum"] for name, schema in contract["components"]["schemas"].items() if "enum" in schema}
    used = (name for name in enums if re.search(rf": {name} \| None", bodies))
    return "".join(f"{name}: TypeAlias = Literal[{', '.join(map(repr, enums[name]))}]\n" for name in used)


def _method(one: Method) -> str:
    name = one.operation["operationId"]
    returned = f"Pages[{one.answer}, {_entry(one)}]" if one.entries else one.answer
    inside = [*_docstring(one.operation), *(_pages(one) if one.entries else [_returned(one.answer, _asked(one))])]
    lines = [f"def {name}({', '.join(_signature(one))}) -> {returned}:", *(f"    {line}" for line in inside)]
    return "".join(f"    {line}".rstrip() + "\n" for line in lines)


def _entry(one: Method) -> str:
    items: Json = one.schema(one.answer)["properties"][one.entries]["items"]
    return _model(items) or ("str" if items.get("type") == "string" else "Json")


def _signature(one: Method) -> Iterator[str]:
    yield "self"
    yield from (f"{_name(given)}: str" for given in one.named("path"))
    if one.body:
        yield f"body: {one.body}{' | None = None' if one.optional else ''}"
    named = [
        *(["media_type: str"] if one.body == "bytes" else []),
        *(f"{_name(given)}: {_type(given['schema'])} | None = None" for given in one.named("query")),
        *(f"{_name(given)}: str | None = None" for given in one.named("header")),
        *(['key: str = ""'] if one.takes("Idempotency-Key") else []),
        *(["version: int | None = None"] if one.takes("If-Match") else []),
    ]
    if named:
        yield "*"
        yield from named


def _asked(one: Method, cursor: str = "") -> str:
    """The call that sends it; `cursor` is what a page is asked by."""
    path = re.sub(r"{(\w+)}", r"{quote(\1, safe='')}", one.path)
    sent = {given["name"]: _name(given) for given in one.named("query")} | ({"cursor": cursor} if one.entries else {})
    query = ", ".join(f"{name!r}: {value}" for name, value in sent.items())
    headers = [f"{given['name']!r}: {_name(given)}" for given in one.named("header")]
    if one.body == "bytes":
        headers.append("'Content-Type': media_type")
    parts = [
        repr(one.verb.upper()),
        f"f{path!r}" if path != one.path else repr(path),
        *([f"query={{{query}}}"] if query else []),
        *([f"headers={{{', '.join(headers)}}}"] if headers else []),
        *(
            ["content=body"]
            if one.body == "bytes"
            else ["body=body if body is not None else {}"]
            if one.optional
            else ["body=body"]
            if one.body
            else []
        ),
        *(["key=key"] if one.takes("Idempotency-Key") else []),
        *(["version=version"] if one.takes("If-Match") else []),
    ]
    return f"self.ask({', '.join(parts)})"


def _returned(answer: str, asked: str) -> str:
    if answer == "None":
        return asked
    if answer == "bytes":
        return f"return {asked}.content"
    if answer == "Json":
        return f"return _JSON.validate_json({asked}.content)"
    return f"return {answer}.model_validate_json({asked}.content)"


def _pages(one: Method) -> Iterator[str]:
    yield ""
    yield f"def fetch(at: str) -> {one.answer}:"
    yield f"    {_returned(one.answer, _asked(one, 'at or None'))}"
    yield ""
    yield f"return Pages(fetch, lambda page: page.{one.entries}, cursor or '')"


def _docstring(operation: Json) -> Iterator[str]:
    said = [operation.get("description", "") or operation.get("summary", "")]
    if "·" in operation.get("summary", ""):  # a command: its name in both languages
        said.insert(0, f"{operation['summary']}.")
    text = "\n\n".join(part for part in said if part).replace("\\", "\\\\").replace('"""', "'''")
    first, *rest = f'"""{text}'.splitlines() or ['"""']
    yield from ([f'{first}"""'] if not rest else [first, *rest, '"""'])


def _model(schema: Json) -> str:
    reference = str(schema.get("$ref", ""))
    return f"models.{reference.rpartition('/')[2]}" if reference else ""


def _type(schema: Json) -> str:
    """The type of a parameter, without None."""
    if "anyOf" in schema:
        return " | ".join(_type(one) for one in schema["anyOf"] if one.get("type") != "null")
    return _model(schema).removeprefix("models.") or _PLAIN.get(str(schema.get("type")), "str")


def _name(parameter: Json) -> str:
    name = str(parameter["name"]).replace("-", "_").lower()
    return f"{name}_" if keyword.iskeyword(name) else name
