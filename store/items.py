"""The open list: the cases of its items, read as a list, and the one way to put an item on it by import."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.items import ItemContent, OpenType, PublishedItem
from domain.listing import ListedItem, listed
from domain.open_list_item import OPEN_LIST_ITEM
from domain.open_list_item.events import VersionEvent
from domain.open_list_item.inbox import RegisterItem
from domain.open_list_item.state import OpenedState
from domain.people import CLOCK
from domain.plan_item.state import OpenedState as PlanItemState
from domain.value import Value
from store.cases import CaseRow, Cases
from store.database import Database
from store.desk import Desk
from store.log import Log
from store.request import Request


class ItemsError(ValueError):
    """What was asked of the open list can't be done; says why."""


class ItemPage(Value):
    """A page of the open list; `next_cursor` is empty on the last one."""

    items: tuple[ListedItem, ...]
    next_cursor: str


# In the order of the log, so that a page's cursor is a place in it.
_PAGE = """
SELECT c.*, opening.notification_id AS position
FROM cases c
JOIN stored_events opening ON opening.originator_id = c.case_id AND opening.originator_version = 1
CROSS JOIN LATERAL (SELECT c.state::jsonb #> '{dossier,published}' AS body) newest
WHERE c.process = %(process)s AND opening.notification_id > %(after)s
  AND (%(publisher)s = '' OR body ->> 'publisher' = %(publisher)s)
  AND (%(open_type)s = '' OR body ->> 'open_type' = %(open_type)s)
  AND strpos(lower(concat_ws(' ', c.case_id, body ->> 'title', body ->> 'title_en')), lower(%(text)s)) > 0
ORDER BY opening.notification_id LIMIT %(limit)s"""


class OpenList:
    """The items as anyone may read them."""

    def __init__(self, database: Database, cases: Cases, log: Log) -> None:
        self._database = database
        self._cases = cases
        self._log = log

    def show(self, item_id: str) -> ListedItem | None:
        """The item's newest version; None for an unknown item."""
        row = self._cases.get(item_id) if _is_text(item_id) else None
        return self._listed([row])[0] if row and is_item(row.state) else None

    def version(self, item_id: str, version: int) -> PublishedItem | None:
        """One version of the item; None when there is no such."""
        if not _is_text(item_id):
            return None
        published = (event.body for event in self._log.events(item_id) if isinstance(event.body, VersionEvent))
        return next((event.item for event in published if event.item.version == version), None)

    def page(
        self,
        cursor: str = "",
        *,
        publisher: str = "",
        open_type: OpenType | None = None,
        text: str = "",
        limit: int = 50,
    ) -> ItemPage:
        """A page of the newest versions in the order of first publication; empty filters match all.

        `text` is looked for in titles and ids, whatever its case. Raises `ItemsError` for a cursor that no page gave.
        """
        if cursor and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
            raise ItemsError(f"{cursor!r} is no cursor; take next_cursor of the page before, or none")
        if not _is_text(publisher + text):
            return ItemPage(items=(), next_cursor="")
        filters = {"publisher": publisher, "open_type": open_type or "", "text": text}
        asked = {**filters, "process": OPEN_LIST_ITEM.name, "after": int(cursor or 0), "limit": limit + 1}
        with self._database.connection() as connection:
            rows = connection.execute(_PAGE, asked).fetchall()
        found = self._listed([self._cases.read(row) for row in rows[:limit]])
        more = len(rows) > limit
        return ItemPage(items=found, next_cursor=str(rows[limit - 1]["position"]) if more else "")

    def _listed(self, rows: Sequence[CaseRow]) -> tuple[ListedItem, ...]:
        wanted = {row.state.dossier.plan_item for row in rows} - {""}
        plan: Mapping[str, Any] = {row.case_id: row.state for row in self._cases.many(sorted(wanted))} if wanted else {}
        rows_of_plan = {case_id: state for case_id, state in plan.items() if isinstance(state, PlanItemState)}
        return tuple(listed(row.state, rows_of_plan.get(row.state.dossier.plan_item)) for row in rows)


def is_item(state: object) -> bool:
    """Whether the state is that of an item's case."""
    return isinstance(state, OpenedState)


def registration(content: ItemContent, by: str, plan_item: str = "") -> Request:
    """The request that puts an item on the list for the person `by`, as version 1; the same again is no news."""
    return Request(
        process=OPEN_LIST_ITEM.name,
        case_id=content.item_id,
        command_id=f"import/{content.item_id}",
        command=RegisterItem(item=content, plan_item=plan_item),
        actor=CLOCK.model_copy(update={"on_behalf_of": by}),
    )


def register(desk: Desk, content: ItemContent, by: str, plan_item: str = "") -> None:
    """Put an item on the list for the person `by`. Raises `ItemsError` when it is on the list and differs."""
    outcome = desk.handle(registration(content, by, plan_item)).outcome
    if outcome.reason:
        raise ItemsError(f"{content.item_id}: {outcome.reason} {outcome.detail}")


def _is_text(asked: str) -> bool:
    """Whether PostgreSQL can hold it: a text with NUL in it is found nowhere, and no error either."""
    return "\0" not in asked
