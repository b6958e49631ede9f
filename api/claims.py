"""Claiming a case and letting it go: it shows who sees to it, and bars nobody."""

from functools import cache
from typing import Annotated

from fastapi import APIRouter, Body, Request
from pydantic import ConfigDict

from api.auth import Caller
from api.cases import seen_case
from api.openapi import problem_responses
from api.parts import parts_of
from api.problems import Problem
from domain.kernel import AnyDecider
from domain.may import asked
from domain.people import Actor
from domain.value import Value
from domain.visibility import View, waits_for
from store.cases import CaseRow
from store.claims import Claim, Claimed

_CHANGING = (400, 401, 403, 404, 409, 422, 503)


class ClaimWish(Value):
    """Claim it, also from the person who has claimed it, if `take_over`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"take_over": False}]})
    take_over: bool = False


class ClaimHistory(Value):
    """Every claim of a case, oldest first."""

    claims: tuple[Claim, ...]


@cache  # made once for all applications of this process: FastAPI takes long
def claim_routes(decider: AnyDecider) -> APIRouter:
    """The claims of one process's cases."""
    router = APIRouter(prefix=f"/v1/{decider.plural}", tags=[decider.plural])

    def case_of(request: Request, case_id: str, actor: Actor) -> CaseRow:
        row = seen_case(request, case_id, actor)
        if row.process != decider.name:
            raise Problem("unknown_case")
        return row

    @router.post("/{case_id}/claim", operation_id=f"claim_{decider.name}", responses=problem_responses(*_CHANGING))
    def claim(request: Request, case_id: str, actor: Caller, wish: Annotated[ClaimWish | None, Body()] = None) -> Claim:
        """Say that you see to a case that waits for you, or renew your claim. It lapses, and others may still act."""
        row = case_of(request, case_id, actor)
        if row.plan.closed:
            raise Problem("wrong_phase", "the case is closed")
        if not waits_for(actor, row.summary):
            raise Problem("forbidden", "the case does not wait for your role and organisation")
        if asked(actor, row.summary) and actor.role is not row.summary.asking_role:
            raise Problem("four_eyes", "you or your organisation asked for it")
        try:
            return parts_of(request).claims.claim(row.case_id, actor, take_over=bool(wish and wish.take_over))
        except Claimed as claimed:
            held = claimed.claim.seen(View.of(decider, actor, row.summary))
            told = f"claimed by {held.person or 'another'}"
            raise Problem("claimed_by_another", told, claim=held.model_dump(mode="json")) from None

    @router.post("/{case_id}/release", operation_id=f"release_{decider.name}", responses=problem_responses(*_CHANGING))
    def release(request: Request, case_id: str, actor: Caller) -> ClaimHistory:
        """Let go of a case that you claimed; nothing happens when you had not, or when the claim had lapsed."""
        row = case_of(request, case_id, actor)
        parts_of(request).claims.release(row.case_id, actor)
        return _history(request, decider, row, actor)

    @router.get(
        "/{case_id}/claims",
        operation_id=f"claims_of_{decider.name}",
        responses=problem_responses(400, 401, 403, 404, 503),
    )
    def history(request: Request, case_id: str, actor: Caller) -> ClaimHistory:
        """Who held the case, from when until when."""
        return _history(request, decider, case_of(request, case_id, actor), actor)

    return router


def _history(request: Request, decider: AnyDecider, row: CaseRow, actor: Actor) -> ClaimHistory:
    view = View.of(decider, actor, row.summary)
    return ClaimHistory(claims=tuple(claim.seen(view) for claim in parts_of(request).claims.of(row.case_id)))
