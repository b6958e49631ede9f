"""Uploading material, and reading it for those who work on a case that uses it."""

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Query, Request, Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from api.access_log import note_read
from api.auth import Caller, caller
from api.cases import READING, seen_case
from api.openapi import problem_responses
from api.parts import Parts, parts_of
from api.problems import Problem
from api.reading import read_body
from api.sniffing import ALLOWED, accepted_type
from domain.application.events import SignedScanRegistered
from domain.people import Actor
from domain.value import Value
from domain.visibility import View
from store.cases import CaseRow
from store.material import Stored
from store.sealing import Erased

router = APIRouter(prefix="/v1/material", tags=["material"])
_DAY = timedelta(days=1)
_ANY_FILE = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in ALLOWED}
_UPLOAD: dict[str, Any] = {
    "requestBody": {"required": True, "content": _ANY_FILE},
    "security": [{"key": []}],
}


class MaterialKept(Value):
    """An upload as kept; commands name it by `id`."""

    id: str = Field(description="SHA-256 of the ciphertext, hexadecimal")
    media_type: str
    size: int = Field(description="bytes")


@router.post(
    "",
    operation_id="upload_material",
    status_code=HTTPStatus.CREATED,
    responses=problem_responses(400, 401, 403, 413, 415, 503),
    openapi_extra=_UPLOAD,
)
async def upload(request: Request) -> MaterialKept:
    """Upload one file as the request's body, its type in Content-Type.

    PDF, PNG, JPEG, DOCX, XLSX, and UTF-8 text or CSV are taken, if the content is what it is
    called. It is sealed under your organisation's own key; uploading it twice gives two ids.
    """
    parts = parts_of(request)
    actor = await run_in_threadpool(caller, request)
    await run_in_threadpool(_check_share, parts, actor)
    content = await read_body(request, parts.limits.max_upload)
    if not content:
        raise Problem("malformed", "the upload is empty")
    declared = request.headers.get("Content-Type", "")
    media_type = await run_in_threadpool(accepted_type, declared, content)  # looking takes time that is others'
    if media_type is None:
        raise Problem("unsupported_type", "the content is not what it is called", allowed=ALLOWED)
    kept = await run_in_threadpool(parts.material.keep, actor.organisation, actor.id, media_type, content)
    structlog.get_logger().info("material_kept", material=kept.id, size=kept.size)
    return MaterialKept(id=kept.id, media_type=kept.media_type, size=kept.size)


@router.get(
    "/{material_id}",
    operation_id="get_material",
    response_class=Response,
    responses={
        200: {"content": _ANY_FILE, "description": "the file as uploaded"},
        **problem_responses(*READING, 410),
    },
)
def read(
    request: Request,
    material_id: str,
    actor: Caller,
    case: Annotated[str, Query(max_length=200, description="a case that uses it")] = "",
) -> Response:
    """The file: for the organisation that uploaded it, and for all who may see a case using it."""
    parts = parts_of(request)
    row = seen_case(request, case, actor) if case else None  # first, and for everyone: what is logged was seen
    found = parts.material.find(material_id)
    if found is None or not _may_read(parts, actor, found, row):
        raise Problem("not_found", why="not theirs to read" if found else "no such material")
    note_read(request, actor, "material", material_id, case)
    try:
        content = parts.material.content(material_id)
    except Erased:
        raise Problem("material_erased") from None
    headers = {
        "Content-Disposition": f'attachment; filename="{material_id[:12]}"',
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=found.media_type, headers=headers)


def _check_share(parts: Parts, actor: Actor) -> None:
    """Raises `too_much_uploaded`: a rate of requests alone would let one organisation fill the disk in an hour."""
    most = parts.limits.uploads_of_a_day
    if most and parts.material.uploaded(actor.organisation, _DAY) >= most:
        raise Problem("too_much_uploaded", f"at most {most} bytes of one organisation in 24 hours")


def _may_read(parts: Parts, actor: Actor, found: Stored, row: CaseRow | None) -> bool:
    if actor.organisation == found.organisation:
        return True
    if row is None:
        return False
    view = View.of(parts.deciders[row.process], actor, row.summary)
    return _uses(row, found, view) or _is_its_scan(parts, row, found, view)


def _uses(row: CaseRow, found: Stored, view: View) -> bool:
    """Whether what they see of the case holds the material, and its owner is among those who asked.

    Both, so that no one gets at another's file by writing its id into a case of their own.
    """
    asked = found.organisation in row.summary.applicants
    return asked and _holds(view.of_value(row.state).json, found.id)


def _is_its_scan(parts: Parts, row: CaseRow, found: Stored, view: View) -> bool:
    """Whether the case's agreement was signed on the paper of that scan, which a side uploaded (that was checked)."""
    return view.shows(SignedScanRegistered) and any(
        event.body.paper.scan == found.id
        for event in parts.log.events(row.case_id)
        if isinstance(event.body, SignedScanRegistered)
    )


def _holds(value: Any, wanted: str) -> bool:
    if isinstance(value, dict):
        return any(_holds(part, wanted) for part in value.values())  # pyright: ignore[reportUnknownVariableType]  # JSON
    if isinstance(value, list):
        return any(_holds(part, wanted) for part in value)  # pyright: ignore[reportUnknownVariableType]  # JSON
    return bool(value == wanted)
