"""The application: routes, and what every exception is answered with."""

from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import structlog
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException

from api import (
    access_log,
    agreements,
    clock,
    delegations,
    deliveries,
    grading,
    health,
    inbound_senders,
    items,
    mail,
    material,
    open_data,
    pages,
    publishers,
    search,
    sign_in,
    spot_checks,
    statistics,
    stream,
    webhook_messages,
    webhooks,
    worklist,
)
from api.actions import action_routes
from api.attempts import record_attempt
from api.bulk import bulk_routes
from api.cases import case_routes
from api.claims import claim_routes
from api.commands import add_commands, operations
from api.inbound import inbound_routes
from api.leaving import when_told_to_end
from api.limiting import Limited
from api.mail_pages import mail_page_routes
from api.openapi import install_contract
from api.pages import is_page, problem_page
from api.parts import Parts
from api.problems import Problem, reason_of_status
from api.refusals import refusal_routes
from api.request_log import RequestLog
from store.database import DatabaseAway, TooSlow
from store.request import Contended, KeyChanged

_PARTS = (
    access_log,
    agreements,
    clock,
    delegations,
    deliveries,
    grading,  # before items: its queue's address would be taken for an item's
    health,
    inbound_senders,
    items,
    mail,
    material,
    open_data,
    pages,
    publishers,
    search,
    sign_in,
    spot_checks,
    statistics,
    stream,
    worklist,
    webhook_messages,
    webhooks,
)
_UNTOLD: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
}  # off: its spans would hold queries, and queries hold secrets
LOOKUPS = 4  # threads that look keys up; the desk has its own
_DESCRIPTION = "有条件开放数据的申请与办理 · Applying for conditionally open data. 说明见各接口。"


def create_app(parts: Parts, closing: Callable[[], None] | None = None) -> FastAPI:
    """The API over these parts, one operation per command; `closing` is called at the end."""
    lookups = ThreadPoolExecutor(LOOKUPS, "lookup")

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncGenerator[None]:
        with when_told_to_end(parts.bell.leave):
            yield
        lookups.shutdown()
        parts.bell.stop()
        if closing is not None:
            closing()

    app = FastAPI(title="Sluice", version="1", description=_DESCRIPTION, lifespan=life, telemetry=_UNTOLD)
    app.state.parts = parts
    app.state.streams = Counter[str]()
    add_commands(app.router, parts, lookups)
    for router in _routers(parts, lookups):
        # as they are: `include_router` would read all of them a second time, at the first request
        app.router.routes.extend(router.routes)
    install_contract(app, operations(parts.deciders.values()))
    _answer_exceptions(app, parts)
    app.add_middleware(Limited, limits=parts.limits, problems=parts.problems)
    app.add_middleware(RequestLog, problems=parts.problems)
    return app


def _routers(parts: Parts, lookups: ThreadPoolExecutor) -> Iterator[APIRouter]:
    yield bulk_routes(parts, lookups)
    yield inbound_routes(parts, lookups)
    for decider in parts.deciders.values():
        yield case_routes(decider)
        yield action_routes(decider)
        yield refusal_routes(decider)
        yield claim_routes(decider)
    yield mail_page_routes(parts)
    for part in _PARTS:
        yield part.router


def _answer_exceptions(app: FastAPI, parts: Parts) -> None:
    def answer(request: Request, problem: Problem) -> Response:
        if is_page(request):
            return problem_page(parts, request, problem)
        return parts.problems.response(problem, getattr(request.state, "request_id", ""))

    @app.exception_handler(Problem)
    async def problem(request: Request, error: Problem) -> Response:
        await record_attempt(request, error)
        return answer(request, error)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        # Without the input: it may hold what must not be repeated.
        errors = [{"at": list(one["loc"]), "what": one["msg"]} for one in error.errors()]
        if any(one["type"] == "json_invalid" for one in error.errors()):
            return answer(request, Problem("malformed", "the body is not JSON"))
        return answer(request, Problem("invalid_input", errors=errors))

    @app.exception_handler(HTTPException)
    async def framework(request: Request, error: HTTPException) -> Response:
        return answer(request, Problem(reason_of_status(error.status_code), headers=error.headers))

    @app.exception_handler(DatabaseAway)
    async def away(request: Request, error: DatabaseAway) -> Response:
        structlog.get_logger().warning("database_away", error=str(error))
        return answer(request, Problem("away"))

    @app.exception_handler(TooSlow)
    async def too_slow(request: Request, _: TooSlow) -> Response:
        return answer(request, Problem("too_slow"))

    @app.exception_handler(Contended)
    async def contended(request: Request, _: Contended) -> Response:
        return answer(request, Problem("contended"))

    @app.exception_handler(KeyChanged)
    async def key_changed(request: Request, _: KeyChanged) -> Response:
        return answer(request, Problem("unauthenticated", "the key or its role ended just now"))

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:
        structlog.get_logger().error("request_failed", exc_info=error)
        return answer(request, Problem("failed"))
