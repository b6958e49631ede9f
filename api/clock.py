"""The instance's clock; a rehearsal's can be moved."""

from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import AwareDatetime, Field

from api.auth import Caller
from api.openapi import problem_responses
from api.parts import Parts, parts_of
from api.problems import Problem
from domain.value import Value
from store.settling import ClockBusy, FellDue, Mover, NotSettled

router = APIRouter(prefix="/v1/clock", tags=["clock"])
SETTLE_SECONDS = 120.0


class Clock(Value):
    """What time it is here."""

    now: AwareDatetime
    rehearsal: bool


class MoveClock(Value):
    """Where to move the rehearsal clock."""

    to: AwareDatetime = Field(examples=["2025-09-18T00:00:00+08:00"])


class Moved(Value):
    """The clock after a move, and the deadlines that passed on the way, each recorded."""

    now: AwareDatetime
    fell_due: tuple[FellDue, ...]


@router.get("", operation_id="get_clock", responses=problem_responses(503))
def now(request: Request) -> Clock:
    """What time it is here. No key is needed."""
    clocks = parts_of(request).clocks
    rehearsal = clocks.rehearsal()
    return Clock(now=rehearsal or clocks.now(), rehearsal=rehearsal is not None)


@router.post("", operation_id="move_clock", responses=problem_responses(400, 401, 403, 404, 409, 422, 503))
def move(request: Request, asked: MoveClock, actor: Caller) -> Moved:
    """Move the rehearsal clock forwards. The answer comes when all that fell due is recorded."""
    parts = parts_of(request)
    rehearsal = parts.clocks.rehearsal()
    if rehearsal is None:
        raise Problem("no_rehearsal")
    if asked.to < rehearsal:
        raise Problem("clock_backwards", f"the clock is at {rehearsal.isoformat()}")
    return Moved(now=asked.to, fell_due=tuple(_moved(parts, asked.to)))


def _moved(parts: Parts, to: datetime) -> list[FellDue]:
    mover = Mover(parts.database, parts.cases, parts.clocks, parts.log)
    try:
        return mover.move(to, SETTLE_SECONDS)
    except ClockBusy:
        raise Problem("clock_moving") from None
    except NotSettled as late:
        raise Problem(
            "unsettled",
            f"the clock stands at {parts.clocks.now().isoformat()}",
            cases=late.cases,
            follower_behind=late.behind,
        ) from None
