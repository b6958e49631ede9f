"""A stream of changes: server-sent events that go on where they were cut off."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.auth import Caller, caller
from api.openapi import problem_responses
from api.parts import Parts, parts_of
from api.problems import Problem
from domain.value import Value
from store.changes import Change, Changes, changes_after
from store.database import DatabaseAway

IDLE_SECONDS = 5.0  # between looks at key and log when nothing rings
_GATHER_SECONDS = 0.05  # that a ring may wait for the next: a burst is read at once
_AGAIN_MS = 2000  # what a client is told to wait before it connects again
_POSITION = re.compile(r"[0-9]{1,18}")

router = APIRouter(prefix="/v1/stream", tags=["worklist"])


class Here(Value):
    """How far the log has been looked at for you: where to go on, though none of it was yours."""

    position: int


def _after(
    request: Request,
    last_event_id: Annotated[str, Header(description="id of the last event you got; wins over `after`")] = "",
    after: Annotated[str, Query(max_length=18, description="a position to begin after; 0 for the start")] = "",
) -> int | None:
    """The position to go on after; None for now. Raises `malformed_cursor`, `unknown_position`."""
    given = last_event_id or after
    if not given:
        return None
    if not _POSITION.fullmatch(given):
        raise Problem("malformed_cursor", "a position of the log is a whole number")
    if int(given) > parts_of(request).log.position():  # of another log: what this one has up to there would be lost
        raise Problem("unknown_position", f"the log has not come to {given}")
    return int(given)


async def _place(request: Request, actor: Caller) -> AsyncGenerator[None]:
    """One of the caller's few places, until the stream ends: each costs a look at the log whenever it grows.

    Raises `too_many_streams`.
    """
    taken: Counter[str] = request.app.state.streams
    most = parts_of(request).limits.streams
    if most and taken[actor.id] >= most:
        raise Problem("too_many_streams", f"at most {most} at once")
    taken[actor.id] += 1
    try:
        yield
    finally:
        taken[actor.id] -= 1


@router.get(
    "",
    operation_id="stream",
    response_class=EventSourceResponse,
    responses=problem_responses(400, 401, 403, 422, 503)
    | {200: {"description": "events `change`, whose data is a Change, and `here`; an event's id is its position"}},
)
async def stream(
    request: Request, after: Annotated[int | None, Depends(_after)], _place: Annotated[None, Depends(_place)]
) -> AsyncIterable[ServerSentEvent]:
    """Changes of the cases that you may see, as they are recorded.

    Connect again with `Last-Event-ID` and nothing is lost and nothing comes twice. Comments keep the connection
    alive. It ends when your key is revoked or your role has ended, and when the server does: connect again.
    """
    parts = parts_of(request)
    async with parts.bell.heard() as rung:
        position = after
        while not parts.bell.leaving:
            rung.clear()
            try:
                if position is None:
                    position = await run_in_threadpool(parts.log.position)
                    yield _event("here", position, Here(position=position))
                changes = await run_in_threadpool(_read, parts, request, position)
            except Problem:
                return
            except DatabaseAway:
                await asyncio.sleep(_GATHER_SECONDS * 20)
                continue
            for at, change in changes.found:
                yield _event("change", at, change)
            if changes.position > position and not changes.found:
                yield _event("here", changes.position, Here(position=changes.position))
            position = changes.position
            if not changes.full:
                await _wait(rung)


def _read(parts: Parts, request: Request, after: int) -> Changes:
    """The next changes, for the role that the caller holds now. Raises a Problem once there is none."""
    return changes_after(parts.database, parts.cases, parts.deciders, caller(request), after)


async def _wait(rung: asyncio.Event) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(rung.wait(), IDLE_SECONDS)
        await asyncio.sleep(_GATHER_SECONDS)


def _event(name: str, position: int, data: Change | Here) -> ServerSentEvent:
    shown: dict[str, Any] = data.model_dump(mode="json")
    return ServerSentEvent(event=name, id=str(position), data=shown, retry=_AGAIN_MS)
