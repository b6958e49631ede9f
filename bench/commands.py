"""Commands through `handle` and over HTTP, beside the floor, alone and with 32 callers, alternating."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from statistics import median
from time import monotonic
from typing import TypeVar

from bench import floor, handling, load
from bench.instance import Instance, ended, load_processes, spent
from bench.measures import Goal, Measure, ratios
from bench.sizes import Sizes
from bench.workload import Workload

CALLERS = 32
_PATIENCE = 10  # short rounds, as in a test, that a busy machine may spoil before it is called a fault
_Found = TypeVar("_Found", int, float, list[float])
_HANDLE_GOALS = Goal(3), Goal(0.2, at_least=True)
_HTTP_GOALS = Goal(4), Goal(0.15, at_least=True)


@dataclass(frozen=True)
class _Ways:
    """One workload's three ways into the tables, each as (milliseconds alone, commands a second together)."""

    at: Instance
    pool: ProcessPoolExecutor
    workload: Workload
    rows: list[floor.Rows]
    script: list[load.Call]
    seconds: float

    def floor(self) -> tuple[float, float]:
        took = floor.alone(self.at.url, self.rows, self.seconds)
        return median(took) * 1000, self._some(self._floor_together) / self.seconds

    def _floor_together(self) -> int:
        """Commands of as many callers, as threads of one process or of two, whichever is quicker."""
        threads = floor.together(self.at.url, self.rows, CALLERS, monotonic() + 0.5, self.seconds)
        start = monotonic() + 0.5
        half = (self.at.url, self.rows, CALLERS // 2, start, self.seconds)
        processes = [self.pool.submit(floor.together, *half) for _ in range(2)]
        return max(threads, sum(process.result() for process in processes))

    def handle(self) -> tuple[float, float]:
        desk, cast = self.at.store.desk, self.at.cast
        took = handling.alone(desk, self.workload, cast, self.seconds)
        rate = self._some(lambda: handling.together(desk, self.workload, cast, CALLERS, self.seconds))
        return median(took) * 1000, rate

    def http(self) -> tuple[float, float]:
        took = self.load(1)
        return median(took) * 1000, len(self.load(CALLERS)) / self.seconds

    def load(self, callers: int) -> list[float]:
        """Seconds of each command over HTTP."""
        script, run = self.script, self.pool.submit
        return self._some(
            lambda: run(load.run, self.at.api_url, script, callers, monotonic() + 0.5, self.seconds).result()
        )

    def _some(self, measured: Callable[[], _Found]) -> _Found:
        """What was measured; asked again while the machine is too busy to answer even one command."""
        for _ in range(_PATIENCE):
            if found := measured():
                return found
        raise RuntimeError(f"no command was answered within {self.seconds:g} s, {_PATIENCE} times")


def run(at: Instance, sizes: Sizes, say: Callable[[str], None]) -> list[Measure]:
    """The measured process and the application, each by all three ways, round by round."""
    measures: list[Measure] = []
    with load_processes() as pool, ended(at.start_server()) as server:
        for workload in (at.measured, at.application):
            rows = floor.sample(at.url, at.store.desk, workload, at.cast)
            ways = _Ways(at, pool, workload, rows, load.calls(at.api_url, workload, at.cast), sizes.seconds)
            measures += _compared(ways, sizes.rounds, say)
            measures += _costs(ways, server.pid)
    return measures


def _compared(ways: _Ways, rounds: int, say: Callable[[str], None]) -> list[Measure]:
    """Alternating, so that a slow minute of the machine is a slow minute for all three."""
    results: dict[str, list[tuple[float, float]]] = {"floor": [], "handle": [], "HTTP": []}
    for number in range(1, rounds + 1):
        for name, measure in (("floor", ways.floor), ("handle", ways.handle), ("HTTP", ways.http)):
            say(f"{ways.workload.name}, {name}, round {number} of {rounds}")
            results[name].append(measure())
    return [
        measure
        for name, goals in (("floor", None), ("handle", _HANDLE_GOALS), ("HTTP", _HTTP_GOALS))
        for measure in _shown(f"{ways.workload.name}: {name}", results[name], results["floor"], goals)
    ]


def _shown(
    part: str,
    ours: list[tuple[float, float]],
    floors: list[tuple[float, float]],
    goals: tuple[Goal, Goal] | None,
) -> Iterator[Measure]:
    (alone, rate), (floor_alone, floor_rate) = zip(*ours, strict=True), zip(*floors, strict=True)
    yield Measure(part, "one caller, p50", "ms", alone)
    if goals:
        yield ratios(part, "one caller, p50", alone, floor_alone, goals[0])
    yield Measure(part, f"{CALLERS} callers", "commands/s", rate)
    if goals:
        yield ratios(part, f"{CALLERS} callers", rate, floor_rate, goals[1])


def _costs(ways: _Ways, server: int) -> list[Measure]:
    """What one command over HTTP costs whom, under load."""
    with spent(server) as by_api, spent(ways.at.postgres_pid) as by_postgres:
        commands = len(ways.load(CALLERS))
    name = f"{ways.workload.name}: HTTP"
    return [
        Measure(name, "CPU a command, API", "ms", (by_api[0] / commands * 1000,)),
        Measure(name, "CPU a command, PostgreSQL", "ms", (by_postgres[0] / commands * 1000,)),
        Measure(f"{ways.workload.name}: rows", "bytes of text a command", "B", tuple(r.bytes for r in ways.rows)),
    ]
