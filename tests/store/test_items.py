"""The open list on a real PostgreSQL: plan rows and items become cases, once, and read back as a list."""

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from composition import Store, open_store
from domain.annex import parse_annex
from domain.item_file import parse_items
from domain.items import ChangeType, Condition, ConditionKind, ItemContent, OpenType
from domain.open_list_item.inbox import MarkItem, PublishVersion, SuspendItem
from domain.organisations import parse_organisations
from domain.people import CLOCK, Actor, Role
from domain.plan_item.commands import ConfirmPlanItem
from domain.plan_item.from_annex import commands
from domain.processes import PROCESSES
from domain.value import Value
from settings import Settings
from store import imports
from store.items import ItemPage, ItemsError, OpenList, register
from store.people import Assignment, Organisation
from store.request import Request
from tests.domain.shanghai import at
from tests.parts import Database

ROOT = Path(__file__).parents[2]
START = at("2025-06-09 09:00")
DUE = date(2025, 12, 31)
BY = Actor(id="importer", role=Role.COMPETENT_DEPARTMENT, organisation="sh-shujuju")


def _text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


ORGANISATIONS = parse_organisations(_text("rules/shanghai/organisations.toml"))
PLAN = commands(
    parse_annex(_text("rules/shanghai/annex/2025.txt"), ORGANISATIONS.names(Role.DATA_PUBLISHER)), ORGANISATIONS
)
CONTENTS = parse_items(_text("demo/items2025.toml"), [row.as_row() for row in PLAN], "sh")


def _unseen(done: int, of: int) -> None:
    """No one watches."""


@pytest.fixture
def store(database: Database, tmp_path: Path) -> Generator[Store]:
    """An instance on the rehearsal clock, without a worker."""
    settings = Settings(database_url=database.app_url, clock=START, data_folder=tmp_path, master_key="5a" * 32)
    with open_store(settings, PROCESSES) as opened:
        yield opened


@pytest.fixture
def filled(store: Store) -> Store:
    """The plan of 2025 and its items, imported."""
    imports.import_plan(store.desk, PLAN, BY, _unseen)
    _import_items(store)
    return store


def _import_items(store: Store, contents: Sequence[ItemContent] = CONTENTS) -> imports.Registered:
    return imports.import_items(store.desk, contents, imports.plan(store.desk, 2025), BY, _unseen)


def _list(store: Store) -> OpenList:
    return OpenList(store.database, store.cases, store.log)


def _tell(store: Store, item: str, command: Value) -> None:
    """What another case tells an item."""
    request = Request("open_list_item", item, f"test/{item}/{command.model_dump_json()}", command, CLOCK)
    outcome = store.desk.handle(request).outcome
    assert not outcome.reason, outcome.detail


def _content(no: int) -> ItemContent:
    return CONTENTS[no - 1]


def _changed(no: int) -> ItemContent:
    condition = Condition(id="other_new", kind=ConditionKind.OTHER, text="新条件", text_en="A new condition")
    return _content(no).model_copy(update={"conditions": (*_content(no).conditions, condition)})


# -- importing ----------------------------------------------------------------------------------


def test_every_row_is_a_case_and_every_item_whose_day_is_known(filled: Store) -> None:
    assert len(filled.cases.of_process("plan_item")) == 129
    assert len(filled.cases.of_process("open_list_item")) == 128
    row, item = filled.cases.get("plan-2025-110"), filled.cases.get("sh-2025-110")
    assert row and item
    assert (row.summary.phase, row.summary.title) == ("planned", _content(110).title)
    assert (item.state.dossier.plan_item, item.state.published.content()) == ("plan-2025-110", _content(110))


def test_the_log_says_who_imported(filled: Store) -> None:
    row, item = filled.log.events("plan-2025-110")[0], filled.log.events("sh-2025-110")[0]
    assert (row.actor.id, row.actor.role) == ("importer", Role.COMPETENT_DEPARTMENT)
    assert (item.actor.role, item.actor.on_behalf_of) == (Role.CLOCK, "importer")


def test_importing_twice_changes_nothing(filled: Store) -> None:
    before = filled.log.position()
    assert imports.import_plan(filled.desk, PLAN, BY.model_copy(update={"id": "another"}), _unseen) == 0
    assert _import_items(filled) == imports.Registered(0, (44,), ())
    assert filled.log.position() == before


