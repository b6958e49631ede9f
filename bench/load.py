"""Load over HTTP, cheap enough not to eat what it measures: kept-alive connections on bare protocols.

It runs in a process of its own, so its CPU is not the API's.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit
from uuid import uuid4

import uvloop

from domain.value import kind_of

if TYPE_CHECKING:  # a process that only makes load does without the product, which takes seconds to import
    from bench.workload import Cast, Workload

_END_OF_HEAD = b"\r\n\r\n"


class LoadRefused(Exception):
    """The API answered something else than was asked for; the load stops there."""


@dataclass(frozen=True)
class Call:
    """One command as bytes, but for the case and the idempotency key."""

    path: str  # with {case} in it
    head: str
    body: bytes

    def request(self, case: str, key: str) -> bytes:
        head = f"POST {self.path.replace('{case}', case)} HTTP/1.1\r\n{self.head}Idempotency-Key: {key}\r\n\r\n"
        return head.encode() + self.body


def calls(url: str, workload: "Workload", cast: "Cast") -> list[Call]:
    """A workload as requests to the API at `url`."""
    decider, host = workload.decider, urlsplit(url).netloc
    found: list[Call] = []
    for n, ask in enumerate(workload.asks):
        body = ask.command.model_dump_json(exclude={"kind"}).encode()
        kind = kind_of(ask.command).replace("_", "-")
        path = f"/v1/{decider.plural}/{{case}}/{kind}" if n else f"/v1/{decider.plural}"
        head = (
            f"Host: {host}\r\nAuthorization: Bearer {cast.keys[ask.who]}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        )
        found.append(Call(path, head, body))
    return found


def run(url: str, script: Sequence[Call], callers: int, start: float, seconds: float) -> list[float]:
    """Seconds of each command that was answered between `start` and `start + seconds` (monotonic)."""
    return uvloop.run(_run(url, script, callers, start, seconds))


def open_cases(url: str, script: Sequence[Call], cases: int, callers: int) -> list[str]:
    """Take so many cases through the script; returns their ids."""
    return uvloop.run(_cases(url, script, [None] * cases, callers))


def continue_cases(url: str, script: Sequence[Call], cases: Sequence[str], callers: int) -> list[str]:
    """Take cases that are open through a script without an opening command."""
    return uvloop.run(_cases(url, script, cases, callers))


async def _run(url: str, script: Sequence[Call], callers: int, start: float, seconds: float) -> list[float]:
    took: list[float] = []

    async def call() -> None:
        connection = await _connect(url)
        await asyncio.sleep(max(0.0, start - monotonic()))
        while True:
            case = ""
            for step in script:
                begun = monotonic()
                answer = await connection.ask(step.request(case, uuid4().hex))
                now = monotonic()
                if now > start + seconds:
                    connection.close()
                    return
                took.append(now - begun)
                case = case or json.loads(answer)["id"]

    await asyncio.gather(*(call() for _ in range(callers)))
    return took


async def _cases(url: str, script: Sequence[Call], cases: Sequence[str | None], callers: int) -> list[str]:
    waiting, found = list(cases), list[str]()

    async def call() -> None:
        connection = await _connect(url)
        while waiting:
            case = waiting.pop() or ""
            for step in script:
                answer = await connection.ask(step.request(case, uuid4().hex))
                case = case or json.loads(answer)["id"]
            found.append(case)
        connection.close()

    await asyncio.gather(*(call() for _ in range(callers)))
    return found


class _Connection(asyncio.Protocol):
    """One kept-alive connection with one request under way."""

    def __init__(self) -> None:
        self._received = bytearray()
        self._answer: asyncio.Future[bytes] | None = None
        self._transport: asyncio.Transport | None = None

    async def ask(self, request: bytes) -> bytes:
        """The body of the answer. Raises LoadRefused for any status but 200 and 201."""
        assert self._transport, "asked before it was connected"
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        if self._transport:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own is not registered as one

    def data_received(self, data: bytes) -> None:
        self._received += data
        end = self._received.find(_END_OF_HEAD)
        if end < 0:
            return
        head = bytes(self._received[:end]).lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        whole = end + len(_END_OF_HEAD) + length
        if len(self._received) >= whole:
            body = bytes(self._received[end + len(_END_OF_HEAD) : whole])
            del self._received[:whole]
            self._answered(head, body)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(LoadRefused(f"the API closed the connection: {exc}"))

    def _answered(self, head: bytes, body: bytes) -> None:
        if self._answer is None or self._answer.done():
            return
        if head.split(b" ", 2)[1] in (b"200", b"201"):
            self._answer.set_result(body)
        else:
            self._answer.set_exception(LoadRefused(f"{head.splitlines()[0]!r} {body!r}"))


async def _connect(url: str) -> _Connection:
    host, _, port = urlsplit(url).netloc.partition(":")
    _, connection = await asyncio.get_running_loop().create_connection(_Connection, host, int(port))
    return connection
