"""Drawing cases by lot for a spot check, and the draw as anyone it concerns can repeat it."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Header, Request
from pydantic import Field

from api.auth import Caller
from api.cases import READING
from api.openapi import problem_responses
from api.parts import Parts, parts_of
from api.problems import Problem
from api.reading import idempotency_key
from domain.application import APPLICATION
from domain.people import Actor
from domain.spot_check_draw import Draw
from domain.texts import Id, OptionalText
from domain.value import Value
from domain.visibility import SEES_ALL, may_see
from store.spot_checks import NothingInUse, Order, OtherDraw, SpotChecks

router = APIRouter(prefix="/v1/spot-checks", tags=["spot checks"])
_MOST = 200  # cases in one draw
_CHECKERS = frozenset(
    role for role, kinds in APPLICATION.permissions["delivered"].items() if "order_spot_check" in kinds
)


class DrawWanted(Value):
    """How many to draw from the agreements in use, and by which seed."""

    seed: Id = Field(
        description="decides who is drawn; take one that nobody could choose after seeing the population",
        examples=["2025-10-09 000000"],
    )
    size: int = Field(ge=1, le=_MOST, description="how many cases to draw")
    item: OptionalText = Field(default="", description="only agreements on this item; all when empty")


class DrawShown(Value):
    """A draw, and what became of the order to each case drawn."""

    draw: Draw
    orders: tuple[Order, ...]


@router.post(
    "", operation_id="draw_spot_checks", status_code=201, responses=problem_responses(400, 401, 403, 409, 422, 503)
)
def post(
    request: Request,
    wanted: DrawWanted,
    actor: Caller,
    _sent: Annotated[str, Header(alias="Idempotency-Key", pattern="^[ -~]{1,200}$")] = "",
) -> DrawShown:
    """Draw by lot from the agreements in use that you may check, and order a spot check of each case drawn."""
    key = idempotency_key(request)
    if actor.role not in _CHECKERS:
        raise Problem("forbidden", "publisher, operator, competent department and cyberspace administration check")
    parts = parts_of(request)
    checks = _checks(parts)
    try:
        found = checks.draw(key, actor, wanted.seed, wanted.size, wanted.item, parts.clocks.now())
    except NothingInUse:
        raise Problem("nothing_to_draw") from None
    except OtherDraw:
        raise Problem("key_reused", "this key was used for another draw") from None
    structlog.get_logger().info("spot_checks_drawn", draw=found.id, drawn=len(found.drawn))
    return DrawShown(draw=found, orders=checks.orders(found))


@router.get("/{draw_id}", operation_id="get_spot_check_draw", responses=problem_responses(*READING))
def get(request: Request, draw_id: str, actor: Caller) -> DrawShown:
    """A draw with its whole population. For those who drew, supervise, or are party of a case drawn."""
    parts = parts_of(request)
    checks = _checks(parts)
    found = checks.get(draw_id)
    if found is None or not _concerns(parts, actor, found):
        raise Problem("not_found", why="not theirs to see" if found else "no such draw")
    return DrawShown(draw=found, orders=checks.orders(found))


def _checks(parts: Parts) -> SpotChecks:
    return SpotChecks(parts.database, parts.desk)


def _concerns(parts: Parts, actor: Actor, found: Draw) -> bool:
    if actor.role in SEES_ALL or actor.organisation == found.actor.organisation:
        return True
    return any(may_see(actor, row.summary) for row in parts.cases.many(found.drawn))
