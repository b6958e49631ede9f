"""What was measured, against what was to be reached, and how it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from rich.table import Table


@dataclass(frozen=True)
class Goal:
    """A limit from the issue: at most, or at least, that much."""

    limit: float
    at_least: bool = False

    def met(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}"


@dataclass(frozen=True)
class Measure:
    """One figure of one part, one value a round. `unit` says what of; a ratio is taken within its round."""

    part: str
    what: str
    unit: str
    values: tuple[float, ...]
    goal: Goal | None = None

    @property
    def value(self) -> float:
        return median(self.values)

    def cells(self) -> tuple[str, ...]:
        """Part, what, value with its unit, spread, goal, whether it is met."""
        spread = f"{_short(min(self.values))}–{_short(max(self.values))}" if len(self.values) > 1 else ""
        goal = str(self.goal) if self.goal else ""
        met = ("yes" if self.goal.met(self.value) else "NO") if self.goal else ""
        return self.part, self.what, f"{_short(self.value)} {self.unit}".strip(), spread, goal, met


HEADINGS = ("part", "what", "median", "min–max", "goal", "met")


def ratios(part: str, what: str, ours: Sequence[float], floor: Sequence[float], goal: Goal | None = None) -> Measure:
    """Ours over the floor's, round by round."""
    return Measure(part, what, "× floor", tuple(a / b for a, b in zip(ours, floor, strict=True)), goal)


def table(measures: Sequence[Measure]) -> Table:
    """For the terminal."""
    shown = Table(*HEADINGS, title="Sluice bench")
    for measure in measures:
        cells = measure.cells()
        missed = measure.goal and not measure.goal.met(measure.value)
        shown.add_row(*cells, style="bold red" if missed else "bold green" if measure.goal else "")
    return shown


def markdown(measures: Sequence[Measure]) -> str:
    """For RESULTS.md."""
    lines = [HEADINGS, tuple("---" for _ in HEADINGS), *(measure.cells() for measure in measures)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _short(value: float) -> str:
    """Three digits that mean something."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"
