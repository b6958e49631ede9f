"""Claiming a case and letting it go: it shows who sees to it, and bars nobody."""

from typing import Annotated

from fastapi import APIRouter, Body, Request
from pydantic import ConfigDict

from api.auth import Caller
from api.cases import seen_case
from api.openapi import problem_responses
from api.parts import parts_of
from api.problems import Problem
from domain.kernel import AnyDecider
from domain.may import may
from domain.people import Actor
from domain.value import Value
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
        """Say that you see to the case, or renew your claim. It lapses, and others may still act."""
        row = case_of(request, case_id, actor)
        if row.plan.closed:
            raise Problem("wrong_phase", "the case is closed")
        if not _may_act(decider, row, actor):
            raise Problem("forbidden", "your role has nothing to do here in this phase")
        try:
            return parts_of(request).claims.claim(row.case_id, actor, take_over=bool(wish and wish.take_over))
        except Claimed as claimed:
            shown = claimed.claim.model_dump(mode="json")
            raise Problem("claimed_by_another", f"claimed by {claimed.claim.person}", claim=shown) from None

    @router.post("/{case_id}/release", operation_id=f"release_{decider.name}", responses=problem_responses(*_CHANGING))
    def release(request: Request, case_id: str, actor: Caller) -> ClaimHistory:
        """Let go of a case that you claimed; nothing happens when you had not, or when the claim had lapsed."""
        row = case_of(request, case_id, actor)
        claims = parts_of(request).claims
        claims.release(row.case_id, actor)
        return ClaimHistory(claims=tuple(claims.of(row.case_id)))

    @router.get(
        "/{case_id}/claims",
        operation_id=f"claims_of_{decider.name}",
        responses=problem_responses(400, 401, 403, 404, 503),
    )
    def history(request: Request, case_id: str, actor: Caller) -> ClaimHistory:
        """Who held the case, from when until when."""
        row = case_of(request, case_id, actor)
        return ClaimHistory(claims=tuple(parts_of(request).claims.of(row.case_id)))

    return router


def _may_act(decider: AnyDecider, row: CaseRow, actor: Actor) -> bool:
    """Whether some command of this phase is theirs to give, by the rules that decisions ask."""
    kinds = decider.permissions.get(row.summary.phase, {}).get(actor.role, frozenset())
    return any(may(decider, kind, row.state, actor).allowed for kind in kinds)
