"""Who asks, and as whom: looked at for every request, so that a revocation or a role's end bites at once."""

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Header, Request

from api.openapi import BEHALF, BEHALF_HEADER, ROLE, ROLE_HEADER
from api.parts import Parts, parts_of
from api.problems import Problem
from api.provider_keys import ProviderAway
from api.tokens import TokenRefused
from domain.people import Actor
from store.access_log import Who
from store.holders import Holder
from store.people import Assignment
from store.secrets import KEY, hash_of

REMEMBERED = 10_000  # keys whose actor is kept in memory
_REMEMBERED_SECONDS = 60.0  # then a key is looked up again, which notes its use
_Role = Annotated[str, Header(alias=ROLE_HEADER, description=ROLE)]
_OnBehalfOf = Annotated[str, Header(alias=BEHALF_HEADER, description=BEHALF)]
_READS = ("GET", "HEAD")
_KEY = f"{KEY}_"


@dataclass
class Presented:
    """What a request shows of who asks. `who` is filled in as far as it is known, for the record."""

    secret: str = field(repr=False)
    role: str
    on_behalf_of: str
    who: Who = field(default_factory=Who)
    may_act: bool = False  # filled in too: a key may be there to read alone
    proven: bool = False  # and this: the credential was looked at, and is good
    in_cookie: bool = False  # it came sealed, so it says nothing of a header that came beside it

    @property
    def key(self) -> bytes:
        """The hash of the API key, which the store looks at again; empty for a token, whose signature was checked."""
        return hash_of(self.secret) if self.secret.startswith(_KEY) else b""


def presented(request: Request) -> Presented:
    """What this request shows. Raises the problem `unauthenticated`."""
    found = Presented(
        bearer(request),
        request.headers.get(ROLE_HEADER, ""),
        request.headers.get(BEHALF_HEADER, ""),
    )
    request.state.presented = found
    return found


def may_act(request: Request) -> bool:
    """Whether the caller's key may do more than read; for routes that have a `Caller`."""
    found: Presented = request.state.presented
    return found.may_act


def bearer(request: Request) -> str:
    """The secret of the Authorization header. Raises the problem `unauthenticated`."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise Problem("unauthenticated", why="no key and no token")
    return secret.strip()


def actor_of(parts: Parts, shown: Presented, *, acting: bool) -> Actor:
    """The person behind a key or token, in the role they hold now, their own or one they stand in for.

    `Sluice-Role` chooses among several: a role, or `role@organisation` for one who holds it in more than one.
    """
    holder = holder_of(parts, shown)
    if acting and not shown.may_act:
        raise Problem("scope_needed")
    chosen = _choose(_held(parts, holder, shown.on_behalf_of), shown.role)
    actor = Actor(
        id=holder.person,
        role=chosen.role,
        organisation=chosen.organisation,
        on_behalf_of=shown.on_behalf_of,
        credential=holder.credential,
    )
    shown.who = Who.of(actor)
    return actor


class Actors:
    """Actors by key, remembered for commands only: the read that decides checks key and role again.

    So a revocation bites at once, without a look-up of its own (`store.request.Request.key`). A token is read
    each time: it has an end of its own, and nothing but its signature says whose it is.
    """

    def __init__(self, parts: Parts, lookups: Executor) -> None:
        self._parts = parts
        self._lookups = lookups
        self._known: dict[tuple[bytes, str, str], tuple[float, Actor]] = {}

    async def of(self, shown: Presented) -> Actor:
        """As `actor_of`, from memory if it was asked within the minute."""
        since, actor = self._known.get((shown.key, shown.role, shown.on_behalf_of), (float("-inf"), None))
        if actor is None or time.monotonic() - since > _REMEMBERED_SECONDS:
            return await self.anew(shown)
        shown.who, shown.proven = Who.of(actor), True
        return actor

    async def anew(self, shown: Presented) -> Actor:
        """Looked up again: for when the store finds the remembered one wrong (`KeyChanged`)."""
        known = (shown.key, shown.role, shown.on_behalf_of)
        self._known.pop(known, None)
        loop = asyncio.get_running_loop()
        actor = await loop.run_in_executor(self._lookups, lambda: actor_of(self._parts, shown, acting=True))
        if shown.key:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[known] = (time.monotonic(), actor)
        return actor


def caller(request: Request, _role: _Role = "", _on_behalf_of: _OnBehalfOf = "") -> Actor:
    """The dependency of every route that needs a key. The headers are read from the request; named here for OpenAPI."""
    return actor_of(parts_of(request), presented(request), acting=request.method not in _READS)


Caller = Annotated[Actor, Depends(caller)]


def holder_of(parts: Parts, shown: Presented) -> Holder:
    """Who presented it, whatever they may do. Raises as `_holder`."""
    holder = _holder(parts, shown)
    shown.who = Who(person=holder.person, credential=holder.credential, on_behalf_of=shown.on_behalf_of)
    shown.may_act, shown.proven = holder.may_act, True
    return holder


def _holder(parts: Parts, shown: Presented) -> Holder:
    """Raises `unauthenticated`, alike whatever is wrong, and `identity_provider_away`."""
    if shown.secret.startswith(_KEY) or parts.tokens is None:
        found = parts.holders.by_key(shown.secret)
        if found is None:
            dead = parts.holders.dead_key(shown.secret)
            if dead:
                shown.who = Who(person=dead.person, credential=dead.credential)
            raise Problem("unauthenticated", why=f"key {dead.why}" if dead else "unknown key")
        return found
    try:
        token = parts.tokens.read(shown.secret)
    except TokenRefused as refused:
        raise Problem("unauthenticated", why=f"token: {refused}") from None
    except ProviderAway:
        raise Problem("identity_provider_away") from None
    person = parts.holders.person_of(token.issuer, token.subject)
    holder = parts.holders.by_token(person, token.name, token.roles, token.organisation)
    if holder.noted and token.address and parts.mail_on:
        parts.mail_people.vouch(person, token.address)
    return holder


def _held(parts: Parts, holder: Holder, principal: str) -> Sequence[Assignment]:
    """Their own roles, or those of the one they stand in for: a colleague, at this instant too."""
    if not principal:
        if not holder.assignments:
            raise Problem("no_role")
        return holder.assignments
    here = {one.organisation for one in holder.assignments}
    held = [one for one in parts.holders.delegated(holder.person, principal) if one.organisation in here]
    if not held:
        raise Problem("not_delegated")
    return held


def _choose(all_held: Sequence[Assignment], wanted: str) -> Assignment:
    role, _, organisation = wanted.partition("@")
    held = [a for a in all_held if not wanted or (a.role == role and organisation in ("", a.organisation))]
    if not held:
        raise Problem("role_not_held", roles=[_named(a) for a in all_held])
    if len(held) > 1:
        raise Problem("role_needed", roles=[_named(a) for a in held])
    return held[0]


def _named(assignment: Assignment) -> str:
    return f"{assignment.role}@{assignment.organisation}"
