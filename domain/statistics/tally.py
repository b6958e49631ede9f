"""What is counted, and how observations become figures."""

from bisect import bisect_left
from collections import Counter, defaultdict
from enum import StrEnum
from itertools import accumulate

from domain.deadlines import Strength
from domain.statistics.catalogue import CATALOGUE
from domain.value import Value

ALL = ""  # the agency that stands for all together


class Kind(StrEnum):
    """How observations are summed up."""

    COUNT = "count"
    RATE = "rate"
    MEDIAN = "median"
    MEAN = "mean"


class Figure(Value):
    """One thing that is counted: its words, its unit, and what it rests on."""

    key: str
    kind: Kind
    zh: str
    en: str
    unit: str = ""
    strength: Strength
    source: str


class Cell(Value):
    """One figure of one agency. `value` is None when there was nothing to observe; `of` says how many were."""

    agency: str  # organisation id; empty for all together
    figure: str
    value: float | None
    of: int


FIGURES = tuple(Figure.model_validate(entry) for entry in CATALOGUE)
_KINDS = {figure.key: figure.kind for figure in FIGURES}


class _Seen:
    """What was observed of one figure: kept as sums, and for a median as values and how often each was there."""

    def __init__(self) -> None:
        self.of = 0
        self.total = 0.0
        self.values: Counter[float] = Counter()

    def value(self, kind: Kind) -> float | None:
        if kind is Kind.COUNT:
            return self.total
        if not self.of:
            return None
        return round(_median(self) if kind is Kind.MEDIAN else self.total / self.of, 4)


class Tally:
    """Observations by agency and figure; each also counts for all together. No observation is kept for itself."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], _Seen] = defaultdict(_Seen)
        self._agencies: set[str] = {ALL}

    def see(self, agency: str, figure: str, observed: float = 1) -> None:
        """One observation: 1 for a count, 0 or 1 for a rate, else a number. Raises KeyError for a stray name."""
        kind = _KINDS[figure]
        for whose in {agency, ALL}:
            seen = self._seen[whose, figure]
            seen.of += 1
            seen.total += observed
            if kind is Kind.MEDIAN:
                seen.values[observed] += 1
        self._agencies.add(agency)

    def cells(self) -> tuple[Cell, ...]:
        """A cell for every figure of every agency, agencies by their ids, figures as the catalogue has them."""
        return tuple(
            _cell(agency, figure, self._seen.get((agency, figure.key), _Seen()))
            for agency in sorted(self._agencies)
            for figure in FIGURES
        )


def _cell(agency: str, figure: Figure, seen: _Seen) -> Cell:
    return Cell(agency=agency, figure=figure.key, value=seen.value(figure.kind), of=seen.of)


def _median(seen: _Seen) -> float:
    """The value in the middle, or half way between the two there."""
    ordered = sorted(seen.values.items())
    ends = list(accumulate(count for _, count in ordered))  # so many observations are at most that value
    lower, upper = (bisect_left(ends, place) for place in ((seen.of + 1) // 2, seen.of // 2 + 1))
    return (ordered[lower][0] + ordered[upper][0]) / 2
