"""One operation for each command of each process: nothing here names a process."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from concurrent.futures import Executor
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import ValidationError

from api.auth import Actors, Presented, presented
from api.openapi import Operation, described
from api.parts import Parts
from api.problems import Problem
from api.reading import MAX_BODY, MAX_ID, idempotency_key, if_match, read_body
from domain.kernel import AnyDecider, Reason, case_id_of
from domain.people import Actor, Role
from domain.value import Value, kind_of_class
from store.request import KeyChanged, Outcome
from store.request import Request as Asked
from store.traces import correlation, span

_log = structlog.get_logger()


def operations(deciders: Iterable[AnyDecider]) -> list[Operation]:
    """Every command that a person may give; the clock's own are not offered."""
    return [
        Operation(decider, command, kind_of_class(command))
        for decider in deciders
        for command in decider.commands
        if _roles(decider, kind_of_class(command)) - {Role.CLOCK}
    ]


class CommandRoute(APIRoute):
    """A route whose endpoint reads its own request. FastAPI documents it, and is in no one's way."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        return self.endpoint


def add_commands(router: APIRouter, parts: Parts, lookups: Executor) -> None:
    """Add one route for each operation. `lookups` are the threads that look keys up.

    On the application's own router: FastAPI looks for a route of an included one twice.
    """
    actors = Actors(parts, lookups)
    for operation in operations(parts.deciders.values()):
        router.add_api_route(
            operation.path,
            _endpoint(parts, operation, actors),
            methods=["POST"],
            response_class=JSONResponse,
            route_class_override=CommandRoute,
            **described(operation),
        )


def _roles(decider: AnyDecider, kind: str) -> set[Role]:
    rows = decider.permissions.values()
    return {role for row in rows for role, kinds in row.items() if kind in kinds}


def _endpoint(parts: Parts, operation: Operation, actors: Actors) -> Callable[[Request], Awaitable[Response]]:
    async def ask(request: Request) -> Response:
        shown = presented(request)
        actor = await actors.of(shown)
        command = _command(operation, await read_body(request, MAX_BODY), request)
        try:
            return await settle(request, shown, command, actor)
        except KeyChanged:  # the look-up says what is wrong, or finds the role held now
            return await settle(request, shown, command, await actors.anew(shown))

    async def settle(request: Request, shown: Presented, command: Value, actor: Actor) -> Response:
        asked = asked_of(
            operation,
            command,
            actor,
            case_id=_case_id(request),
            idempotency=idempotency_key(request),
            expected=if_match(request),
            correlation=request.state.request_id,
            key=shown.key,
        )
        return response_of(operation, await settled(parts, operation, asked))

    return ask


def asked_of(
    operation: Operation,
    command: Value,
    actor: Actor,
    *,
    case_id: str,
    idempotency: str,
    expected: int | None,
    correlation: str,
    key: bytes,
) -> Asked:
    """The command as the desk takes it: the same under the same idempotency key, however it was sent."""
    command_id = f"{actor.id}/{idempotency}"
    process = operation.decider
    return Asked(
        process=process.name,
        case_id=case_id or process.names(command) or case_id_of(process.name, command_id),
        command_id=command_id,
        command=command,
        actor=actor,
        expected_version=expected,
        correlation_id=correlation,
        key=key,
    )


async def settled(parts: Parts, operation: Operation, asked: Asked) -> Outcome:
    """What the desk makes of it. Raises the problem of a refusal, and what `Handler.handle` raises."""
    with span(f"handle {operation.kind}", process=asked.process, actor=asked.actor.id) as one:
        traced = replace(asked, correlation_id=correlation(asked.correlation_id))
        outcome = (await asyncio.wrap_future(parts.desk.submit(traced))).outcome
        one.set_attribute("sluice.case", outcome.case_id)
        one.set_attribute("sluice.outcome", outcome.reason or "accepted")
    # a refusal would tell a stranger that the case is there, and its phase
    if outcome.hidden or outcome.reason == Reason.UNKNOWN_CASE:
        raise Problem("unknown_case", why=f"{operation.kind}: {outcome.reason}")
    said = {"case": outcome.case_id, "command": operation.kind, "actor": asked.actor.id}
    structlog.contextvars.bind_contextvars(case=outcome.case_id)  # for the request's own line: it may have been opened
    if outcome.reason:
        _log.info("command_refused", reason=outcome.reason, **said)
        raise Problem(outcome.reason, outcome.detail)
    _log.info("command_accepted", version=outcome.version, **said)
    return outcome


def _case_id(request: Request) -> str:
    """The case of the address; empty for a command that opens one."""
    case_id = str(request.path_params.get("case_id", ""))
    if len(case_id) > MAX_ID:
        raise Problem("unknown_case")
    return case_id


def _command(operation: Operation, body: bytes, request: Request) -> Value:
    content_type = request.headers.get("Content-Type", "application/json").partition(";")[0]
    if body and content_type.strip().lower() != "application/json":
        raise Problem("unsupported_type", "a command is sent as application/json")
    return read_command(operation, body)


def read_command(operation: Operation, body: bytes) -> Value:
    """The command in a JSON body. Raises the problems of wrong input."""
    if b"\\u0000" in body:  # nothing can hold it: PostgreSQL's texts, and most readers
        raise Problem("invalid_input", "a text holds the character NUL")
    try:
        return operation.command.model_validate_json(body or b"{}")
    except ValidationError as error:
        raise invalid(error) from None


def invalid(error: ValidationError) -> Problem:
    """What is wrong with the input, without repeating the input."""
    errors = error.errors(include_url=False, include_context=False, include_input=False)
    if errors[0]["type"] == "json_invalid":
        return Problem("malformed", "the body is not JSON")
    listed = [{"at": list(one["loc"]), "what": one["msg"]} for one in errors]
    return Problem("invalid_input", errors=listed)


def response_of(operation: Operation, outcome: Outcome) -> Response:
    """The answer to a command that was accepted, asked alone."""
    status, body = answer_of(operation, outcome)
    headers = {"ETag": f'"{outcome.version}"'}
    if operation.opens:
        headers["Location"] = quote(body["links"]["self"])  # who opens it may have named the case, in Chinese
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(content, status, headers, "application/json")


def answer_of(operation: Operation, outcome: Outcome) -> tuple[HTTPStatus, dict[str, Any]]:
    """Status and body for a command that was accepted, the fields of `Accepted`."""
    body = {
        "id": outcome.case_id,
        "version": outcome.version,
        "phase": outcome.phase,
        "events": outcome.events,
        "links": links(f"/v1/{operation.decider.plural}/{outcome.case_id}"),
    }
    return HTTPStatus.CREATED if operation.opens else HTTPStatus.OK, body


def links(here: str) -> dict[str, str]:
    """Where to go from a case."""
    return {"self": here, **{part: f"{here}/{part}" for part in ("actions", "events", "deadlines")}}
