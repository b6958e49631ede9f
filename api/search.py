"""Searching the cases that the caller may see."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from api.auth import Caller
from api.case_views import CasePage, CaseSummary, summary_of
from api.cases import Cursor, Limit, place_of
from api.openapi import problem_responses
from api.parts import Parts, parts_of
from api.problems import Problem
from api.reading import read_cursor, write_cursor
from domain.people import Actor
from domain.visibility import View
from store.cases import CaseRow
from store.search import NothingToFind

router = APIRouter(prefix="/v1/search", tags=["worklist"])
Text = Annotated[
    str,
    Query(
        min_length=1,
        max_length=100,
        description="parts of a title, a subject or a party's name; or a case's whole id",
        examples=["气象"],
    ),
]


@router.get("", operation_id="search", responses=problem_responses(400, 401, 403, 422, 503))
def search(request: Request, actor: Caller, q: Text, cursor: Cursor = "", limit: Limit = 50) -> CasePage:
    """Cases that you may see and that hold every word of `q`, closed ones too, newest first."""
    parts = parts_of(request)
    place = read_cursor(cursor, 2)
    before = (place_of(place[0]), place[1]) if place else None
    try:
        rows = parts.search.page(actor, q, before, limit + 1)
    except NothingToFind:
        raise Problem("invalid_input", "q holds no letter and no digit") from None
    shown, more = rows[:limit], len(rows) > limit
    return CasePage(
        cases=tuple(_found(parts, actor, row) for row in shown),
        next_cursor=write_cursor(shown[-1].opened_at.isoformat(), shown[-1].case_id) if more else "",
    )


def _found(parts: Parts, actor: Actor, row: CaseRow) -> CaseSummary:
    decider = parts.deciders[row.process]
    return CaseSummary(**summary_of(decider, row, View.of(decider, actor, row.summary)))
