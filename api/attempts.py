"""Writes down who was refused for who they are: no valid key, no right, or a case that isn't theirs to know of."""

import structlog
from fastapi import Request
from starlette.concurrency import run_in_threadpool

from api.auth import Presented
from api.limiting import network_of
from api.parts import parts_of
from api.problems import Problem
from api.request_log import unsecret
from store.access_log import Who
from store.attempts import Attempt
from store.database import DatabaseAway

OF_AUTHORITY = frozenset(
    {
        "unauthenticated",
        "bad_signature",
        "sign_in_failed",
        "not_our_form",
        "no_such_link",
        "link_not_yours",
        "link_expired",
        "key_needed",
        "no_role",
        "role_not_held",
        "scope_needed",
        "not_delegated",
        "forbidden",
        "other_organisation",
        "four_eyes",
        "no_access",
        "unknown_case",
    }
)
_LONGEST = 200  # characters of what a caller made up


async def record_attempt(request: Request, problem: Problem) -> None:
    """Record it if it was refused for who asks. The answer is given even when the record can't be written."""
    if problem.reason not in OF_AUTHORITY and not problem.why:
        return
    shown: Presented | None = getattr(request.state, "presented", None)
    who = shown.who if shown else Who()
    address = request.client.host if request.client else ""
    attempts = parts_of(request).attempts
    nth = attempts.number(who.person, network_of(address))
    if not nth:
        return
    attempt = Attempt(
        address=address,
        method=request.method,
        path=unsecret(request.url.path)[:_LONGEST],
        reason=problem.reason,
        why=(problem.why or problem.detail)[:_LONGEST],
        nth=nth,
        request_id=getattr(request.state, "request_id", ""),
    )
    who = who.model_copy(update={"on_behalf_of": who.on_behalf_of[:_LONGEST]})
    try:
        await run_in_threadpool(attempts.record, who, attempt)
    except DatabaseAway as away:
        structlog.get_logger().warning("attempt_not_recorded", error=str(away), **dict(attempt))
