"""What every story stands on: the people, the clock, the words for people, and the checking of each claim."""

import time
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heapify, heappop, heappush
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from demo.client import Clock, Problem
from demo.players import Players
from domain.days import SHANGHAI
from domain.processes import PROCESSES
from store.settling import FellDue

_OTHERS = "▪"  # the mark of what no story tells: the plan's other rows
Story = Generator[datetime, None, None]
"""A story yields the instant at which it goes on."""


class Surprise(Exception):
    """The instance says something else than the story claims."""


def at(local: str) -> datetime:
    """An instant from Shanghai's date and time, as in `2025-09-03 10:12`."""
    return datetime.fromisoformat(local).replace(tzinfo=SHANGHAI)


def both(name: str, plural: str = "") -> str:
    """A phase, command, event, reason or deadline in Chinese and English, as the process `plural` calls it, or any."""
    found = (process.labels for process in PROCESSES if plural in ("", process.plural))
    words = next((labels for labels in found if name in labels.zh), None)
    return f"{words.zh[name]} · {words.en[name]}" if words else name


@dataclass
class Stage:
    """The running instance as the stories see it. `sources` and `packages` are its folders of data."""

    players: Players
    clock: Clock
    console: Console
    sources: Path
    packages: Path
    now: datetime
    checks: int = 0
    tags: dict[str, str] = field(default_factory=dict[str, str])  # case id → the mark of its story

    def say(self, tag: str, what: str, style: str = "") -> None:
        """Print one step under its date, with the mark of its story."""
        self._line(self.now, tag, what, style)

    def expect(self, claim: str, got: object, wanted: object) -> None:
        """Check a claim against an answer of the API; raises `Surprise` when they differ."""
        if got != wanted:
            raise Surprise(f"{claim}: expected {wanted!r}, got {got!r}")
        self.checks += 1

    def expect_problem(self, problem: Problem, reason: str) -> None:
        """Check that the API refused for that reason."""
        self.expect(f"refused ({problem.detail})", problem.reason, reason)

    def wait_for(self, come: Callable[[], bool], seconds: float) -> None:
        """Wait, with the clock where it is, until something has come; raises `Surprise` when it doesn't."""
        give_up = time.monotonic() + seconds
        while not come():
            if time.monotonic() > give_up:
                raise Surprise(f"nothing came within {seconds:g} s")
            time.sleep(0.25)

    def play(self, stories: Iterable[Story]) -> None:
        """Tell all stories on one timeline: whichever goes on soonest, with the clock moved there first."""
        waiting = [(next(story), number, story) for number, story in enumerate(stories)]
        heapify(waiting)
        while waiting:
            instant, number, story = heappop(waiting)
            if instant > self.now:
                self._tell_due(self.clock.move(instant).fell_due)
                self.now = instant
            following = next(story, None)
            if following is not None:
                heappush(waiting, (following, number, story))

    def _tell_due(self, fell_due: Iterable[FellDue]) -> None:
        """One line for each of the stories' cases; one with a number for all others that fell due together."""
        for (due, deadline, tag), fell in groupby(fell_due, lambda one: (one.due, one.deadline, self._tag(one))):
            times = "" if tag != _OTHERS else f" × {len(list(fell))}"
            self._line(due, tag, escape(f"⏰ {both(deadline)}{times}"), "yellow")

    def _tag(self, fell: FellDue) -> str:
        return self.tags.get(fell.case, _OTHERS)

    def _line(self, when: datetime, tag: str, what: str, style: str) -> None:
        local = when.astimezone(SHANGHAI)
        self.console.print(
            f"[dim]{local:%Y-%m-%d %H:%M}[/dim] {tag} {what}", style=style, highlight=False, soft_wrap=True
        )
