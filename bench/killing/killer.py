"""The killer: at random moments, singly and together, `kill -9`, and after a while everything back."""

from collections import Counter
from collections.abc import Callable
from random import Random
from threading import Event

from bench.killing.instance import Instance, Part

_TOGETHER = 0.35  # of the strikes
_ORDER = tuple(Part)  # PostgreSQL first: Temporal that lost its state is told from it


class Killer:
    """Strikes until told to stop, and leaves with everything up."""

    def __init__(self, instance: Instance, random: Random, say: Callable[[str], None]) -> None:
        self.killed: Counter[Part] = Counter()
        self.gone = False
        self._instance = instance
        self._random = random
        self._say = say

    def work(self, stop: Event, between: tuple[float, float], away: tuple[float, float]) -> None:
        """Seconds from one strike to the next, and that the parts stay away, each drawn from its range."""
        deck: list[Part] = []
        while not stop.wait(self._random.uniform(*between)):
            self._instance.supervise()
            deck = deck or self._shuffled()
            self._strike(self._victims(deck), stop, self._random.uniform(*away))
        self._instance.supervise()
        self.gone = True

    def _shuffled(self) -> list[Part]:
        """Every part once: so a short round kills each."""
        return self._random.sample(_ORDER, len(_ORDER))

    def _victims(self, deck: list[Part]) -> list[Part]:
        first = deck.pop()
        others = [part for part in _ORDER if _place(part) != _place(first)]
        together = self._random.random() < _TOGETHER
        return [first, *(self._random.sample(others, self._random.randint(1, 2)) if together else ())]

    def _strike(self, victims: list[Part], stop: Event, away: float) -> None:
        victims = [part for n, part in enumerate(victims) if _place(part) not in map(_place, victims[:n])]
        self._say(f"kill -9 {', '.join(victims)}; away {away:.1f} s")
        for part in victims:
            self._instance.kill(part)
            self.killed[part] += 1
        stop.wait(away)
        for part in sorted(victims, key=_ORDER.index):
            self._instance.bring_back(part)


def _place(part: Part) -> Part:
    """Temporal is one program, with its state or without."""
    return Part.TEMPORAL if part is Part.TEMPORAL_LOST else part
