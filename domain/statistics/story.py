"""A case's history as a story: each event with what the case was after it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from domain.kernel import AnyDecider
from domain.people import Role
from domain.value import Value


@dataclass(frozen=True)
class Period:
    """From `since`, included, to `until`, excluded."""

    since: datetime
    until: datetime

    def has(self, instant: datetime) -> bool:
        return self.since <= instant < self.until

    def days(self, begin: datetime, end: datetime) -> float:
        """The days of 24 hours between two instants, as far as they lie in the period."""
        span = min(end, self.until) - max(begin, self.since)
        return max(0.0, span.total_seconds() / 86400)


@dataclass(frozen=True)
class Step:
    """One event, when it was recorded, and the case's state after it."""

    at: datetime
    body: Value
    state: Any


@dataclass(frozen=True)
class Story:
    """A case up to the end of the period; `steps` is never empty."""

    process: AnyDecider
    case_id: str
    steps: tuple[Step, ...]

    @property
    def last(self) -> Step:
        return self.steps[-1]

    @cached_property
    def agency(self) -> str:
        """The publisher concerned; empty while no publisher is."""
        summary = self.process.summary(self.last.state)
        return next(iter(summary.parties.get(Role.DATA_PUBLISHER, ())), summary.agency)


def tell(process: AnyDecider, case_id: str, events: Iterable[tuple[datetime, Value]]) -> Story:
    """The story of a case from its events, each with its instant, oldest first."""
    return Story(process, case_id, tuple(_steps(process, events)))


def _steps(process: AnyDecider, events: Iterable[tuple[datetime, Value]]) -> Iterator[Step]:
    state = process.initial
    for at, body in events:
        state = process.evolve(state, body)
        yield Step(at, body, state)
