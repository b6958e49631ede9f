"""Who the caller is, and substitutes: who may act for whom, in which role, from when until when."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

import structlog
from fastapi import APIRouter, Header, Request, Response
from pydantic import AwareDatetime, Field

from api.auth import Caller
from api.cases import LISTING, READING, Cursor, Limit, place_of
from api.openapi import problem_responses
from api.parts import Parts, parts_of
from api.problems import Problem
from api.reading import idempotency_key, read_cursor, write_cursor
from domain.examples import example
from domain.people import Actor, Role
from domain.texts import Id, Text
from domain.value import Value
from store.delegations import Delegation, asked_for, delegation_id
from store.people import Assignment

router = APIRouter(prefix="/v1", tags=["people"])


class DelegationWanted(Value):
    """Whom to make one's substitute, from when until when, and on what ground."""

    model_config = example(substitute="p-zhou", valid_to="2027-02-10T16:00:00Z", ground="年休假 · annual leave")
    substitute: Id = Field(description="id of a person of your organisation; theirs is in their /v1/me")
    valid_from: AwareDatetime | None = Field(default=None, description="now when it is left out")
    valid_to: AwareDatetime = Field(description="the first instant at which it no longer holds")
    ground: Text


class DelegationPage(Value):
    """A page of delegations, newest first; `next_cursor` is empty on the last one."""

    delegations: tuple[Delegation, ...]
    next_cursor: str


@router.get("/me", operation_id="me", responses=problem_responses(*LISTING))
def me(actor: Caller) -> Actor:
    """Who you are here: your id, the role and organisation of this request, and for whom you act."""
    return actor


@router.post(
    "/delegations",
    operation_id="delegate",
    status_code=HTTPStatus.CREATED,
    responses=problem_responses(400, 401, 403, 422, 503),
)
def delegate(
    request: Request,
    response: Response,
    wanted: DelegationWanted,
    actor: Caller,
    _sent: Annotated[str, Header(alias="Idempotency-Key", pattern="^[ -~]{1,200}$")] = "",
) -> Delegation:
    """Let a colleague act for you in the role of this request. Each of their acts names both of you."""
    key, parts = f"{actor.id}/{idempotency_key(request)}", parts_of(request)
    _require_oneself(actor)
    made = parts.delegations.get(delegation_id(key))
    if made is None:
        asked = _asked(wanted, actor, parts.clocks.now())
        _check(parts, asked)
        made = parts.delegations.grant(key, asked)
    if not _is_what(wanted, actor, made):
        raise Problem("key_reused")
    structlog.get_logger().info("delegated", delegation=made.id)
    response.headers["Location"] = f"/v1/delegations/{made.id}"
    return made


@router.get("/delegations", operation_id="list_delegations", responses=problem_responses(*LISTING))
def page(request: Request, actor: Caller, cursor: Cursor = "", limit: Limit = 50) -> DelegationPage:
    """Those that you gave or were given, ended ones too; auditors see everyone's."""
    place = read_cursor(cursor, 2)
    before = (place_of(place[0]), place[1]) if place else (None, "")
    whose = "" if actor.role is Role.AUDITOR else actor.id
    found = parts_of(request).delegations.page(whose, before, limit + 1)
    last = found[:limit][-1:]
    more = write_cursor(last[0].granted_at.isoformat(), last[0].id) if len(found) > limit else ""
    return DelegationPage(delegations=tuple(found[:limit]), next_cursor=more)


@router.get("/delegations/{delegation_id}", operation_id="get_delegation", responses=problem_responses(*READING))
def get(request: Request, delegation_id: str, actor: Caller) -> Delegation:
    """One that you gave or were given; auditors see everyone's."""
    return _seen(request, delegation_id, actor, sees_all=actor.role is Role.AUDITOR)


@router.post("/delegations/{delegation_id}/end", operation_id="end_delegation", responses=problem_responses(*READING))
def end(request: Request, delegation_id: str, actor: Caller) -> Delegation:
    """End one that you gave or were given, at once. Ended before, it stays as it was."""
    _require_oneself(actor)
    _seen(request, delegation_id, actor, sees_all=False)
    parts_of(request).delegations.end(delegation_id, actor.id)
    structlog.get_logger().info("delegation_ended", delegation=delegation_id)
    return _seen(request, delegation_id, actor, sees_all=False)


def _asked(wanted: DelegationWanted, actor: Actor, now: datetime) -> Delegation:
    return asked_for(
        Assignment(role=actor.role, organisation=actor.organisation),
        principal=actor.id,
        granted_by=actor.id,
        granted_at=now,
        **{**dict(wanted), "valid_from": wanted.valid_from or now},
    )


def _require_oneself(actor: Actor) -> None:
    if actor.on_behalf_of:
        raise Problem("forbidden", "a substitute passes nothing on, and ends nothing in another's name")


def _is_what(wanted: DelegationWanted, actor: Actor, made: Delegation) -> bool:
    """Whether the same was asked for before."""
    same = (wanted.substitute, wanted.valid_to, wanted.ground, actor.role, actor.organisation)
    begins = wanted.valid_from in (None, made.valid_from)
    return begins and same == (made.substitute, made.valid_to, made.ground, made.role, made.organisation)


def _check(parts: Parts, asked: Delegation) -> None:
    if not asked.granted_at <= asked.valid_from < asked.valid_to <= asked.granted_at + parts.longest_delegation:
        days = parts.longest_delegation.days
        raise Problem("bad_period", f"from now or later, until after that, and at most {days} days from now")
    if asked.substitute == asked.principal or not parts.delegations.colleague(asked.substitute, asked.organisation):
        raise Problem("no_such_colleague")


def _seen(request: Request, delegation_id: str, actor: Actor, *, sees_all: bool) -> Delegation:
    found = parts_of(request).delegations.get(delegation_id)
    if found is None:
        raise Problem("not_found", why="no such delegation")
    if not sees_all and actor.id not in (found.principal, found.substitute):
        raise Problem("not_found", why="another's delegation")
    return found
