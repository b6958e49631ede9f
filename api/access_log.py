"""Who read personal data, and who was refused: written here, read by auditors."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request

from api.auth import Caller
from api.cases import LISTING, Cursor, Limit
from api.openapi import problem_responses
from api.parts import parts_of
from api.problems import Problem
from api.reading import read_cursor, write_cursor
from domain.people import Actor, Role
from domain.value import Value
from store.access_log import Access, What, Who
from store.attempts import RefusedAttempt

router = APIRouter(prefix="/v1", tags=["audit"])
_LAST = 2**63 - 1
_Narrow = Query(max_length=200)


class AccessPage(Value):
    """A page of reads, newest first; `next_cursor` is empty on the last one."""

    reads: tuple[Access, ...]
    next_cursor: str


class RefusedAttemptPage(Value):
    """A page of refused attempts, newest first; `next_cursor` is empty on the last one."""

    attempts: tuple[RefusedAttempt, ...]
    next_cursor: str


def note_read(
    request: Request, actor: Actor, what: Literal["material", "agreement"], subject: str, case_id: str
) -> None:
    """Write a read of personal data down, before it is given."""
    read = What(
        what=what,
        subject=subject,
        case_id=case_id,
        route=f"{request.method} {request.scope['route'].path}",
        request_id=request.state.request_id,
    )
    parts_of(request).access_log.record(Who.of(actor), read)


@router.get("/access-log", operation_id="access_log", responses=problem_responses(*LISTING))
def access_log(
    request: Request,
    actor: Caller,
    person: Annotated[str, _Narrow] = "",
    subject: Annotated[str, _Narrow] = "",
    case: Annotated[str, _Narrow] = "",
    cursor: Cursor = "",
    limit: Limit = 100,
) -> AccessPage:
    """Who read which material, agreement or names, newest first. For auditors."""
    _require_auditor(actor)
    log = parts_of(request).access_log
    found = log.page(_before(cursor), limit + 1, person=person, subject=subject, case=case)
    return AccessPage(reads=tuple(found[:limit]), next_cursor=_next([one.id for one in found], limit))


@router.get("/refused-attempts", operation_id="refused_attempts", responses=problem_responses(*LISTING))
def refused_attempts(
    request: Request,
    actor: Caller,
    person: Annotated[str, _Narrow] = "",
    reason: Annotated[str, _Narrow] = "",
    cursor: Cursor = "",
    limit: Limit = 100,
) -> RefusedAttemptPage:
    """Who was refused for who they are, and why, newest first. For auditors."""
    _require_auditor(actor)
    found = parts_of(request).attempts.page(_before(cursor), limit + 1, person=person, reason=reason)
    return RefusedAttemptPage(attempts=tuple(found[:limit]), next_cursor=_next([one.id for one in found], limit))


def _require_auditor(actor: Actor) -> None:
    if actor.role is not Role.AUDITOR:
        raise Problem("forbidden", "this is shown to auditors")


def _before(cursor: str) -> int:
    place = read_cursor(cursor, 1)
    if place and not (place[0].isascii() and place[0].isdigit() and len(place[0]) < 19):
        raise Problem("malformed_cursor")
    return int(place[0]) if place else _LAST


def _next(ids: list[int], limit: int) -> str:
    return write_cursor(str(ids[limit - 1])) if len(ids) > limit else ""
