"""Publishers, for those who supervise: who has no named officer, or no head, to be told (P25 §21)."""

from fastapi import APIRouter, Request

from api.auth import Caller
from api.openapi import problem_responses
from api.parts import parts_of
from api.problems import Problem
from domain.value import Value
from domain.visibility import SEES_ALL
from store.publishers import Publisher, publishers

router = APIRouter(prefix="/v1/publishers", tags=["publishers"])


class PublishersView(Value):
    """Every publisher, by id."""

    publishers: tuple[Publisher, ...]


@router.get("", operation_id="list_publishers", responses=problem_responses(401, 403, 503))
def listed(request: Request, actor: Caller) -> PublishersView:
    """Every publisher and whether its named officer and its head are registered now.

    Without an officer its head is told at once of what an officer would be told.
    """
    if actor.role not in SEES_ALL:
        raise Problem("forbidden", "the list is for those who supervise")
    return PublishersView(publishers=tuple(publishers(parts_of(request).database)))
