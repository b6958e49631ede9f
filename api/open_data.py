"""What anyone takes without a key: unconditionally open data, and samples of the rest (R22 §17, §22)."""

from pathlib import Path
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from api.openapi import problem_responses
from api.parts import Parts, parts_of
from api.problems import Problem
from domain.items import OpenType, PublishedItem
from domain.listing import ListedItem
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
