"""Every route that the contract has, and asking each of them: for tables that a new route is in without a line."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from tests.api.served import Served

GUESSED = "00000000-0000-5000-8000-000000000000"
_VARIES = {"date", "sluice-request-id"}  # of any answer
_CLIENT = httpx.Client(timeout=30)


@dataclass(frozen=True)
class Route:
    """One operation, with a body that its contract gives as an example."""

    name: str
    method: str
    path: str
    body: Any
    takes_key: bool

    @property
    def writes(self) -> bool:
        return self.method != "GET"

    @property
    def takes(self) -> tuple[str, ...]:
        """The names of the ids in its address."""
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("{"))

    def at(self, **ids: str) -> str:
        """Its address, with an id that is nobody's where none is given."""
        path = self.path
        for name in self.takes:
            path = path.replace(f"{{{name}}}", ids.get(name, GUESSED))
        return path


def routes(api: Served) -> Iterator[Route]:
    contract: Any = httpx.get(f"{api.url}/openapi.json", timeout=60).json()
    for path, methods in contract["paths"].items():
        for method, said in methods.items():
            content = said.get("requestBody", {}).get("content", {}).get("application/json", {})
            schema = content.get("schema", {})
            named = contract["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], schema)
            examples: list[Any] = [*named.get("examples", ()), {}]
            yield Route(said["operationId"], method.upper(), path, examples[0], "security" in said)


def ask(api: Served, route: Route, path: str, key: str, body: Any = None, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {"Idempotency-Key": uuid4().hex, **({"Authorization": f"Bearer {key}"} if key else {}), **named}
    content = json.dumps(body).encode() if route.writes and body is not None else None
    if content:
        sent["Content-Type"] = "application/json"
    return _CLIENT.request(route.method, api.url + path, content=content, headers=sent)


def told(answer: httpx.Response) -> Any:
    """All that an answer says, less what no two answers share."""
    body = {name: value for name, value in answer.json().items() if name != "request_id"}
    headers = sorted((name, value) for name, value in answer.headers.items() if name not in _VARIES)
    return answer.status_code, body, headers
