"""The open list in PostgreSQL: plan rows, a person's confirmations, and versions of items.

Every function takes the caller's connection; a writer is one transaction of its own, or part of
the caller's. Nothing is ever updated or deleted (migration 0003).
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from domain.annex import Annex, PlanRow
from domain.item_file import item_id
from domain.items import ItemContent, ListedItem, OpenType, PublishedItem
from domain.value import Value

_LOCK = 0x5C1E_0003  # writers of the open list take turns, so positions and versions are dense


class ItemsError(ValueError):
    """What was asked of the open list can't be done; nothing was changed."""


class ItemPage(Value):
    """A page of the open list; `next_cursor` is empty on the last one."""

    items: tuple[ListedItem, ...]
    next_cursor: str


def import_plan(connection: Connection[DictRow], annex: Annex, prefix: str, by: str, at: datetime) -> int:
    """Record a plan's rows and return how many were new; doing it again changes nothing.

    A plan is an issued instrument: when a recorded row differs, raises `ItemsError`.
    """
    with connection.transaction():
        _take_turn(connection)
        known = plan(connection, annex.year)
        if known:
            _refuse_difference(known, annex)
            return 0
        insert = """
            INSERT INTO plan_rows (item_id, plan_year, row_no, instrument, due_date, needs_confirmation,
                                   body, imported_by, imported_at)
            VALUES (%(id)s, %(year)s, %(no)s, %(instrument)s, %(due)s, %(unsure)s, %(body)s, %(by)s, %(at)s)"""
        shared = {"year": annex.year, "instrument": annex.instrument, "by": by, "at": at}
        rows = [
            {
                **shared,
                "id": item_id(prefix, annex.year, row.no),
                "no": row.no,
                "due": row.due_date,
                "unsure": row.needs_confirmation,
                "body": Jsonb(row.model_dump(mode="json")),
            }
            for row in annex.rows
        ]
        connection.cursor().executemany(insert, rows)
        return len(rows)


def _refuse_difference(known: Annex, annex: Annex) -> None:
    """An excerpt has the line numbers of its source, so the same plan always reads the same."""
    if known == annex:
        return
    old = {row.no: row for row in known.rows}
    differing = [row.no for row in annex.rows if old.get(row.no) != row]
    what = f"row {differing[0]} differs" if differing else "its number or length differs"
    raise ItemsError(f"the plan of {annex.year} is recorded and {what}; import the text it came from")


def plan(connection: Connection[DictRow], year: int) -> Annex | None:
    """The recorded plan of a year."""
    query = "SELECT instrument, body FROM plan_rows WHERE plan_year = %s ORDER BY row_no"
    found = connection.execute(query, (year,)).fetchall()
    if not found:
        return None
    rows = tuple(PlanRow.model_validate(row["body"]) for row in found)
    return Annex(instrument=found[0]["instrument"], year=year, rows=rows)


def confirm(connection: Connection[DictRow], item: str, due: date, by: str, at: datetime) -> None:
    """Record that a person read the item's day in the original; the same again changes nothing.

    Raises `ItemsError` when the item is in no plan, needs no confirmation, or was confirmed with
    another day.
    """
    with connection.transaction():
        _take_turn(connection)
        query = "SELECT needs_confirmation FROM plan_rows WHERE item_id = %s"
        row = connection.execute(query, (item,)).fetchone()
        if row is None:
            raise ItemsError(f"{item} is in no recorded plan; import the plan's annex first")
        if not row["needs_confirmation"]:
            raise ItemsError(f"{item} has its day in the plan's text; there is nothing to confirm")
        query = "SELECT due_date FROM plan_confirmations WHERE item_id = %s"
        known = connection.execute(query, (item,)).fetchone()
        if known and known["due_date"] != due:
            raise ItemsError(f"{item} was confirmed with {known['due_date']}, which stands")
        if not known:
            insert = "INSERT INTO plan_confirmations VALUES (%s, %s, %s, %s)"
            connection.execute(insert, (item, due, by, at))


def publish(connection: Connection[DictRow], content: ItemContent, by: str, at: datetime) -> PublishedItem:
    """Publish the item: a new version when anything changed, else the newest one as it is."""
    return publish_all(connection, [content], by, at)[0]


