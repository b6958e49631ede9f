"""What is taken without applying: unconditionally open data and samples by anyone, without a key (R22 §17, §22).

And by registered applicants, with theirs, what may be used without application, where the city explores that (P25 §9).
"""

from pathlib import Path
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from api.auth import Caller
from api.openapi import problem_responses
from api.parts import Parts, parts_of
from api.problems import Problem
from domain.items import OpenType, PublishedItem
from domain.listing import ListedItem
from domain.people import Role
from store.items import OpenList
from store.sealing import Erased

router = APIRouter(prefix="/v1/items/{item_id}", tags=["items"])
_SAFE = {"X-Content-Type-Options": "nosniff"}
_FILE: dict[int | str, dict[str, Any]] = {200: {"content": {"*/*": {}}, "description": "the data"}}


@router.get(
    "/data",
    operation_id="get_open_data",
    response_class=FileResponse,
    responses={**_FILE, **problem_responses(403, 404, 503)},
)
def data(request: Request, item_id: str) -> Response:
    """The data of an unconditionally open item, newest file. No key, no registration; the log names nobody."""
    parts = parts_of(request)
    item = _unsuspended(parts, item_id).item
    if item.open_type is not OpenType.UNCONDITIONAL:
        raise Problem("not_open_to_all", f"its open type is {item.open_type}")
    path = _path(parts, item)
    structlog.get_logger().info("open_data_read", item=item_id, version=item.version)
    return FileResponse(path, headers=_SAFE, filename=item_id + "".join(path.suffixes))


@router.get(
    "/data/without-application",
    operation_id="get_data_without_application",
    response_class=FileResponse,
    responses={**_FILE, **problem_responses(400, 401, 403, 404, 503)},
)
def without_application(request: Request, item_id: str, actor: Caller) -> Response:
    """The data of an item that may be used without applying, where the city explores that; the log names who read it.

    For a registered applicant, by their own key (P25 §9). Off as shipped.
    """
    parts = parts_of(request)
    if not parts.rules.current().policy.exploratory.use_without_application:
        raise Problem("use_without_application_off")
    if actor.role is not Role.APPLICANT:
        raise Problem("forbidden", "only a registered applicant uses data")
    listed = _unsuspended(parts, item_id)
    if not listed.without_application:
        raise Problem("no_use_without_application")
    path = _path(parts, listed.item)
    who = {"person": actor.id, "organisation": actor.organisation, "credential": actor.credential}
    structlog.get_logger().info("data_read_without_application", item=item_id, version=listed.item.version, **who)
    return FileResponse(path, headers=_SAFE, filename=item_id + "".join(path.suffixes))


@router.get(
    "/sample",
    operation_id="get_sample",
    response_class=Response,
    responses={**_FILE, **problem_responses(403, 404, 410, 503)},
)
def sample(request: Request, item_id: str) -> Response:
    """The sample of a conditionally open item, as its publisher uploaded it. No key, no application."""
    parts = parts_of(request)
    found = _unsuspended(parts, item_id).sample
    kept = parts.material.find(found.material) if found else None
    if kept is None:
        raise Problem("no_sample")
    try:
        content = parts.material.content(kept.id)
    except Erased:
        raise Problem("material_erased") from None
    structlog.get_logger().info("sample_read", item=item_id, material=kept.id)
    headers = {**_SAFE, "Content-Disposition": f'attachment; filename="sample-{kept.id[:12]}"'}
    return Response(content, media_type=kept.media_type, headers=headers)


def _unsuspended(parts: Parts, item_id: str) -> ListedItem:
    listed = OpenList(parts.database, parts.cases, parts.log).show(item_id)
    if listed is None:
        raise Problem("no_such_item")
    if listed.suspended:
        raise Problem("opening_suspended")
    return listed


def _path(parts: Parts, item: PublishedItem) -> Path:
    """Where the data is; a source that leads out of the folder is as good as none."""
    folder = Path(parts.folders["api"]).resolve()
    path = (folder / item.source).resolve()
    if not (path.is_relative_to(folder) and path.is_file()):
        raise Problem("data_away")
    return path
