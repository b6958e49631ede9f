"""The open list on a real PostgreSQL: imported whole or not at all, versioned, confirmed by people."""

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
from psycopg import Connection, sql
from psycopg.rows import DictRow, dict_row

from domain.annex import Annex, parse_annex
from domain.item_file import parse_items
from domain.items import Condition, ConditionKind, ItemContent, ItemStatus, OpenType
from domain.organisations import parse_organisations
from domain.people import Role
from store import items
from store.items import ItemsError
from tests.parts import Database

ROOT = Path(__file__).parents[2]
AT = datetime(2025, 6, 9, 1, 0, tzinfo=UTC)
LATER = datetime(2025, 6, 10, 1, 0, tzinfo=UTC)
DUE = date(2025, 12, 31)
BY = "person-importer"


def _text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


ORGANISATIONS = parse_organisations(_text("rules/shanghai/organisations.toml"))
ANNEX = parse_annex(_text("rules/shanghai/annex/2025.txt"), ORGANISATIONS.names(Role.DATA_PUBLISHER))
CONTENTS = parse_items(_text("demo/items2025.toml"), ANNEX, ORGANISATIONS)


@pytest.fixture
def connection(database: Database) -> Generator[Connection[DictRow], None, None]:
    """The application's own role, in autocommit mode as in production."""
    with Connection[DictRow].connect(database.app_url, autocommit=True, row_factory=dict_row) as connection:
        yield connection


@pytest.fixture
def filled(connection: Connection[DictRow]) -> Connection[DictRow]:
    """The plan of 2025 and its items, imported."""
    items.import_plan(connection, ANNEX, "sh", BY, AT)
    items.publish_all(connection, CONTENTS, BY, AT)
    return connection


def _content(no: int) -> ItemContent:
    return CONTENTS[no - 1]


def _rows(connection: Connection[DictRow], table: str) -> int:
    query = sql.SQL("SELECT * FROM {}").format(sql.Identifier(table))
    return len(connection.execute(query).fetchall())


def test_importing_twice_changes_nothing(filled: Connection[DictRow]) -> None:
    assert items.import_plan(filled, ANNEX, "sh", BY, LATER) == 0
    again = items.publish_all(filled, CONTENTS, BY, LATER)
    assert {(item.version, item.published_at) for item in again} == {(1, AT)}
    assert (_rows(filled, "plan_rows"), _rows(filled, "item_versions")) == (129, 129)


def test_a_recorded_plan_reads_back_as_it_was(filled: Connection[DictRow]) -> None:
    assert items.plan(filled, 2025) == ANNEX
    assert items.plan(filled, 2024) is None


def test_a_plan_that_differs_from_the_recorded_one_is_refused(filled: Connection[DictRow]) -> None:
    odd = ANNEX.rows[6].model_copy(update={"title": "另一名称"})
    rows = (*ANNEX.rows[:6], odd, *ANNEX.rows[7:])
    with pytest.raises(ItemsError, match="row 7 differs"):
        items.import_plan(filled, Annex(instrument=ANNEX.instrument, year=2025, rows=rows), "sh", BY, LATER)
    assert items.plan(filled, 2025) == ANNEX


def test_a_shorter_plan_is_refused_too(filled: Connection[DictRow]) -> None:
    shorter = ANNEX.model_copy(update={"rows": ANNEX.rows[:100]})
    with pytest.raises(ItemsError, match="length differs"):
        items.import_plan(filled, shorter, "sh", BY, LATER)


def test_row_44_can_be_applied_for_only_after_a_person_confirmed_it(filled: Connection[DictRow]) -> None:
    waiting = items.show(filled, "sh-2025-44")
    assert waiting
    assert (waiting.status, waiting.due_inferred) == (ItemStatus.AWAITING_CONFIRMATION, True)
    assert "row 45" in waiting.note
    assert items.get(filled, "sh-2025-44") is None
    assert items.get(filled, "sh-2025-44", version=1) is None

    items.confirm(filled, "sh-2025-44", DUE, "person-7", LATER)

    item, shown = items.get(filled, "sh-2025-44"), items.show(filled, "sh-2025-44")
    assert item
    assert shown
    assert item.published_at == LATER  # not before it could be used
    assert (shown.status, shown.confirmed_by, shown.confirmed_at) == (ItemStatus.PUBLISHED, "person-7", LATER)


def test_a_person_may_confirm_another_day_than_the_inferred_one(filled: Connection[DictRow]) -> None:
    items.confirm(filled, "sh-2025-44", date(2025, 9, 30), "person-7", LATER)
    shown = items.show(filled, "sh-2025-44")
    assert shown
    assert shown.due_date == date(2025, 9, 30)


def test_a_confirmation_stands(filled: Connection[DictRow]) -> None:
    items.confirm(filled, "sh-2025-44", DUE, "person-7", LATER)
    items.confirm(filled, "sh-2025-44", DUE, "person-8", LATER)
    with pytest.raises(ItemsError, match="which stands"):
        items.confirm(filled, "sh-2025-44", date(2025, 9, 30), "person-8", LATER)
    shown = items.show(filled, "sh-2025-44")
    assert shown
    assert (shown.confirmed_by, shown.due_date) == ("person-7", DUE)


