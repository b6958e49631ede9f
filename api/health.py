"""Whether this process lives, and whether it can do its work."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request

from api.openapi import problem_responses
from api.parts import parts_of
from api.problems import PREFIX, Problem
from domain.value import Value
from store.following import Lag
from store.readiness import readiness

router = APIRouter(tags=["health"])


class Ready(Value):
    """What the API needs is there. `worker` says how far the engine is behind, and is no obstacle.

    Commands are taken and answered while worker or Temporal are away; what they owe is done later.
    `parts` names each part: `ok`, or what is wrong with it.
    """

    status: str
    worker: Lag | None
    parts: Mapping[str, str]


@router.get("/health", operation_id="health")
def health() -> dict[str, str]:
    """The process lives."""
    return {"status": "alive"}


@router.get("/ready", operation_id="ready", responses=problem_responses(503))
def ready(request: Request) -> Ready:
    """Commands can be taken: the database answers and is up to date."""
    found = readiness(parts_of(request).database)
    if found.missing:
        raise Problem("not_ready", missing=found.missing, parts=dict(found.parts))
    return Ready(status="ready", worker=found.worker, parts=found.parts)


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
