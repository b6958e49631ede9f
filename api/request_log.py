"""The one middleware: a request id for every answer and every line of the log."""

import time
from uuid import uuid4

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import Problem, ProblemTable

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
        status = 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"].append((HEADER, request_id.encode()))
            await send(message)

        try:
            if b"%00" in scope["raw_path"] + scope["query_string"]:
                # PostgreSQL's texts can't hold NUL: refused here once, for every route.
                problem = Problem("malformed", "the address holds the character NUL")
                await self._problems.response(problem, request_id)(scope, receive, answer)
            else:
                await self._app(scope, receive, answer)
        finally:
            spent = round((time.perf_counter() - began) * 1000, 1)
            _log.debug("request", method=scope["method"], path=scope["path"], status=status, ms=spent)