@pytest.mark.parametrize(
    ("item", "says"), [("sh-2025-45", "nothing to confirm"), ("sh-2025-999", "in no recorded plan")]
)
def test_only_an_inferred_day_can_be_confirmed(filled: Connection[DictRow], item: str, says: str) -> None:
    with pytest.raises(ItemsError, match=says):
        items.confirm(filled, item, DUE, "person-7", LATER)


def test_changed_conditions_are_a_new_version_and_the_old_one_stays(filled: Connection[DictRow]) -> None:
    condition = Condition(id="other_new", kind=ConditionKind.OTHER, text="新条件", text_en="A new condition")
    changed = _content(110).model_copy(update={"conditions": (*_content(110).conditions, condition)})

    published = items.publish(filled, changed, BY, LATER)

    assert (published.version, published.published_at) == (2, LATER)
    assert items.get(filled, "sh-2025-110") == published
    old = items.get(filled, "sh-2025-110", version=1)
    assert old
    assert old.content() == _content(110)
    assert items.get(filled, "sh-2025-110", version=3) is None


def test_a_new_version_keeps_the_items_place_in_the_list(filled: Connection[DictRow]) -> None:
    items.publish(filled, _content(1).model_copy(update={"title_en": "Another"}), BY, LATER)
    first = items.list_items(filled, limit=1).items[0].item
    assert (first.item_id, first.version) == ("sh-2025-1", 2)


def test_an_item_outside_any_plan_can_be_published(connection: Connection[DictRow]) -> None:
    items.publish(connection, _content(6).model_copy(update={"item_id": "sh-extra-1"}), BY, AT)
    shown = items.show(connection, "sh-extra-1")
    assert shown
    assert (shown.status, shown.plan_row, shown.due_date) == (ItemStatus.PUBLISHED, None, None)


def test_many_publishers_at_once_make_dense_versions(database: Database, filled: Connection[DictRow]) -> None:
    def publish(title: str) -> int:
        content = _content(110).model_copy(update={"title_en": title})
        with Connection[DictRow].connect(database.app_url, autocommit=True, row_factory=dict_row) as connection:
            return items.publish(connection, content, BY, LATER).version

    with ThreadPoolExecutor(4) as pool:
        versions = list(pool.map(publish, [f"title {n}" for n in range(8)]))
    assert sorted(versions) == list(range(2, 10))


def test_an_import_that_breaks_in_the_middle_publishes_nothing(connection: Connection[DictRow]) -> None:
    def contents() -> Generator[ItemContent, None, None]:
        yield _content(1)
        raise RuntimeError("cut off")

    with pytest.raises(RuntimeError, match="cut off"):
        items.publish_all(connection, contents(), BY, AT)
    assert _rows(connection, "item_versions") == 0


def test_pages_give_every_item_once_in_the_plans_order(filled: Connection[DictRow]) -> None:
    found: list[int | None] = []
    cursor, pages = "", 0
    while not pages or cursor:
        page = items.list_items(filled, cursor, limit=50)
        found += [item.plan_row for item in page.items]
        cursor, pages = page.next_cursor, pages + 1
    assert (found, pages) == (list(range(1, 130)), 3)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"publisher": "sh-qixiangju"}, 16),
        ({"open_type": OpenType.CONDITIONAL}, 31),
        ({"publisher": "sh-qixiangju", "open_type": OpenType.CONDITIONAL}, 4),
        ({"text": "临近预报"}, 1),
        ({"text": "NOWCASTS"}, 1),
        ({"text": "sh-2025-12"}, 11),
        ({"text": "100%_"}, 0),
        ({"text": "\0"}, 0),
        ({"publisher": "nobody"}, 0),
    ],
)
def test_filters_narrow_the_list(filled: Connection[DictRow], filters: dict[str, str], count: int) -> None:
    ask: Callable[..., items.ItemPage] = items.list_items
    page = ask(filled, limit=129, **filters)
    assert (len(page.items), page.next_cursor) == (count, "")


@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "9" * 30, "٣"])
def test_a_made_up_cursor_is_refused(filled: Connection[DictRow], cursor: str) -> None:
    with pytest.raises(ItemsError, match="is no cursor"):
        items.list_items(filled, cursor)


def test_an_unknown_item_is_none(filled: Connection[DictRow]) -> None:
    assert items.get(filled, "sh-2025-130") is None
    assert items.get(filled, "\0") is None
    assert items.show(filled, "") is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE item_versions SET body = '{}'",
        "DELETE FROM item_versions",
        "DELETE FROM plan_confirmations",
        "UPDATE plan_rows SET due_date = due_date",
    ],
)
def test_the_application_can_rewrite_nothing_and_neither_can_the_owner(
    database: Database, filled: Connection[DictRow], statement: str
) -> None:
    for url in (database.app_url, database.owner_url):
        with psycopg.connect(url, autocommit=True) as other, pytest.raises(psycopg.errors.InsufficientPrivilege):
            other.execute(statement.encode())
    assert _rows(filled, "item_versions") == 129
