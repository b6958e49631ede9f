"""Worklists, lists, counts and search over many cases: rows made by SQL from real ones, asked for by the store.

Times are of the whole reading, decoded states included, at one caller; HTTP is measured by the commands' part.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product
from statistics import quantiles
from time import perf_counter, sleep

import psycopg

from bench.instance import Instance, instance
from bench.many_cases import PUBLISHERS, Grower
from bench.measures import Goal, Measure
from bench.sizes import Sizes
from domain.people import Actor, Role
from domain.processes import PROCESSES
from server import parts_over
from store.case_lists import CaseLists, Filters
from store.search import Search
from store.worklists import Due, View, Whose, Worklists

PAGE = 50
_SCANS = """
SELECT coalesce(sum(seq_scan), 0)::int FROM pg_stat_user_tables
WHERE relname IN ('cases', 'case_seats', 'case_words', 'case_parties', 'claims')"""
_FLUSH = 1.1  # seconds
_ASKING = (
    Actor(id="p-0", role=Role.PLATFORM_OPERATOR, organisation="bench-platform"),
    Actor(id="p-1", role=Role.AUDITOR, organisation="bench-audit"),
    Actor(id="p-2", role=Role.DATA_PUBLISHER, organisation="pub-0"),  # the one with most cases
    Actor(id="p-3", role=Role.DATA_PUBLISHER, organisation=f"pub-{PUBLISHERS // 2}"),
    Actor(id="p-4", role=Role.PUBLISHER_HEAD, organisation=f"pub-{PUBLISHERS - 1}"),
    Actor(id="a-0", role=Role.APPLICANT, organisation="app-0"),
    Actor(id="a-9000", role=Role.APPLICANT, organisation="app-9000"),
)
_VIEWS = tuple(
    View(whose, due, claimed, kinds)
    for whose, due, claimed, kinds in product(
        Whose, (None, *Due), (None, True, False), (None, (("application", "under_review"),))
    )
)
_KINDS = tuple((one.name, str(state.model_fields["phase"].default)) for one in PROCESSES for state in one.states)
_TEXTS = ("气象", "数据", "浦东新区公交到站", "sh-2025-7", "地铁客流 2025", "发布机构59", "单位19999", "极光")
_Ask = Callable[[], object]


def run(sizes: Sizes, say: Callable[[str], None]) -> list[Measure]:
    """p50 and p99 at growing numbers of cases, and how much the medians grew from the fewest to the most."""
    with instance(temporal=False) as at:
        grower = Grower(at)
        found = {count: _at(at, grower, count, say) for count in sizes.cases}
        fewest, most = found[sizes.cases[0]], found[sizes.cases[-1]]
        measures = [
            Measure("worklist", f"{count:,} cases: {what}, {name}", "ms", (value,))
            for count, times in found.items()
            for what, (p50, p99) in times.items()
            for name, value in (("p50", p50), ("p99", p99))
        ]
        growth = f"{sizes.cases[-1]:,} ÷ {sizes.cases[0]:,} cases"
        measures += [
            Measure("worklist", f"{what}, {name}: {growth}", "×", (most[what][n] / fewest[what][n],))
            for what in most
            for n, name in enumerate(("p50", "p99"))
        ]
        say("sequential scans")
        scans = _scans(at, lambda: _asked(at, 1))
    return [*measures, Measure("worklist", f"{sizes.cases[-1]:,} cases: sequential scans", "", (scans,), Goal(0))]


def _at(at: Instance, grower: Grower, count: int, say: Callable[[str], None]) -> dict[str, tuple[float, float]]:
    say(f"{count:,} cases: making them")
    grower.grow(count)
    say(f"{count:,} cases: asking")
    _asked(at, 1)  # once before it counts
    return {what: _percentiles(times) for what, times in _asked(at, 3).items()}


def _asked(at: Instance, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each asking, by what is asked for."""
    parts = parts_over(at.store, at.stack.settings)
    asks = {
        "worklist page": _worklist(parts.worklists),
        "list page": _lists(parts.lists),
        "counts of a view": _counts(parts.worklists),
        "search": _search(parts.search),
    }
    return {what: [_ms(one) for _ in range(rounds) for one in several] for what, several in asks.items()}


def _worklist(lists: Worklists) -> list[_Ask]:
    """Every view of everyone: its first page, and one in its middle."""
    places = None, (datetime.now(UTC) + timedelta(days=20), "")
    several = product(_ASKING, _VIEWS, places)
    return [partial(lists.page, actor, view, place, PAGE + 1) for actor, view, place in several]


def _lists(lists: CaseLists) -> list[_Ask]:
    filters = (Filters(), Filters(phase="under_review"), Filters(closed=False), Filters(subject="sh-2025-7"))
    several = product(_ASKING, filters)
    return [partial(lists.page, "application", actor, narrowed, None, PAGE + 1) for actor, narrowed in several]


def _counts(lists: Worklists) -> list[_Ask]:
    def ask(actor: Actor, whose: Whose) -> None:
        for due, claimed in ((None, None), (Due.OVERDUE, None), (Due.SOON, None), (None, True), (None, False)):
            lists.count(actor, View(whose, due, claimed))
        lists.phases(actor, View(whose, kinds=_KINDS))

    return [partial(ask, actor, whose) for actor, whose in product(_ASKING, Whose)]


def _search(search: Search) -> list[_Ask]:
    return [partial(search.page, actor, text, None, PAGE + 1) for actor, text in product(_ASKING, _TEXTS)]


def _ms(ask: _Ask) -> float:
    begun = perf_counter()
    ask()
    return (perf_counter() - begun) * 1000


def _percentiles(times: Sequence[float]) -> tuple[float, float]:
    cuts = quantiles(times, n=100, method="inclusive")
    return cuts[49], cuts[98]


def _scans(at: Instance, work: Callable[[], object]) -> int:
    """How often the work read one of the tables from end to end, by PostgreSQL's own counters."""
    assert at.stack.postgres, "the bench starts its own"
    with psycopg.connect(at.stack.postgres.superuser_url, autocommit=True) as connection:
        counts = list[int]()
        for step in (lambda: None, work):
            step()
            sleep(_FLUSH)  # a session tells its counts at the end of a command, at most once a second
            at.store.cases.get("none")
            sleep(_FLUSH)
            row = connection.execute(_SCANS).fetchone()
            counts.append(row[0] if row else 0)
    return counts[1] - counts[0]
