"""Figures of any past date, folded from the log and nothing else (R22 §38; P25 §3, §6, §10).

Each case's story is told up to an instant; what was recorded later does not exist yet. So the figure for
last March is today what it was then.
"""

from collections.abc import Callable, Iterable

from domain.rulebook import Rulebook
from domain.statistics import applications, around, assessments, items, plan, turns
from domain.statistics.story import Period, Story
from domain.statistics.tally import Cell, Tally

Counter = Callable[[Story, Period, Rulebook, Tally], None]
COUNTERS: tuple[Counter, ...] = (
    applications.count,
    turns.count,
    items.count,
    plan.count,
    assessments.count,
    around.count,
)


def figures(stories: Iterable[Story], period: Period, rulebook: Rulebook) -> tuple[Cell, ...]:
    """Every figure of every agency and of all together (agency ""), over cases as they stood at the period's end."""
    tally = Tally()
    for story in stories:
        for counter in COUNTERS:
            counter(story, period, rulebook, tally)
    return tally.cells()


__all__ = ["Cell", "Period", "Story", "figures"]
