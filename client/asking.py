"""How every operation is asked: the key, one idempotency key over all tries, waiting where the API says so."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar
from uuid import uuid4

import httpx
from pydantic import BaseModel

from client.changes import Change, events
from client.problems import Json, problem_of

_AGAIN = (429, 503)  # with Retry-After, in seconds
_KEYED = "/v1/bulk"  # its commands have idempotency keys of their own
_NOT_BEGUN = 429  # refused before anything was done
_SLOWEST = 5.0  # seconds between two tries while nothing answers
_CUT = 2.0  # seconds before a stream that ended is asked for again
_PROBLEM = "application/problem+json"


class _Page(Protocol):
    @property
    def next_cursor(self) -> str: ...


P = TypeVar("P", bound=_Page)
E = TypeVar("E")


@dataclass(frozen=True)
class Pages(Generic[P, E]):
    """A list of any length: iterate over its entries, each page fetched when it is needed, or over `by_page()`."""

    fetch: Callable[[str], P]  # by cursor
    entries: Callable[[P], Iterable[E]]
    cursor: str = ""  # where to begin

    def __iter__(self) -> Iterator[E]:
        return (entry for page in self.by_page() for entry in self.entries(page))

    def by_page(self) -> Iterator[P]:
        """The pages themselves; each one's `next_cursor` is where the next begins."""
        page = self.fetch(self.cursor)
        yield page
        while page.next_cursor:
            page = self.fetch(page.next_cursor)
            yield page


def checked(response: httpx.Response) -> httpx.Response:
    """The response if it succeeded; raises `Problem` for a refusal, `httpx.HTTPStatusError` for any other failure."""
    if response.headers.get("Content-Type", "").startswith(_PROBLEM):
        raise problem_of(response.json())
    return response.raise_for_status()


class Asking:
    """One caller at one instance.

    `role` chooses among several that the caller holds: a role, or `role@organisation`; `on_behalf_of` is the id of whom
    a substitute stands in for. `patience` is how many seconds an operation that may be asked again goes on trying; 0
    means once. Close it, or use it as a context.
    """

    def __init__(
        self,
        url: str,
        key: str = "",
        *,
        role: str = "",
        on_behalf_of: str = "",
        patience: float = 30.0,
        http: httpx.Client | None = None,
    ) -> None:
        self._http = http or httpx.Client(base_url=url, timeout=60.0)
        self._owns = http is None
        self._patience = patience
        self._headers = {
            **({"Authorization": f"Bearer {key}"} if key else {}),
            **({"Sluice-Role": role} if role else {}),
            **({"Sluice-On-Behalf-Of": on_behalf_of} if on_behalf_of else {}),
        }

    def close(self) -> None:
        """Close the connections, unless they were given."""
        if self._owns:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str | None] | None = None,
        body: BaseModel | Json | None = None,
        content: bytes | None = None,
        key: str | None = None,
        version: int | None = None,
    ) -> httpx.Response:
        """Send a request until it is answered; raises as `checked`, and `httpx.TransportError`.

        `key` is the idempotency key, made here if it is empty, None where the operation takes none; it stays the
        same over all tries. `version` is sent as If-Match. None in `query` and `headers` is left out.
        """
        sent = self._headers | {name: value for name, value in (headers or {}).items() if value is not None}
        if key is not None:
            sent["Idempotency-Key"] = key or uuid4().hex
        if version is not None:
            sent["If-Match"] = f'"{version}"'
        request = self._http.build_request(
            method,
            path,
            params={name: value for name, value in (query or {}).items() if value is not None},
            headers=sent,
            json=_plain(body) if body is not None else None,
            content=content,
        )
        safe = method in ("GET", "PUT") or key is not None or path == _KEYED
        return checked(self._answered(request, safe=safe))

    def changes(self, after: int | None = None) -> Iterator[Change]:
        """Changes of the cases that you may see, as they are recorded: from now on, or after a position. Without end.

        A stream that ends or is cut off is asked for again from where it was: nothing is lost and nothing comes
        twice. Raises as `checked` once it is refused, `httpx.TransportError` when nothing answers for as long as the
        patience lasts. Keep the `position` of the last change that you dealt with, to go on after it another day.
        """
        position = after
        while True:
            at = {} if position is None else {"Last-Event-ID": str(position)}
            request = self._http.build_request("GET", "/v1/stream", headers=self._headers | at)
            response = self._answered(request, safe=True, stream=True)
            with suppress(httpx.TransportError), closing(response):
                if response.is_error:
                    response.read()
                for reached, change in events(checked(response).iter_lines()):
                    position = reached
                    if change:
                        yield change
            time.sleep(_CUT)

    def _answered(self, request: httpx.Request, *, safe: bool, stream: bool = False) -> httpx.Response:
        """The answer, the last one once the patience is spent. What is not safe to repeat is, if it was not begun."""
        end = time.monotonic() + self._patience
        pause = 0.2
        while True:
            try:
                response = self._http.send(request, stream=stream)
                wait = _wait(response)
                if wait is None or time.monotonic() + wait > end or not (safe or response.status_code == _NOT_BEGUN):
                    return response
                response.close()
            except httpx.TransportError:
                wait, pause = pause, min(2 * pause, _SLOWEST)
                if time.monotonic() + wait > end or not safe:
                    raise
            time.sleep(wait)


def _wait(response: httpx.Response) -> float | None:
    """How many seconds to wait before asking again; None when this is the answer."""
    given = response.headers.get("Retry-After", "")
    return float(given) if response.status_code in _AGAIN and given.isdecimal() else None


def _plain(body: BaseModel | Json) -> Json:
    """As JSON values, without what was not set: the server has its own defaults."""
    return body.model_dump(mode="json", exclude_unset=True) if isinstance(body, BaseModel) else body
