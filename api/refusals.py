"""Blocked attempts: what was asked of a case and refused, by whom and why, for those who supervise."""

from functools import cache
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from api.auth import Caller
from api.cases import Cursor, Limit, finder, place_of
from api.openapi import problem_responses
from api.parts import parts_of
from api.problems import Problem
from api.reading import read_cursor, write_cursor
from domain.kernel import AnyDecider
from domain.value import Value
from domain.visibility import SEES_ALL, standpoint
from store.cases import CaseRow
from store.refusals import Refusal, refusals


class RefusalPage(Value):
    """A page of refusals, oldest first; `next_cursor` is empty on the last one."""

    refusals: tuple[Refusal, ...]
    next_cursor: str


@cache  # made once for all applications of this process: FastAPI takes long
def refusal_routes(decider: AnyDecider) -> APIRouter:
    """The refusals of one process's cases."""
    router = APIRouter(prefix=f"/v1/{decider.plural}", tags=[decider.plural])

    @router.get(
        "/{case_id}/refusals",
        operation_id=f"refusals_of_{decider.name}",
        responses=problem_responses(400, 401, 403, 404, 503),
    )
    def page(
        request: Request,
        actor: Caller,
        row: Annotated[CaseRow, Depends(finder(decider))],
        cursor: Cursor = "",
        limit: Limit = 100,
    ) -> RefusalPage:
        """Commands that were refused, with their actor and reason. For those who supervise and didn't ask."""
        if standpoint(actor, row.summary) not in SEES_ALL:  # it names others who tried
            raise Problem("forbidden", "refusals are shown to those who supervise")
        place = read_cursor(cursor, 2)
        after = (place_of(place[0]), place[1]) if place else (None, "")
        found = refusals(parts_of(request).database, row.case_id, after, limit + 1)
        shown, last = found[:limit], found[:limit][-1:]
        more = write_cursor(last[0].recorded_at.isoformat(), last[0].command_id) if len(found) > limit else ""
        return RefusalPage(refusals=tuple(shown), next_cursor=more)

    return router
