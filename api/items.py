"""The open list: read by anyone, without a key."""

from datetime import date
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request
from pydantic import Field

from api.auth import Caller
from api.cases import Cursor, Limit
from api.openapi import problem_responses
from api.parts import parts_of
from api.problems import Problem
from domain.items import ListedItem, OpenType
from domain.people import Role
from domain.value import Value
from store import items

Found = TypeVar("Found")
router = APIRouter(prefix="/v1/items", tags=["items"])
_HIDDEN = {"source"}  # where the adapter finds the data is nobody's business outside


class ItemsPage(Value):
    """A page of the open list; `next_cursor` is empty on the last one."""

    items: tuple[dict[str, Any], ...]
    next_cursor: str


class Confirmation(Value):
    """The day that a person read in the original."""

    due: date = Field(description="calendar date", examples=["2025-12-31"])


@router.get("", operation_id="list_items", responses=problem_responses(400, 503))
def page(
    request: Request,
    publisher: Annotated[str, Query(max_length=200, description="id of the publisher")] = "",
    open_type: OpenType | None = None,
    text: Annotated[str, Query(max_length=200, description="part of a title or id")] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> ItemsPage:
    """The items of the open list, in the order of their first publication. No key is needed."""
    with parts_of(request).database.connection() as connection:
        try:
            found = items.list_items(
                connection, cursor, publisher=publisher, open_type=open_type, text=text, limit=limit
            )
        except items.ItemsError:
            raise Problem("malformed_cursor") from None
    return ItemsPage(items=tuple(_listed(item) for item in found.items), next_cursor=found.next_cursor)


@router.get("/{item_id}", operation_id="get_item", responses=problem_responses(400, 404, 503))
def item(
    request: Request,
    item_id: str,
    version: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> dict[str, Any]:
    """An item's newest version as the list shows it, or one version of it."""
    with parts_of(request).database.connection() as connection:
        if version is None:
            return _listed(_known(items.show(connection, item_id)))
        return _known(items.get(connection, item_id, version)).model_dump(mode="json", exclude=_HIDDEN)


@router.post(
    "/plan-rows/{item_id}/confirm",
    operation_id="confirm_plan_row",
    responses=problem_responses(400, 401, 403, 404, 409, 422, 503),
)
def confirm(request: Request, item_id: str, confirmation: Confirmation, actor: Caller) -> dict[str, Any]:
    """Confirm the day of an item whose plan row gives none. The competent department does this."""
    if actor.role is not Role.COMPETENT_DEPARTMENT:
        raise Problem("forbidden", "confirming is the competent department's")
    parts = parts_of(request)
    with parts.database.connection() as connection:
        _known(items.show(connection, item_id))
        try:
            items.confirm(connection, item_id, confirmation.due, actor.id, parts.clocks.now())
        except items.ItemsError as error:
            raise Problem("unconfirmable", str(error)) from None
        return _listed(_known(items.show(connection, item_id)))


def _known(found: Found | None) -> Found:
    if found is None:
        raise Problem("no_such_item")
    return found


def _listed(listed: ListedItem) -> dict[str, Any]:
    return listed.model_dump(mode="json", exclude={"item": _HIDDEN})
