"""How much is measured: enough to be told apart from noise, or just enough to see that it runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Seconds are of one measurement in one round."""

    seconds: float
    rounds: int
    followed_cases: int  # taken through all their commands while the follower tells
    deadlines: tuple[int, ...]  # due at one instant, smallest first
    open_workflows: int
    killed_cases: int
    counted_cases: int  # of the log that statistics read
    told: int  # starts, then signals
    cases: tuple[int, ...]  # rows that worklists are read from, fewest first
    asked: int  # of each kind of list: at most so many askings of all there are
    pause: float  # for memory to settle before it is looked at, and at first for the last telling before a deadline


FULL = Sizes(
    seconds=1,
    rounds=9,
    followed_cases=250,
    deadlines=(250, 500, 1000, 2000),
    open_workflows=750,
    killed_cases=500,
    counted_cases=25_000,
    told=1000,
    cases=(10_000, 100_000, 1_000_000),
    asked=100_000,
    pause=5,
)
QUICK = Sizes(
    seconds=0.3,
    rounds=1,
    followed_cases=10,
    deadlines=(10, 20),
    open_workflows=50,
    killed_cases=10,
    counted_cases=20,
    told=30,
    cases=(300, 900),
    asked=25,
    pause=1,
)
