"""The one middleware: a request id for every answer and every line of the log."""

import time
from uuid import uuid4

import structlog
from opentelemetry.trace import SpanKind
from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
_log = structlog.get_logger()


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
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request_id)
        began = time.perf_counter()
        status, answered = 0, began

        async def answer(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status, answered = message["status"], time.perf_counter()
                message["headers"].append((HEADER, request_id.encode()))
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
