"""Whether this process lives, and whether it can do its work."""

from typing import Any

from fastapi import APIRouter, Request

from api.openapi import problem_responses
from api.parts import Parts, parts_of
from api.problems import PREFIX, Problem
from domain.value import Value
from store.database import DatabaseAway
from store.following import Lag, lag
from store.migrations import pending

router = APIRouter(tags=["health"])
FOLLOWER = "telling"


class Ready(Value):
    """What the API needs is there. `worker` says how far the engine is behind, and is no obstacle.

    Commands are taken and answered while worker or Temporal are away; what they owe is done later.
    """

    status: str
    worker: Lag | None


@router.get("/health", operation_id="health")
def health() -> dict[str, str]:
    """The process lives."""
    return {"status": "alive"}


@router.get("/ready", operation_id="ready", responses=problem_responses(503))
def ready(request: Request) -> Ready:
    """Commands can be taken: the database answers and is up to date."""
    try:
        return Ready(status="ready", worker=_look(parts_of(request)))
    except DatabaseAway:
        raise Problem("not_ready", missing=["database"]) from None


def _look(parts: Parts) -> Lag | None:
    with parts.database.connection() as connection:
        if todo := pending(connection):
            raise Problem("not_ready", missing=[f"migration {name}" for name in todo])
        return lag(connection, FOLLOWER)


@router.get(PREFIX + "{reason}", operation_id="explain_problem", tags=["problems"], responses=problem_responses(404))
def explain(request: Request, reason: str) -> dict[str, Any]:
    """What a problem means and what to do: its `type` leads here."""
    kind = parts_of(request).problems.kind(reason)
    if kind is None:
        raise Problem("not_found")
    return {
        "reason": reason,
        "status": kind.status,
        "title": kind.zh,
        "title_en": kind.en,
        "next": kind.next_zh,
        "next_en": kind.next_en,
    }
