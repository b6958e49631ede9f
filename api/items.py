"""The open list: read by anyone, without a key."""

from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request

from api.cases import Cursor, Limit
from api.openapi import problem_responses
from api.parts import parts_of
from api.problems import Problem
from domain.items import OpenType
from domain.listing import ListedItem
from domain.value import Value
from store.items import ItemsError, OpenList

Found = TypeVar("Found")
router = APIRouter(prefix="/v1/items", tags=["items"])
_HIDDEN = {"source"}  # where the adapter finds the data is nobody's business outside


class ItemsPage(Value):
    """A page of the open list; `next_cursor` is empty on the last one."""

    items: tuple[dict[str, Any], ...]
    next_cursor: str


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
    try:
        found = _open_list(request).page(cursor, publisher=publisher, open_type=open_type, text=text, limit=limit)
    except ItemsError:
        raise Problem("malformed_cursor") from None
    return ItemsPage(items=tuple(_listed(item) for item in found.items), next_cursor=found.next_cursor)


@router.get("/{item_id}", operation_id="get_item", responses=problem_responses(400, 404, 503))
def item(
    request: Request,
    item_id: str,
    version: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> dict[str, Any]:
    """An item's newest version as the list shows it, or one version of it."""
    open_list = _open_list(request)
    if version is None:
        return _listed(_known(open_list.show(item_id)))
    return _known(open_list.version(item_id, version)).model_dump(mode="json", exclude=_HIDDEN)


def _open_list(request: Request) -> OpenList:
    parts = parts_of(request)
    return OpenList(parts.database, parts.cases, parts.log)


def _known(found: Found | None) -> Found:
    if found is None:
        raise Problem("no_such_item")
    return found


def _listed(listed: ListedItem) -> dict[str, Any]:
    return listed.model_dump(mode="json", exclude={"item": _HIDDEN})
