"""Worklists, lists, counts and search over many cases: rows made by SQL from real ones, asked for by the store.

Times are of the whole reading, decoded states included, at one caller; HTTP is measured by the commands' part.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product
from math import ceil
from statistics import quantiles
from time import perf_counter

from bench.instance import Instance
from bench.many_cases import PUBLISHERS, Grower
from bench.measures import Goal, Measure
from bench.plans import Plans, carried_out
from bench.sizes import Sizes
from composition import Store
from domain.kernel import Registry
from domain.people import Actor, Role
from domain.processes import PROCESSES
from server import parts_over
from settings import Settings
from store.case_lists import CaseLists, Filters
from store.search import Search
from store.worklists import Due, View, Whose, Worklists

PAGE = 50
_ROUNDS = 3  # at most
_GROWING = {"cases", "case_askers", "case_parties", "case_seats", "case_words", "claims"}
_SHARE = 0.01  # of the cases, at which a step of a plan may look for one answer; a search is let more
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
_SEARCH = "search"
_Ask = Callable[[], object]


def run(at: Instance, sizes: Sizes, say: Callable[[str], None]) -> list[Measure]:
    """p50 and p99 at growing numbers of cases, how much they grew, and what the plans looked at in the end."""
    grower = Grower(at)
    found = {count: _at(at, grower, count, sizes, say) for count in sizes.cases}
    most = sizes.cases[-1]
    say(f"{most:,} cases: the plans")
    plans = {what: _plans(at, what, sizes.asked) for what in _asks(at.store, at.stack.settings, sizes.asked)}
    return [*_times(found), *_looked_at(most, plans)]


def _at(
    at: Instance, grower: Grower, count: int, sizes: Sizes, say: Callable[[str], None]
) -> dict[str, tuple[float, float]]:
    """p50 and p99 in milliseconds, by what is asked for."""
    say(f"{count:,} cases: making them")
    grower.grow(count)
    say(f"{count:,} cases: asking")
    asks, rounds = _asks(at.store, at.stack.settings, sizes.asked), min(sizes.rounds, _ROUNDS)
    for one in (one for several in asks.values() for one in several):
        one()  # once before it counts
    return {what: _percentiles([_ms(one) for _ in range(rounds) for one in several]) for what, several in asks.items()}


def _times(found: Mapping[int, Mapping[str, tuple[float, float]]]) -> list[Measure]:
    fewest, most = min(found), max(found)
    measures: list[Measure] = []
    for what, (n, name) in product(found[fewest], enumerate(("p50", "p99"))):
        times, asked = {count: by_what[what][n] for count, by_what in found.items()}, f"{what}, {name}"
        measures += [Measure("worklist", f"{asked}, {count:,} cases", "ms", (ms,)) for count, ms in times.items()]
        grown = times[most] / times[fewest]
        measures.append(Measure("worklist", f"{asked}, {most:,} ÷ {fewest:,} cases", "×", (grown,)))
    return measures


def _plans(at: Instance, what: str, most: int) -> Plans:
    """What PostgreSQL did for every asking of that kind."""

    def ask(store: Store) -> None:
        for one in _asks(store, at.stack.settings, most)[what]:
            one()

    return carried_out(at, ask)


def _looked_at(count: int, plans: Mapping[str, Plans]) -> list[Measure]:
    """A table that was read through is named; an index that was shows by its rows."""
    through = sorted({table for one in plans.values() for table in one.read_through} & _GROWING)
    many = sum(one.count for one in plans.values())
    said = f"tables read through in {many:,} plans, {count:,} cases{': ' * bool(through)}{', '.join(through)}"
    steps = [
        Measure(
            "worklist",
            f"{what}, most rows in one step, {count:,} cases",
            "",
            (one.most_rows,),
            None if what == _SEARCH else Goal(_SHARE * count),
        )
        for what, one in plans.items()
    ]
    return [Measure("worklist", said, "", (len(through),), Goal(0)), *steps]


def _asks(store: Store, settings: Settings, most: int) -> dict[str, list[_Ask]]:
    """All that is asked for, by its kind; of each kind at most so many, taken evenly."""
    parts = parts_over(store, settings)
    every = {
        "worklist page": _worklist(parts.worklists),
        "list page": _lists(parts.lists),
        "counts of a view": _counts(parts.worklists),
        _SEARCH: _search(parts.search),
        "who asked for what": _askers(store.registry),
    }
    return {what: several[:: ceil(len(several) / most)] for what, several in every.items()}


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


def _askers(registry: Registry) -> list[_Ask]:
    """As a decision looks it up: of one item by anyone here, of all items by publishers, who asked for none."""
    subjects = [(one.organisation, "sh-2025-7") for one in _ASKING]
    publishers = [(one.organisation, "") for one in _ASKING if one.organisation.startswith("pub-")]
    return [
        partial(registry.find, "application", subject=subject, applicant=who) for who, subject in subjects + publishers
    ]


def _ms(ask: _Ask) -> float:
    begun = perf_counter()
    ask()
    return (perf_counter() - begun) * 1000


def _percentiles(times: Sequence[float]) -> tuple[float, float]:
    cuts = quantiles(times, n=100, method="inclusive")
    return cuts[49], cuts[98]
