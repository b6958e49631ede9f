"""The city's grading guide, read by anyone; and what is to be graded again since its last change (R22 §13)."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field

from api.auth import Caller
from api.cases import LISTING, Cursor, Limit
from api.openapi import problem_responses
from api.parts import parts_of
from api.problems import Problem
from api.reading import instant, read_cursor, write_cursor
from domain.grading import RulesVersion
from domain.people import PUBLISHERS_SIDE, Actor
from domain.value import Value
from domain.visibility import SEES_ALL
from store.regrading import Regrading, ToRegrade

router = APIRouter(prefix="/v1", tags=["grading"])


class Guide(Value):
    """The guide at an instant. A version that was published ahead is in force only from its own instant on."""

    in_force: RulesVersion | None = Field(description="null: the first is yet to be")
    versions: tuple[RulesVersion, ...] = Field(description="all published by then, oldest first")


class RegradePage(Value):
    """A page of the queue; `next_cursor` is empty on the last one."""

    guide_version: str = Field(description="the guide's version in force; empty: none is, and nothing is to be graded")
    items: tuple[ToRegrade, ...]
    next_cursor: str


@router.get("/grading-guide", operation_id="grading_guide", responses=problem_responses(400, 404, 503))
def guide(
    request: Request,
    as_of: Annotated[str, Query(max_length=64, description="RFC 3339 instant; now when empty")] = "",
) -> Guide:
    """The city's grading guide, as it was published by an instant. No key is needed."""
    parts = parts_of(request)
    at = instant(as_of) if as_of else parts.clocks.now()
    found = Regrading(parts.database, parts.cases).guide(at)
    if found is None:
        raise Problem("not_found")
    return Guide(in_force=found.in_force(at), versions=found.versions)


@router.get("/items/to-regrade", operation_id="list_items_to_regrade", responses=problem_responses(*LISTING, 422))
def to_regrade(
    request: Request,
    actor: Caller,
    publisher: Annotated[str, Query(max_length=200, description="id of the publisher")] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> RegradePage:
    """Items graded by an older version of the guide, or by none on record, in the order of their ids.

    Those who supervise see all, a publisher its own. A list change grades an item again.
    """
    parts = parts_of(request)
    whose = _whose(actor, publisher)
    place = read_cursor(cursor, 1)
    queue, now = Regrading(parts.database, parts.cases), parts.clocks.now()
    found = queue.guide()
    current = found.in_force(now) if found else None
    if found is None or current is None:
        return RegradePage(guide_version="", items=(), next_cursor="")
    items = queue.page(found.up_to_date(now), whose, place[0] if place else "", limit + 1)
    return RegradePage(
        guide_version=current.version,
        items=tuple(items[:limit]),
        next_cursor=write_cursor(items[limit - 1].item_id) if len(items) > limit else "",
    )


def _whose(actor: Actor, publisher: str) -> str:
    """The publisher to narrow to; empty for all. Raises `forbidden`."""
    if actor.role in SEES_ALL:
        return publisher
    if actor.role not in PUBLISHERS_SIDE or publisher not in ("", actor.organisation):
        raise Problem("forbidden", "the queue is for those who supervise, and for publishers their own part of it")
    return actor.organisation