def test_two_at_once_import_each_row_once(store: Store) -> None:
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(imports.import_plan, store.desk, PLAN, BY, _unseen) for _ in range(2)]:
            done.result()
    assert [row.version for row in store.cases.of_process("plan_item")].count(2) == 128  # imported and planned, once
    assert len(store.cases.of_process("plan_item")) == 129


def test_an_import_that_broke_off_is_finished_by_the_next(store: Store) -> None:
    imports.import_plan(store.desk, PLAN[:50], BY, _unseen)
    told: list[tuple[int, int]] = []
    assert imports.import_plan(store.desk, PLAN, BY, lambda done, of: told.append((done, of))) == 79
    assert (told[0], told[-1]) == ((1, 79), (79, 79))


def test_a_plan_that_differs_from_the_recorded_one_is_refused_and_nothing_recorded(store: Store) -> None:
    imports.import_plan(store.desk, PLAN[:50], BY, _unseen)
    odd = PLAN[6].model_copy(update={"title": "另一名称"})
    with pytest.raises(ItemsError, match="row 7 differs"):
        imports.import_plan(store.desk, (*PLAN[:6], odd, *PLAN[7:]), BY, _unseen)
    assert len(store.cases.of_process("plan_item")) == 50


def test_a_shorter_plan_is_refused_too(filled: Store) -> None:
    with pytest.raises(ItemsError, match="row 101 is missing"):
        imports.import_plan(filled.desk, PLAN[:100], BY, _unseen)


def test_a_row_whose_day_was_adjusted_is_the_same_row(filled: Store) -> None:
    imports.confirm(filled.desk, ConfirmPlanItem(due_date=date(2025, 9, 30)), 2025, 44, BY)
    assert imports.import_plan(filled.desk, PLAN, BY, _unseen) == 0


def test_a_plan_that_the_rules_do_not_know_is_refused(store: Store) -> None:
    unknown = [row.model_copy(update={"instrument": "沪数〔2099〕1号"}) for row in PLAN]
    with pytest.raises(ItemsError, match="unknown_plan"):
        imports.import_plan(store.desk, unknown, BY, _unseen)


def test_row_44_is_on_the_list_only_after_a_person_confirmed_it(filled: Store) -> None:
    assert filled.registry.item("sh-2025-44") is None
    assert _list(filled).show("sh-2025-44") is None
    imports.confirm(filled.desk, ConfirmPlanItem(due_date=DUE), 2025, 44, BY)
    assert _import_items(filled) == imports.Registered(1, (), ())
    shown = _list(filled).show("sh-2025-44")
    assert shown and shown.planned
    assert (shown.planned.row, shown.planned.due_date) == (44, DUE)


def test_only_an_inferred_day_is_confirmed_and_once(filled: Store) -> None:
    with pytest.raises(ItemsError, match="wrong_phase"):
        imports.confirm(filled.desk, ConfirmPlanItem(due_date=DUE), 2025, 45, BY)
    with pytest.raises(ItemsError, match="unknown_case"):
        imports.confirm(filled.desk, ConfirmPlanItem(due_date=DUE), 2025, 999, BY)
    imports.confirm(filled.desk, ConfirmPlanItem(due_date=DUE), 2025, 44, BY)
    imports.confirm(filled.desk, ConfirmPlanItem(due_date=DUE), 2025, 44, BY)  # the same again is no news
    with pytest.raises(ItemsError, match="wrong_phase"):
        imports.confirm(filled.desk, ConfirmPlanItem(due_date=date(2025, 9, 30)), 2025, 44, BY)


def test_an_import_makes_no_second_version(filled: Store) -> None:
    done = _import_items(filled, [_changed(110) if one == _content(110) else one for one in CONTENTS])
    assert done == imports.Registered(0, (44,), ("sh-2025-110",))
    item = filled.registry.item("sh-2025-110")
    assert item and (item.version, item.content()) == (1, _content(110))


def test_an_item_outside_any_plan_can_be_registered_once(store: Store) -> None:
    extra = _content(6).model_copy(update={"item_id": "sh-extra-1"})
    register(store.desk, extra, "importer")
    register(store.desk, extra, "importer")
    shown = _list(store).show("sh-extra-1")
    assert shown and (shown.item.version, shown.planned) == (1, None)
    with pytest.raises(ItemsError, match="sh-extra-1"):
        register(store.desk, extra.model_copy(update={"title": "另一名称"}), "importer")


