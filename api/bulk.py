"""Many commands in one request: each is settled as if it were asked alone, and none stops the others."""

import asyncio
import json
from concurrent.futures import Executor
from typing import Any

import structlog
from fastapi import APIRouter, Request
from pydantic import Field

from api.attempts import record_attempt
from api.auth import Actors, Caller, Presented, presented
from api.commands import answer_of, asked_of, settled
from api.named import NamedCommand, Offered
from api.openapi import Accepted, Operation, problem_responses
from api.parts import Parts, parts_of
from api.problems import Problem
from domain.examples import example
from domain.people import Actor
from domain.value import Value
from store.database import DatabaseAway
from store.request import Contended, KeyChanged

_TOGETHER = 16  # of one request's commands at the desk at once: those of others must not wait for all of them
_log = structlog.get_logger()


class BulkCommand(NamedCommand):
    """A command as it would be sent alone, with its own idempotency key."""

    model_config = example(process="application", case="app-1", command="accept_materials", body={}, key="a-1")
    key: str = Field(pattern="^[ -~]{1,200}$", description="the Idempotency-Key: again the same, the same answer")


class Bulk(Value):
    """Commands, in the order in which those of one case are settled."""

    commands: tuple[BulkCommand, ...] = Field(min_length=1)


class BulkResult(Value):
    """What became of one command: `answer` when it was accepted, else `problem`, as it would be alone."""

    key: str
    status: int
    answer: Accepted | None = None
    problem: dict[str, Any] | None = None


class BulkAnswer(Value):
    """A result for each command, in their order."""

    results: tuple[BulkResult, ...]


def bulk_routes(parts: Parts, lookups: Executor) -> APIRouter:
    """The one operation. `lookups` are the threads that look keys up."""
    router = APIRouter(prefix="/v1/bulk", tags=["bulk"])
    actors = Actors(parts, lookups)
    offered = Offered(parts.deciders.values())

    @router.post("", operation_id="bulk", responses=problem_responses(400, 401, 403, 413, 415, 422, 503))
    async def bulk(request: Request, _: Caller, asked: Bulk) -> BulkAnswer:
        """Give many commands at once. Each has its own idempotency key and its own result; none stops the others.

        Of what you may ask in a minute it takes as much as its commands would alone.
        """
        most = parts_of(request).bulk_limit
        if len(asked.commands) > most:
            raise Problem("too_many_commands", f"at most {most} commands in one request")
        request.state.further_requests = len(asked.commands) - 1  # each counts as if it were asked alone
        shown = presented(request)
        caller = _Asking(request, actors, await actors.of(shown), shown)
        results: list[BulkResult] = []
        for first in range(0, len(asked.commands), _TOGETHER):
            part = asked.commands[first : first + _TOGETHER]
            results += await asyncio.gather(*(caller.result(one, offered) for one in part))
        return BulkAnswer(results=tuple(results))

    return router


class _Asking:
    """The caller of one bulk request."""

    def __init__(self, request: Request, actors: Actors, actor: Actor, shown: Presented) -> None:
        self._request = request
        self._parts = parts_of(request)
        self._actors = actors
        self._actor = actor
        self._shown = shown
        self._correlation: str = request.state.request_id
        self._looking: asyncio.Task[Actor] | None = None

    async def result(self, one: BulkCommand, offered: Offered) -> BulkResult:
        """One command's result; nothing is raised."""
        try:
            return await self._settled(one, *offered.read(one))
        except Problem as problem:
            return await self._refused(one, problem)
        except DatabaseAway:
            return await self._refused(one, Problem("away"))
        except Contended:
            return await self._refused(one, Problem("contended"))
        except KeyChanged:
            return await self._refused(one, Problem("unauthenticated", "the key or its role ended just now"))
        except Exception:
            _log.exception("request_failed")
            return await self._refused(one, Problem("failed"))

    async def _settled(self, one: BulkCommand, operation: Operation, command: Value) -> BulkResult:
        try:  # at the desk before anything is awaited: in the order in which they were given
            return await self._asked(one, operation, command, self._actor)
        except KeyChanged:  # the look-up says what is wrong, or finds the role held now
            return await self._asked(one, operation, command, await self._anew())

    async def _anew(self) -> Actor:
        """The actor looked up again, once for all commands: so they keep their order."""
        if self._looking is None:
            self._looking = asyncio.create_task(self._actors.anew(self._shown))
        return await self._looking

    async def _asked(self, one: BulkCommand, operation: Operation, command: Value, actor: Actor) -> BulkResult:
        asked = asked_of(
            operation,
            command,
            actor,
            case_id=one.case,
            idempotency=one.key,
            expected=one.if_match,
            correlation=self._correlation,
            key=self._shown.key,
        )
        status, body = answer_of(operation, await settled(self._parts, operation, asked))
        return BulkResult(key=one.key, status=status, answer=Accepted(**body))

    async def _refused(self, one: BulkCommand, problem: Problem) -> BulkResult:
        await record_attempt(self._request, problem)
        answer = self._parts.problems.response(problem, self._correlation)
        return BulkResult(key=one.key, status=answer.status_code, problem=json.loads(bytes(answer.body)))
