"""Search is exact: what it finds equals a plain look at every case, page by page, whoever asks."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from composition import Store, open_store
from domain.kernel import Summary
from domain.people import Actor, Role
from domain.visibility import SEES_ALL, involved, may_see
from settings import Settings
from store.cases import CaseRow
from store.people import Organisation
from store.search import NothingToFind, Search
from tests.parts import Database
from tests.store.board import BOARD, pin

START = datetime(2025, 11, 20, 1, tzinfo=UTC)
NAMES = {
    "sh-qixiangju": "上海市气象局",
    "sh-jiaowei": "上海市交通委员会",
    "o-acme": "Acme 数据公司",
    "o-fudan": "复旦大学",
}
TITLES = ("气象观测数据", "空气质量", "公交到站", "观测气象站", "Bus stops 2025", "路网-2025-图", "象局", "")
SUBJECTS = ("sh-2025-110", "sh-2025-111", "sh-2024-11", "", "it's \\ odd")
QUERIES = (
    *("气象", "气", "象", "气象观", "象观测", "质量", "数据", "交通", "上海", "acme", "Acme 数据", "bus", "BUS stop"),
    *("us", "sh-2025-11", "2025", "110", "气象 2025", "路网 图", "网-2", "sh-qixiangju", "局", "it's", "odd", "雪"),
    *("复旦", "o-fudan", "大学"),
)
ASKING = (
    Actor(id="p-aud", role=Role.AUDITOR, organisation="o-aud"),
    Actor(id="p-li", role=Role.DATA_PUBLISHER, organisation="sh-qixiangju"),
    Actor(id="p-o'hara", role=Role.APPLICANT, organisation="o-acme"),
    Actor(id="p-sup", role=Role.COMPETENT_DEPARTMENT, organisation="o-acme"),
)


@pytest.fixture
def store(database: Database, tmp_path: Path) -> Generator[Store]:
    settings = Settings(database_url=database.app_url, clock=START, data_folder=tmp_path, master_key="5a" * 32)
    with open_store(settings, (BOARD,)) as opened:
        opened.people.add_organisations(Organisation(id=one, name_zh=name) for one, name in NAMES.items())
        yield opened


def _fill(store: Store, random: Random) -> None:
    """Cases over some months; some change their title or parties later, some are closed."""
    for n in range(80):
        store.clocks.move(START + timedelta(days=2 * n))
        for version in range(1, random.choice((2, 2, 3))):
            shown = Summary(
                phase="waiting",
                title=random.choice(TITLES),
                subject=random.choice(SUBJECTS),
                parties={
                    Role.DATA_PUBLISHER: tuple(random.sample(sorted(NAMES), random.randrange(3))),
                    Role.EXPERT: tuple(random.sample(["o-fudan"], random.randrange(2))),
                },
                applicants=tuple(random.sample(["p-o'hara", "o-acme"], random.randrange(3))),
            )
            pin(store.desk, f"case-{n:02}", version, shown, None, closed=random.random() < 0.3)


def _matches(actor: Actor, row: CaseRow, text: str) -> bool:
    """The search in plain words: by whoever is in a case only who sees all finds it, others by its parties.

    Not by experts, for those who asked are not told of them, whatever they see of others' cases.
    """
    shown, asked = row.summary, text.strip().lower()
    words = f"{shown.title} {shown.subject}".lower()
    in_words = all(word in words for word in asked.split())
    if actor.role in SEES_ALL and not involved(shown) & {actor.organisation, actor.id}:
        parties = involved(shown)
    else:
        told = (group for role, group in shown.parties.items() if role is not Role.EXPERT)
        parties = frozenset(one for group in told for one in group)
    return in_words or any(asked == one or asked in NAMES.get(one, "").lower() for one in parties if one in NAMES)


def _pages(search: Search, actor: Actor, text: str, size: int) -> list[str]:
    found, before = list[str](), None
    while page := search.page(actor, text, before, size):
        found += [row.case_id for row in page]
        before = page[-1].opened_at, page[-1].case_id
    return found


def test_what_is_found_is_what_matches_and_may_be_seen(store: Store) -> None:
    """Every query, by one who sees all and by parties; newest first, across months, none twice."""
    _fill(store, Random(3))  # noqa: S311 -- repeatable cases, no secret
    search, rows = Search(store.database, store.cases), store.cases.of_process("board")
    newest = sorted(rows, key=lambda row: (row.opened_at, row.case_id), reverse=True)
    hits = 0
    for actor in ASKING:
        for text in QUERIES:
            wanted = [row.case_id for row in newest if may_see(actor, row.summary) and _matches(actor, row, text)]
            assert _pages(search, actor, text, 7) == wanted, (actor.id, text)
            hits += len(wanted)
    assert hits > 500


def test_a_case_is_found_by_its_whole_id(store: Store) -> None:
    """By who may see it."""
    _fill(store, Random(4))  # noqa: S311 -- repeatable cases, no secret
    search = Search(store.database, store.cases)
    assert _pages(search, ASKING[0], " case-07 ", 7) == ["case-07"]
    assert "case-07" not in _pages(search, Actor(id="p-x", role=Role.APPLICANT, organisation="o-x"), "case-07", 7)


def test_a_text_without_letters_finds_nothing_and_says_so(store: Store) -> None:
    search = Search(store.database, store.cases)
    for text in ("", "  ", "-- '", "%"):
        with pytest.raises(NothingToFind):
            search.page(ASKING[0], text, None, 10)


def test_a_hostile_text_is_only_a_text(store: Store) -> None:
    """Whatever PostgreSQL's query language has in it."""
    _fill(store, Random(5))  # noqa: S311 -- repeatable cases, no secret
    search = Search(store.database, store.cases)
    for one, other in pairwise(
        ("气'象", "a & !b", "气\\象", ":*", "') | ('2025", "气 | 象:A", "x" * 100, "象" * 100, "𠀀", "")
    ):
        text = f"{one} {other} z"
        assert search.page(ASKING[0], text, None, 10) == []