def test_who_imports_holds_a_role_for_it_now(store: Store) -> None:
    store.people.add_organisations([Organisation(id="sh-shujuju", name_zh="市数据局")])
    store.people.add("sun", "孙", "", Assignment(role=Role.COMPETENT_DEPARTMENT, organisation="sh-shujuju"))
    store.people.add("li", "李", "", Assignment(role=Role.AUDITOR, organisation="sh-shujuju"))
    assert imports.importer(store.people, "sun").organisation == "sh-shujuju"
    for other in ("li", "nobody"):
        with pytest.raises(ItemsError, match=other):
            imports.importer(store.people, other)


# -- reading ------------------------------------------------------------------------------------


def test_a_new_version_is_what_decisions_see_and_the_old_one_stays(filled: Store) -> None:
    _tell(filled, "sh-2025-110", PublishVersion(item=_changed(110), order="lis-1", change=ChangeType.MODIFY))
    newest, old = filled.registry.item("sh-2025-110"), _list(filled).version("sh-2025-110", 1)
    assert newest and old
    assert (newest.version, newest.content()) == (2, _changed(110))
    assert (old.version, old.content()) == (1, _content(110))
    assert _list(filled).version("sh-2025-110", 2) == newest
    assert _list(filled).version("sh-2025-110", 3) is None


def test_a_new_version_keeps_the_items_place_in_the_list(filled: Store) -> None:
    _tell(filled, "sh-2025-1", PublishVersion(item=_changed(1), order="lis-1", change=ChangeType.MODIFY))
    first = _list(filled).page(limit=1).items[0].item
    assert (first.item_id, first.version) == ("sh-2025-1", 2)


def test_a_suspension_and_a_mark_show_on_the_item(filled: Store) -> None:
    shown = _list(filled).show("sh-2025-110")
    assert shown and (shown.suspended, shown.marks, shown.sample) == (False, (), None)
    _tell(filled, "sh-2025-110", SuspendItem(claim="rig-1", reason="涉嫌侵犯个人隐私"))
    _tell(filled, "sh-2025-110", MarkItem(objection="obj-1", fields=("rainfall",)))
    shown = _list(filled).show("sh-2025-110")
    assert shown and shown.suspended
    assert [mark.fields for mark in shown.marks] == [("rainfall",)]


def test_pages_give_every_item_once_in_the_plans_order(filled: Store) -> None:
    found: list[int] = []
    cursor, pages = "", 0
    while not pages or cursor:
        page = _list(filled).page(cursor, limit=50)
        found += [item.planned.row for item in page.items if item.planned]
        cursor, pages = page.next_cursor, pages + 1
    assert (found, pages) == ([no for no in range(1, 130) if no != 44], 3)


def test_filters_narrow_the_list(filled: Store) -> None:
    ask: Callable[..., ItemPage] = _list(filled).page
    for filters, count in (
        ({"publisher": "sh-qixiangju"}, 16),
        ({"open_type": OpenType.CONDITIONAL}, 30),
        ({"publisher": "sh-qixiangju", "open_type": OpenType.CONDITIONAL}, 4),
        ({"text": "临近预报"}, 1),
        ({"text": "NOWCASTS"}, 1),
        ({"text": "sh-2025-12"}, 11),
        ({"text": "100%_"}, 0),
        ({"text": "\0"}, 0),
        ({"publisher": "nobody"}, 0),
    ):
        page = ask(limit=129, **filters)
        assert (len(page.items), page.next_cursor) == (count, ""), filters


@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "9" * 30, "٣"])
def test_a_made_up_cursor_is_refused(store: Store, cursor: str) -> None:
    with pytest.raises(ItemsError, match="is no cursor"):
        _list(store).page(cursor)


def test_what_is_no_item_is_none(filled: Store) -> None:
    open_list = _list(filled)
    for unknown in ("sh-2025-130", "plan-2025-1", ""):  # a case of another process is no item either
        assert filled.registry.item(unknown) is None
        assert open_list.show(unknown) is None
        assert open_list.version(unknown, 1) is None
    assert open_list.show("\0") is None
    assert open_list.version("\0", 1) is None
