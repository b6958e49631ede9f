"""The outermost middleware: a request id for every answer, and for every line of the log that and who asked."""

import time
from contextvars import ContextVar
from http import HTTPStatus
from uuid import uuid4

import structlog
from opentelemetry.trace import SpanKind
from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.typing import EventDict, WrappedLogger

from api.auth import Presented
from api.problems import Problem, ProblemTable
from store.traces import span

_REQUESTS = Counter("sluice_http_requests", "Requests answered here", ["method", "route", "status"])
_SECONDS = Histogram(
    "sluice_http_request_seconds",
    "From the request to the beginning of its answer",
    ["route"],
    buckets=(0.005, 0.02, 0.1, 0.5, 2.5, 10),
)
_OF_LINKS = "/mail/"
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
HEADER = b"sluice-request-id"
_CACHING = b"cache-control"
_SCOPE: ContextVar[Scope] = ContextVar("scope")
_log = structlog.get_logger()


def who_asks(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """A processor of structlog: add who asks, and about which case, to what is logged for a request; ids only.

    Read when the line is written: who asks is found out on another thread, whose own context nobody sees.
    """
    scope = _SCOPE.get(None)
    return line if scope is None else {**_known(scope), **line}


def _known(scope: Scope) -> dict[str, str]:
    shown: Presented | None = scope["state"].get("presented")
    found = {"case": str(scope.get("path_params", {}).get("case_id", ""))}
    if shown:
        who = shown.who
        found |= {"actor": who.person, "role": who.role, "organisation": who.organisation}
        found["on_behalf_of"] = who.on_behalf_of if who.role else ""  # before that it is what a caller made up
    return {name: value for name, value in found.items() if value}


class RequestLog:
    """Plain ASGI, for it is on every path. Addresses are logged without their query: links hold secrets."""

    def __init__(self, app: ASGIApp, problems: ProblemTable) -> None:
        self._app = app
        self._problems = problems

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        _SCOPE.set(scope)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request_id)
        began = time.perf_counter()
        status, answered = 0, began

        async def answer(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status, answered = message["status"], time.perf_counter()
                message["headers"].append((HEADER, request_id.encode()))
                _keep_private(scope, message)
            await send(message)

        try:
            with span(scope["method"], _parent(scope), SpanKind.SERVER, request=request_id) as one:
                await self._within(scope, receive, answer, request_id)
                one.update_name(f"{scope['method']} {_route(scope)}")
                one.set_attribute("http.response.status_code", status)
        finally:
            _count(scope, status, answered - began)
            spent = round((time.perf_counter() - began) * 1000, 1)
            _log.debug("request", method=scope["method"], path=unsecret(scope["path"]), status=status, ms=spent)

    async def _within(self, scope: Scope, receive: Receive, answer: Send, request_id: str) -> None:
        if b"%00" in scope["raw_path"] + scope["query_string"]:
            # PostgreSQL's texts can't hold NUL: refused here once, for every route.
            problem = Problem("malformed", "the address holds the character NUL")
            await self._problems.response(problem, request_id)(scope, receive, answer)
        else:
            await self._app(scope, receive, answer)


def _keep_private(scope: Scope, message: Message) -> None:
    """Let nobody on the way keep what was said to one caller, nor what was refused (RFC 9111 §5.2.2.5)."""
    said = any(name == _CACHING for name, _ in message["headers"])
    if not said and ("presented" in scope["state"] or message["status"] >= HTTPStatus.BAD_REQUEST):
        message["headers"].append((_CACHING, b"no-store"))


def unsecret(path: str) -> str:
    """The address without the secret that a mail's link ends with (`store.mail_tokens`); the id before it stays."""
    return f"{path.rpartition('.')[0] or _OF_LINKS}.…" if path.startswith(_OF_LINKS) else path


def _count(scope: Scope, status: int, seconds: float) -> None:
    """Under the route's own address, without what callers fill in: labels have to stay few."""
    route = _route(scope)
    method = scope["method"] if scope["method"] in _METHODS else "other"
    _REQUESTS.labels(method, route, str(status)).inc()
    _SECONDS.labels(route).observe(seconds)


def _route(scope: Scope) -> str:
    return str(getattr(scope.get("route"), "path", "none"))


def _parent(scope: Scope) -> str:
    """The caller's own trace, if it sent one."""
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"traceparent"), "")
