"""Reading cases: now or as they were, their events, their deadlines, and lists of them by process."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.auth import Caller
from api.case_views import CasePage, CaseSummary, CaseView, EventPage, events_of, summary_of, view_of
from api.openapi import problem_responses
from api.parts import parts_of
from api.problems import Problem
from api.reading import as_of, read_cursor, write_cursor
from api.reading import instant as instant_of
from domain.deadline_history import DeadlineHistory, deadline_history
from domain.kernel import AnyDecider
from domain.people import Actor, Role
from domain.visibility import View, may_see
from store.case_lists import Filters
from store.cases import CaseRow

READING = (400, 401, 403, 404, 503)
LISTING = (400, 401, 403, 503)
_Finder = Callable[[Request, str, Actor], CaseRow]
Limit = Annotated[int, Query(ge=1, le=200, description="Entries on a page.")]
Cursor = Annotated[str, Query(max_length=500, description="`next_cursor` of the page before.")]


def seen_case(request: Request, case_id: str, actor: Actor) -> CaseRow:
    """The case, if it exists for the caller. Raises `unknown_case` alike when it doesn't at all."""
    row = parts_of(request).cases.get(case_id)
    if row is None:
        raise Problem("unknown_case", why="there is none")
    if not may_see(actor, row.summary):
        raise Problem("unknown_case", why="not theirs to see")
    return row


def _filters(
    phase: Annotated[str, Query(max_length=100)] = "",
    subject: Annotated[str, Query(max_length=200, description="e.g. an item's id")] = "",
    holder: Annotated[Role | None, Query(description="whose turn it is")] = None,
    closed: bool | None = None,
    overdue: Annotated[bool | None, Query(description="past a deadline, or escalated")] = None,
) -> Filters:
    return Filters(phase, subject, holder or "", closed, overdue)


@cache  # made once for all applications of this process: FastAPI takes long
def case_routes(decider: AnyDecider) -> APIRouter:
    """The reading operations of one process."""
    router = APIRouter(prefix=f"/v1/{decider.plural}", tags=[decider.plural])
    case_of = finder(decider)
    _add_list(router, decider)
    _add_case(router, decider, case_of)
    _add_history(router, decider, case_of)
    return router


def finder(decider: AnyDecider) -> _Finder:
    """The dependency of every route about one case of a process: as `seen_case`, and of that process."""

    def case_of(request: Request, case_id: str, actor: Caller) -> CaseRow:
        row = seen_case(request, case_id, actor)
        if row.process != decider.name:
            raise Problem("unknown_case", why="another process")
        return row

    return case_of


def _add_list(router: APIRouter, decider: AnyDecider) -> None:
    name = decider.name

    @router.get("", operation_id=f"list_{name}", responses=problem_responses(*LISTING))
    def page(
        request: Request,
        actor: Caller,
        filters: Annotated[Filters, Depends(_filters)],
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> CasePage:
        """Cases that you may see, newest first."""
        place = read_cursor(cursor, 2)
        before = (place_of(place[0]), place[1]) if place else None
        rows = parts_of(request).lists.page(name, actor, filters, before, limit + 1)
        return _page(decider, actor, rows, limit)


def _add_case(router: APIRouter, decider: AnyDecider, case_of: _Finder) -> None:
    read = problem_responses(*READING)

    @router.get("/{case_id}", operation_id=f"get_{decider.name}", responses=read)
    def case(
        request: Request,
        response: Response,
        actor: Caller,
        row: Annotated[CaseRow, Depends(case_of)],
        at: Annotated[
            str,
            Query(alias="as_of", max_length=64, description="a version, or an RFC 3339 instant"),
        ] = "",
    ) -> CaseView:
        """The case as far as you may see it, now or as it was at a version or an instant."""
        then = parts_of(request).cases.as_of(row.case_id, as_of(at)) if at else row
        if then is None:
            raise Problem("unknown_case", "the case was not there then")
        response.headers["ETag"] = f'"{then.version}"'
        return view_of(decider, then, View.of(decider, actor, row.summary))


def _add_history(router: APIRouter, decider: AnyDecider, case_of: _Finder) -> None:
    name, read = decider.name, problem_responses(*READING)

    @router.get("/{case_id}/events", operation_id=f"events_of_{name}", responses=read)
    def events(
        request: Request,
        response: Response,
        actor: Caller,
        row: Annotated[CaseRow, Depends(case_of)],
        cursor: Cursor = "",
        limit: Limit = 100,
    ) -> EventPage:
        """The case's events as far as you may see them, oldest first: actor, times, versions of policy and calendar."""
        place = read_cursor(cursor, 1)
        after = int(place[0]) if place and place[0].isdecimal() else 0
        response.headers["ETag"] = f'"{row.version}"'
        return events_of(parts_of(request).log.events(row.case_id), View.of(decider, actor, row.summary), after, limit)

    @router.get("/{case_id}/deadlines", operation_id=f"deadlines_of_{name}", responses=read)
    def deadlines(request: Request, response: Response, row: Annotated[CaseRow, Depends(case_of)]) -> DeadlineHistory:
        """Every deadline the case ever had, with its receipt and what became of it."""
        response.headers["ETag"] = f'"{row.version}"'
        return deadline_history(decider, parts_of(request).log.events(row.case_id))


def _page(decider: AnyDecider, actor: Actor, rows: list[CaseRow], limit: int) -> CasePage:
    """A page of `rows`, which hold one more than `limit` when there is a next one."""
    shown = rows[:limit]
    more = len(rows) > limit
    return CasePage(
        cases=tuple(CaseSummary(**summary_of(decider, row, View.of(decider, actor, row.summary))) for row in shown),
        next_cursor=write_cursor(shown[-1].opened_at.isoformat(), shown[-1].case_id) if more else "",
    )


def place_of(text: str) -> datetime:
    """The instant in a cursor. Raises `malformed_cursor`."""
    try:
        return instant_of(text)
    except Problem:
        raise Problem("malformed_cursor") from None
