"""Who asks: the key's hash is looked at for every request, so a revocation bites at once."""

import asyncio
from concurrent.futures import Executor
from typing import Annotated

import structlog
from fastapi import Depends, Request

from api.parts import Parts, parts_of
from api.problems import Problem
from domain.people import Actor
from store.people import Assignment, Holder
from store.secrets import hash_of

ROLE_HEADER = "Sluice-Role"
REMEMBERED = 10_000  # keys whose actor is kept in memory


def bearer(request: Request) -> str:
    """The key of the Authorization header. Raises the problem `unauthenticated`."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise Problem("unauthenticated")
    return key.strip()


def actor_of(parts: Parts, key: str, wanted: str) -> Actor:
    """The person behind a key, in the role they hold now; `wanted` chooses among several.

    `wanted` is a role, or `role@organisation` for one who holds it in more than one.
    """
    holder = parts.people.holder(key)
    if holder is None:
        raise Problem("unauthenticated", "the key is unknown or revoked")
    chosen = _choose(holder, wanted)
    structlog.contextvars.bind_contextvars(actor=holder.person, role=chosen.role)
    return Actor(
        id=holder.person,
        role=chosen.role,
        organisation=chosen.organisation,
        credential=holder.credential,
    )


class Actors:
    """Actors by key, remembered for commands only: the read that decides checks key and role again.

    So a revocation bites at once, without a look-up of its own (`store.request.Request.key`).
    """

    def __init__(self, parts: Parts, lookups: Executor) -> None:
        self._parts = parts
        self._lookups = lookups
        self._known: dict[tuple[bytes, str], Actor] = {}

    async def of(self, key: str, wanted: str) -> Actor:
        """As `actor_of`, from memory if it was asked before."""
        return self._known.get((hash_of(key), wanted)) or await self.anew(key, wanted)

    async def anew(self, key: str, wanted: str) -> Actor:
        """Looked up again: for when the store finds the remembered one wrong (`KeyChanged`)."""
        known = (hash_of(key), wanted)
        self._known.pop(known, None)
        loop = asyncio.get_running_loop()
        actor = await loop.run_in_executor(self._lookups, actor_of, self._parts, key, wanted)
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[known] = actor
        return actor


def caller(request: Request) -> Actor:
    """The dependency of every route that needs a key."""
    return actor_of(parts_of(request), bearer(request), request.headers.get(ROLE_HEADER, ""))


Caller = Annotated[Actor, Depends(caller)]


def _choose(holder: Holder, wanted: str) -> Assignment:
    held = holder.assignments
    if not held:
        raise Problem("no_role")
    if wanted:
        role, _, organisation = wanted.partition("@")
        held = tuple(a for a in held if a.role == role and organisation in ("", a.organisation))
    if not held:
        raise Problem("role_not_held", roles=[_named(a) for a in holder.assignments])
    if len(held) > 1:
        raise Problem("role_needed", roles=[_named(a) for a in held])
    return next(iter(held))


def _named(assignment: Assignment) -> str:
    return f"{assignment.role}@{assignment.organisation}"
