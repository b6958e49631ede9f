"""What one caller may take: requests a minute, requests at work at once, bytes of a body, seconds for an answer.

Whoever floods waits in a line of their own, so that they slow only themselves. All of it is counted in this
process's memory: with several processes, each allows as much. `docs/adr/0025-one-callers-share.md`.
"""

import asyncio
import time
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import Any

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.auth import Presented
from api.limits import Limits
from api.problems import Problem, ProblemTable
from api.reading import MAX_BODY, MAX_BULK

UPLOADS, BULK = "/v1/material", "/v1/bulk"
_PROBES = ("/health", "/ready")  # for whoever runs the instance; a balancer does not hand them on
_OWN_TIME = ("/v1/clock",)  # a rehearsal's: it says itself when it has waited long enough
_REMEMBERED = 10_000  # callers; who has been silent longest is forgotten first, and begins anew
_WINDOW = 60.0  # seconds of the rate's window


@dataclass
class _Share:
    """What one caller has left: a bucket that fills evenly, and a line for what is at work."""

    left: float
    at: float
    line: asyncio.Semaphore


@dataclass
class _Passage:
    """One request on its way: who pays for it, and what is known of its answer."""

    payer: _Share
    credential: str
    proven: bool
    holds_place: bool = False
    timeout: asyncio.Timeout = field(default_factory=lambda: asyncio.timeout(None))


class Limited:
    """Plain ASGI, for it is on every path, inside the request log."""

    def __init__(self, app: ASGIApp, limits: Limits, problems: ProblemTable) -> None:
        self._app = app
        self._limits = limits
        self._problems = problems
        self._proven: dict[str, _Share] = {}  # by hash of a credential that was accepted
        self._addresses: dict[str, _Share] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _PROBES:
            await self._app(scope, receive, send)
            return
        passage = self._passage(scope)
        if self._limits.requests_per_minute and passage.payer.left < 1:
            wait = ceil((1 - passage.payer.left) * _WINDOW / self._limits.requests_per_minute)
            problem = Problem("too_many_requests", headers={"Retry-After": str(wait), **self._headers(passage.payer)})
            await self._refuse(problem, scope, receive, send)
            return
        passage.payer.left -= 1

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                if not passage.timeout.expired():
                    passage.timeout.reschedule(None)  # what is answered may stream for as long as it likes
                self._answered(passage, scope, message)
                told = self._headers(passage.payer).items()
                message["headers"].extend((name.lower().encode(), value.encode()) for name, value in told)
            await send(message)

        await self._pass_on(passage, scope, _counted(scope, receive, self._limits), answer)

    async def _pass_on(self, passage: _Passage, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait for a place in the caller's own line, and for the answer; both within the time limit."""
        if self._limits.seconds and scope["path"] not in _OWN_TIME:
            passage.timeout = asyncio.timeout(self._limits.seconds)
        try:
            async with passage.timeout:
                if self._limits.at_once:
                    await passage.payer.line.acquire()
                    passage.holds_place = True
                await self._app(scope, receive, send)
        except TimeoutError:
            if not passage.timeout.expired():
                raise
            await self._refuse(Problem("too_slow"), scope, receive, send)
        finally:
            _leave(passage)

    async def _refuse(self, problem: Problem, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = scope.get("state", {}).get("request_id", "")
        await self._problems.response(problem, request_id)(scope, receive, send)

    def _passage(self, scope: Scope) -> _Passage:
        """An accepted credential pays for itself. All else pays as its address: credentials can be made up."""
        given = Headers(scope=scope).get("authorization", "")
        credential = blake2b(given.encode(), digest_size=16).hexdigest() if given else ""
        proven = self._proven.get(credential)
        host = str((scope.get("client") or ("", 0))[0])
        payer = self._share(self._proven, credential) if proven else self._share(self._addresses, network_of(host))
        return _Passage(payer, credential, proven is not None)

    def _share(self, among: dict[str, _Share], name: str) -> _Share:
        """The caller's share as it is now; taken out and put back, so that the silent come first."""
        now, rate = time.monotonic(), self._limits.requests_per_minute
        share = among.pop(name, None) or _Share(rate, now, asyncio.Semaphore(self._limits.at_once or 1))
        share.left = min(rate, share.left + (now - share.at) * rate / _WINDOW)
        share.at = now
        among[name] = share
        if len(among) > _REMEMBERED:
            del among[next(iter(among))]
        return share

    def _answered(self, passage: _Passage, scope: Scope, message: MutableMapping[str, Any]) -> None:
        """Free the caller's place, take what the request was worth, and note whether the credential was accepted."""
        _leave(passage)
        further: int = scope.get("state", {}).get("further_requests", 0)  # which later ones wait for
        if message["status"] == 401:  # revoked meanwhile, or never known
            self._proven.pop(passage.credential, None)
        elif passage.proven:
            passage.payer.left -= further
        elif passage.credential and _found_good(scope):
            self._share(self._proven, passage.credential).left -= 1 + further

    def _headers(self, share: _Share) -> dict[str, str]:
        """draft-ietf-httpapi-ratelimit-headers: the policy, what is left, and when the bucket is whole again."""
        rate = self._limits.requests_per_minute
        if not rate:
            return {}
        whole = ceil((rate - share.left) * _WINDOW / rate)
        return {
            "RateLimit-Policy": f'"caller";q={rate};w={_WINDOW:.0f}',
            "RateLimit": f'"caller";r={max(int(share.left), 0)};t={whole}',
        }


def _leave(passage: _Passage) -> None:
    if passage.holds_place:
        passage.holds_place = False
        passage.payer.line.release()


def network_of(host: str) -> str:
    """What one caller is given of addresses: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        found = ip_address(host)
    except ValueError:
        return host
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else host


def _found_good(scope: Scope) -> bool:
    """Whether the credential was looked at and is good: no status says so, for some routes refuse before they look."""
    shown = scope.get("state", {}).get("presented")
    return isinstance(shown, Presented) and shown.proven and not shown.in_cookie


def _counted(scope: Scope, receive: Receive, limits: Limits) -> Receive:
    """Read the body up to its limit: what is longer is refused where it is read, or before."""
    limit = {UPLOADS: limits.max_upload, BULK: MAX_BULK}.get(scope["path"], MAX_BODY)
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise HTTPException(413, f"at most {limit} bytes are taken")
        return message

    return counted