def publish_all(
    connection: Connection[DictRow], contents: Iterable[ItemContent], by: str, at: datetime
) -> tuple[PublishedItem, ...]:
    """Publish all in one transaction, in the given order; returns each item's newest version."""
    with connection.transaction():
        _take_turn(connection)
        return tuple(_publish(connection, content, by, at) for content in contents)


def _publish(connection: Connection[DictRow], content: ItemContent, by: str, at: datetime) -> PublishedItem:
    query = "SELECT body, version, published_at FROM item_versions WHERE item_id = %s ORDER BY version DESC LIMIT 1"
    row = connection.execute(query, (content.item_id,)).fetchone()
    newest = _item(row) if row else None
    if newest and newest.content() == content:
        return newest
    version = newest.version + 1 if newest else 1
    connection.execute(
        "INSERT INTO item_versions (item_id, version, body, published_at, imported_by) VALUES (%s, %s, %s, %s, %s)",
        (content.item_id, version, Jsonb(content.model_dump(mode="json")), at, by),
    )
    return PublishedItem(**content.model_dump(), version=version, published_at=at)


def get(connection: Connection[DictRow], item: str, version: int | None = None) -> PublishedItem | None:
    """The item's newest version, or the given one; None when unknown or awaiting confirmation."""
    query = """
        SELECT * FROM items
        WHERE item_id = %(item)s AND status = 'published'
          AND CASE WHEN %(version)s::bigint IS NULL THEN is_newest ELSE version = %(version)s END"""
    if not _is_text(item):
        return None
    row = connection.execute(query, {"item": item, "version": version}).fetchone()
    return _item(row) if row else None


def show(connection: Connection[DictRow], item: str) -> ListedItem | None:
    """The item as the list shows it, awaiting confirmation too; None when unknown."""
    query = "SELECT * FROM items WHERE item_id = %s AND is_newest"
    row = connection.execute(query, (item,)).fetchone() if _is_text(item) else None
    return _listed(row) if row else None


def list_items(
    connection: Connection[DictRow],
    cursor: str = "",
    *,
    publisher: str = "",
    open_type: OpenType | None = None,
    text: str = "",
    limit: int = 50,
) -> ItemPage:
    """A page of the newest versions in the order of first publication; empty filters match all.

    `text` is looked for in titles and ids, whatever its case. Raises `ItemsError` for a cursor that
    no page gave.
    """
    if cursor and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise ItemsError(f"{cursor!r} is no cursor; take next_cursor of the page before, or none")
    if not _is_text(publisher + text):
        return ItemPage(items=(), next_cursor="")
    query = """
        SELECT * FROM items
        WHERE is_newest AND position > %(after)s
          AND (%(publisher)s = '' OR body ->> 'publisher' = %(publisher)s)
          AND (%(open_type)s = '' OR body ->> 'open_type' = %(open_type)s)
          AND strpos(lower(concat_ws(' ', item_id, body ->> 'title', body ->> 'title_en')), lower(%(text)s)) > 0
        ORDER BY position LIMIT %(limit)s"""
    filters = {"publisher": publisher, "open_type": open_type or "", "text": text}
    parameters = {**filters, "after": int(cursor or 0), "limit": limit + 1}
    rows = connection.execute(query, parameters).fetchall()
    more = len(rows) > limit
    items = tuple(_listed(row) for row in rows[:limit])
    return ItemPage(items=items, next_cursor=str(rows[limit - 1]["position"]) if more else "")


def _is_text(asked: str) -> bool:
    """Whether PostgreSQL can hold it: a text with NUL in it is found nowhere, and no error either."""
    return "\0" not in asked


def _take_turn(connection: Connection[DictRow]) -> None:
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))


def _item(row: Mapping[str, Any]) -> PublishedItem:
    return PublishedItem(**row["body"], version=row["version"], published_at=row["published_at"])


def _listed(row: Mapping[str, Any]) -> ListedItem:
    same = {name: row[name] for name in ListedItem.model_fields if name in row}
    return ListedItem(item=_item(row), plan_row=row["row_no"], **same)
