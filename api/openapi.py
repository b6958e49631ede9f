"""The contract: what OpenAPI says of the operations that are generated from the deciders."""

import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from domain.kernel import AnyDecider
from domain.value import Value

ROLE_HEADER = "Sluice-Role"
ROLE = "Which of your roles you act in, when you hold several: `role` or `role@organisation`."
BEHALF_HEADER = "Sluice-On-Behalf-Of"
BEHALF = "The person you stand in for, by a delegation that holds now."
PROBLEMS = {
    400: "the request can't be read",
    401: "no valid key, token or signature",
    403: "not allowed to this caller",
    404: "there is none, or none that this caller may see",
    409: "not as things stand: the phase, or what `reason` says",
    412: "the case has changed since If-Match",
    413: "too large",
    415: "not JSON",
    422: "not valid, or refused by a rule; `reason` says which",
    429: "too many requests of one caller; ask again after Retry-After seconds",
    503: "ask again after Retry-After seconds, with the same key",
    504: "no answer in time; ask again with the same key, which tells what became of it",
}
_OF_FILES = {410: "it was erased"}  # no command answers with these


@dataclass(frozen=True)
class Operation:
    """A command as an operation of the API."""

    decider: AnyDecider
    command: type[Value]
    kind: str

    @property
    def opens(self) -> bool:
        return self.kind == self.decider.opening

    @property
    def path(self) -> str:
        collection = f"/v1/{self.decider.plural}"
        if self.opens:
            return collection
        return f"{collection}/{{case_id}}/{self.kind.replace('_', '-')}"


class Accepted(Value):
    """What a command did."""

    id: str
    version: int
    phase: str
    events: tuple[str, ...]
    links: dict[str, str]


def described(operation: Operation) -> dict[str, Any]:
    """What the route of a command is told for its part of the contract."""
    labels = operation.decider.labels
    kind = operation.kind
    return {
        "operation_id": f"{operation.decider.name}_{kind}",
        "summary": f"{labels.zh.get(kind, kind)} · {labels.en.get(kind, kind)}",
        "description": inspect.getdoc(operation.command) or "",
        "tags": [operation.decider.plural],
        "status_code": 201 if operation.opens else 200,
        "responses": {
            **({201: _done()} if operation.opens else {200: _done()}),
            **problem_responses(*PROBLEMS),
        },
        "openapi_extra": {
            "parameters": _parameters(operation),
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": {"x-command": kind}}},
            },
            "security": [{"key": []}],
        },
    }


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that an operation may answer with, for its documentation."""
    described_as = PROBLEMS | _OF_FILES
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": described_as[status], "content": content} for status in statuses}


def _done() -> dict[str, Any]:
    etag = {"description": "the case's version", "schema": {"type": "string"}}
    return {"model": Accepted, "description": "recorded", "headers": {"ETag": etag}}


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    def header(name: str, what: str, pattern: str, *, required: bool = False) -> dict[str, Any]:
        text = {"type": "string", "pattern": pattern}
        found = {"name": name, "in": "header", "description": what, "schema": text}
        return {**found, "required": required}

    case = {"name": "case_id", "in": "path", "required": True, "schema": {"type": "string"}}
    return [
        *([] if operation.opens else [case]),
        header("Idempotency-Key", "The same key with the same request: same answer.", "^[ -~]{1,200}$", required=True),
        header("If-Match", "The version you decided on, as the ETag gave it.", '^"[0-9]{1,18}"$'),
        header(ROLE_HEADER, ROLE, "^[a-z_]+(@.+)?$"),
        header(BEHALF_HEADER, BEHALF, "^[!-~]{1,100}$"),
    ]


def install_contract(app: FastAPI, operations: Iterable[Operation]) -> None:
    """Make `app.openapi` hold the commands' own schemas beside FastAPI's."""
    found = list(operations)
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            contract = generate()
            _add_commands(contract, found)
            _answer_wrong_input(contract)
            _name_keys(contract)
            _answer_limits(contract)
            app.openapi_schema = contract
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend it


def _add_commands(contract: dict[str, Any], operations: list[Operation]) -> None:
    models: list[tuple[type[Value], Any]] = [(one.command, "validation") for one in operations]
    template = "#/components/schemas/{model}"
    of_model, schemas = models_json_schema(models, ref_template=template)
    components = contract.setdefault("components", {})
    components.setdefault("schemas", {}).update(schemas.get("$defs", {}))
    components["schemas"]["Problem"] = _PROBLEM
    components["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "an API key, or a token of the identity provider"}
    }
    for one in operations:
        reference = of_model[one.command, "validation"]
        body = contract["paths"][one.path]["post"]["requestBody"]["content"]["application/json"]
        body["schema"] = reference
        schema = components["schemas"][reference["$ref"].rpartition("/")[2]]
        schema.get("properties", {}).pop("kind", None)  # the address says it
        if examples := schema.get("examples"):
            body["examples"] = {
                f"example {n}": {"value": {k: v for k, v in given.items() if k != "kind"}}
                for n, given in enumerate(examples, 1)
            }
            schema["examples"] = [entry["value"] for entry in body["examples"].values()]


def _answer_wrong_input(contract: dict[str, Any]) -> None:
    """Say that wrong input gets a problem, where FastAPI documents a 422 of its own that is never sent."""
    wrong = {str(status): said for status, said in problem_responses(400, 422).items()}
    for path in contract["paths"].values():
        for operation in path.values():
            if "422" in operation["responses"]:
                operation["responses"].update(wrong)
    for name in ("HTTPValidationError", "ValidationError"):
        contract["components"]["schemas"].pop(name, None)


def _name_keys(contract: dict[str, Any]) -> None:
    """Say that a key is needed wherever one may choose the role to act in."""
    for path in contract["paths"].values():
        for operation in path.values():
            if any(one.get("name") == ROLE_HEADER for one in operation.get("parameters", ())):
                operation["security"] = [{"key": []}]


def _answer_limits(contract: dict[str, Any]) -> None:
    """Say of every operation what a caller hears who asks too much: `api.limiting` stands before them all."""
    header = {"schema": _TEXT, "description": "draft-ietf-httpapi-ratelimit-headers; absent without a limit"}
    told = dict.fromkeys(("RateLimit-Policy", "RateLimit"), header)
    for path in contract["paths"].values():
        for operation in path.values():
            statuses = (413, 429, 504) if "requestBody" in operation else (429, 504)
            for status, said in problem_responses(*statuses).items():
                operation["responses"].setdefault(str(status), said)
            for said in operation["responses"].values():
                said.setdefault("headers", {}).update(told)


_TEXT = {"type": "string"}
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457, in Chinese and English.",
    "required": ["type", "title", "status", "detail", "reason"],
    "properties": {
        "type": {**_TEXT, "description": "stable; fetch it to read what to do"},
        "title": _TEXT,
        "title_en": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "reason": _TEXT,
        "next": {**_TEXT, "description": "what to do next, in Chinese"},
        "next_en": {**_TEXT, "description": "what to do next, in English"},
        "request_id": _TEXT,
    },
}
