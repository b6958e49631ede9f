"""What an applicant collects: a link that ends, or a credential; and the data behind them."""

import base64
from pathlib import Path
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse
from pydantic import AwareDatetime, Field

from api.auth import Caller, bearer
from api.cases import READING, seen_case
from api.openapi import problem_responses
from api.parts import parts_of
from api.problems import Problem
from domain.application.events import DataDelivered
from domain.application.papers import WORKSPACES
from domain.people import Actor, Role
from domain.value import Value
from domain.visibility import View
from store.cases import CaseRow
from store.deliveries import Delivery
from store.sealing import Erased

router = APIRouter(prefix="/v1", tags=["deliveries"])
_FILE: dict[int | str, dict[str, Any]] = {200: {"content": {"*/*": {}}, "description": "the data"}}


class DeliveryView(Value):
    """A delivery without its secret."""

    id: str
    mode: str
    item: str
    agreement: str
    scenario: str
    sha256: str = Field(description="of the file, as it was when it was delivered")
    size: int = Field(description="bytes")
    prefix: str = Field(description="names the link or credential without giving it away")
    created_at: AwareDatetime
    expires_at: AwareDatetime | None
    collected: bool
    live: bool


class Deliveries(Value):
    """A case's deliveries, newest first."""

    deliveries: tuple[DeliveryView, ...]


class Collected(Value):
    """A secret, given out this once. `link` for a download, `credential` for an API or a workspace."""

    id: str
    link: str = ""
    credential: str = ""
    data: str = Field(default="", description="where the credential opens the data, or a workspace's manifest")


@router.get(
    "/applications/{case_id}/delivery",
    operation_id="get_delivery",
    responses=problem_responses(*READING),
)
def deliveries(request: Request, case_id: str, actor: Caller) -> Deliveries:
    """What was delivered for an application, without links or credentials."""
    parts = parts_of(request)
    row = seen_case(request, case_id, actor)
    now = parts.clocks.now()
    seen = View.of(parts.deciders[row.process], actor, row.summary).shows(DataDelivered)
    found = parts.deliveries.of_case(row.case_id) if seen else []
    return Deliveries(deliveries=tuple(_view(delivery, delivery.opens(now)) for delivery in found))


@router.post(
    "/applications/{case_id}/delivery/{delivery_id}/collect",
    operation_id="collect_delivery",
    responses=problem_responses(*READING, 409, 410),
)
def collect(request: Request, case_id: str, delivery_id: str, actor: Caller) -> Collected:
    """Collect the link or credential: for the applicant, and for ten minutes from the first time."""
    parts = parts_of(request)
    row = seen_case(request, case_id, actor)
    _require_applicant(actor, row)
    wanted = [one for one in parts.deliveries.of_case(case_id) if one.id == delivery_id]
    if not wanted:
        raise Problem("not_found")
    try:
        secret = parts.deliveries.collect(delivery_id, parts.clocks.now())
    except Erased:
        raise Problem("material_erased") from None
    if secret is None:
        raise Problem("already_collected")
    structlog.get_logger().info("delivery_collected", case=case_id, delivery=delivery_id)
    return _collected(wanted[0], secret)


@router.get(
    "/deliveries/{delivery_id}",
    operation_id="download",
    response_class=FileResponse,
    responses={**_FILE, **problem_responses(403, 503)},
)
def download(
    request: Request,
    delivery_id: str,
    token: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Download by a collected link, until it ends. The token is the key."""
    delivery = _open(request, token, "download")
    if delivery.id != delivery_id:
        raise Problem("no_access")
    return _file(request, delivery, delivery.sha256)


@router.get(
    "/data/{item_id}",
    operation_id="get_data",
    response_class=FileResponse,
    responses={**_FILE, **problem_responses(401, 403, 503)},
    openapi_extra={"security": [{"key": []}]},
)
def data(request: Request, item_id: str) -> Response:
    """An item's data, by an API credential that was delivered for it. The credential is the key."""
    delivery = _open(request, bearer(request), "api")
    if delivery.item_id != item_id:
        raise Problem("no_access")
    structlog.get_logger().info("data_read", item=item_id, credential=delivery.prefix)
    return _file(request, delivery, "")


@router.get(
    "/workspaces/{delivery_id}",
    operation_id="get_workspace",
    response_class=FileResponse,
    responses={**_FILE, **problem_responses(401, 403, 503)},
    openapi_extra={"security": [{"key": []}]},
)
def workspace(request: Request, delivery_id: str) -> Response:
    """What is in a sandbox, or a place for privacy computing, by its credential. The data itself is not given out."""
    delivery = _open(request, bearer(request), *WORKSPACES)
    if delivery.id != delivery_id:
        raise Problem("no_access")
    structlog.get_logger().info("workspace_read", workspace=delivery_id, credential=delivery.prefix)
    return _file(request, delivery, delivery.sha256)


def _require_applicant(actor: Actor, row: CaseRow) -> None:
    if actor.role is not Role.APPLICANT or actor.organisation not in row.summary.applicants:
        raise Problem("forbidden", "only the applicant collects")


def _open(request: Request, secret: str, *modes: str) -> Delivery:
    parts = parts_of(request)
    delivery = parts.deliveries.by_secret(secret)
    if delivery is None or delivery.mode not in modes:
        raise Problem("no_access")
    if not delivery.opens(parts.clocks.now()):
        raise Problem("no_access", "access has ended")
    return delivery


def _file(request: Request, delivery: Delivery, digest: str) -> Response:
    path = Path(parts_of(request).folders[delivery.mode]) / delivery.source
    if not path.is_file():
        raise Problem("data_away")
    name = Path(delivery.item_id).name + "".join(path.suffixes)
    headers = {
        "Sluice-Agreement": delivery.agreement,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",  # a link ends; what is kept on the way would not
    }
    if digest:  # RFC 9530
        headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(digest)).decode()}:"
    return FileResponse(path, headers=headers, filename=name)


def _view(delivery: Delivery, live: bool) -> DeliveryView:
    return DeliveryView(
        id=delivery.id,
        mode=delivery.mode,
        item=delivery.item_id,
        agreement=delivery.agreement,
        scenario=delivery.scenario,
        sha256=delivery.sha256,
        size=delivery.size,
        prefix=delivery.prefix,
        created_at=delivery.created_at,
        expires_at=delivery.expires_at,
        collected=delivery.collected,
        live=live,
    )


def _collected(delivery: Delivery, secret: str) -> Collected:
    if delivery.mode == "download":
        return Collected(id=delivery.id, link=f"/v1/deliveries/{delivery.id}?token={secret}")
    here = f"/v1/workspaces/{delivery.id}" if delivery.mode in WORKSPACES else f"/v1/data/{delivery.item_id}"
    return Collected(id=delivery.id, credential=secret, data=here)
