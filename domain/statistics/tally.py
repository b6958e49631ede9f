"""What is counted, and how observations become figures."""

from collections import defaultdict
from enum import StrEnum
from statistics import fmean, median

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


class Tally:
    """Observations by agency and figure; each also counts for all together."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], list[float]] = defaultdict(list)
        self._agencies: set[str] = {ALL}

    def see(self, agency: str, figure: str, observed: float = 1) -> None:
        """One observation: 1 for a count, 0 or 1 for a rate, else a number. Raises KeyError for a stray name."""
        _KINDS[figure]
        for whose in {agency, ALL}:
            self._seen[whose, figure].append(observed)
        self._agencies.add(agency)

    def cells(self) -> tuple[Cell, ...]:
        """A cell for every figure of every agency, agencies by their ids, figures as the catalogue has them."""
        return tuple(
            _cell(agency, figure, self._seen.get((agency, figure.key), []))
            for agency in sorted(self._agencies)
            for figure in FIGURES
        )


def _cell(agency: str, figure: Figure, seen: list[float]) -> Cell:
    return Cell(agency=agency, figure=figure.key, value=_value(figure.kind, seen), of=len(seen))


def _value(kind: Kind, seen: list[float]) -> float | None:
    if kind is Kind.COUNT:
        return sum(seen)
    if not seen:
        return None
    return round(median(seen) if kind is Kind.MEDIAN else fmean(seen), 4)
