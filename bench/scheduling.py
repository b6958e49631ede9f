"""What passes through Temporal: telling, deadlines that fall due together, memory, and where its state is kept."""

import asyncio
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic, sleep
from uuid import uuid4

from temporalio.api.enums.v1 import EventType

from bench.instance import Instance, ended, instance, resident_kib, spent
from bench.measures import Goal, Measure
from bench.sizes import Sizes
from bench.waiting import passed, until, until_told
from bench.workload import opening
from embedded.child import Child
from store.request import Request
from workflows.serving import connect

_OPEN_STEPS = 7  # of 8: the last one closes the case
_WARM = 50  # workflows before anything is counted
_STARTS_A_SECOND = 40  # that are sure to be told in time before their deadline, unless others use the machine
_PATIENCE = 5  # times that a busy machine may tell them too late, each time with twice the pause
Say = Callable[[str], None]


@contextmanager
def working() -> Generator[tuple[Instance, Child]]:
    """An instance and its worker, which has worked: what is used only once is not counted."""
    with instance() as at, ended(at.start_worker()) as worker:
        _warm(at, _WARM)
        yield at, worker


def follower(on: tuple[Instance, Child], sizes: Sizes, say: Say) -> list[Measure]:
    """Events a second into Temporal, to lag nothing: cases in bursts, and all cases step by step."""
    measures: list[Measure] = []
    at, worker = on
    for what in ("each case in a burst", "all cases step by step"):
        say(f"follower: {what}")
        cases = _ids(sizes.followed_cases)
        bursts = [(case, n) for case in cases for n in range(_OPEN_STEPS)]
        asked = bursts if "burst" in what else sorted(bursts, key=lambda one: one[1])
        rate, cpu = _followed(at, asked, worker.pid)
        tells = asyncio.run(_tells(at, cases))
        measures += [
            Measure("follower", f"{what}, to lag 0", "events/s", (rate,), Goal(100, at_least=True)),
            Measure("follower", f"{what}: tells an event", "", (tells / len(asked),)),
            Measure("follower", f"{what}: CPU a tell, all processes", "ms", (cpu / tells * 1000,)),
        ]
    return measures


def deadlines(on: tuple[Instance, Child], sizes: Sizes, say: Say) -> list[Measure]:
    """Seconds from the one instant at which they are due to the last one recorded, for growing numbers."""
    at, worker = on
    took = [_deadlines(at, count, sizes.pause, say, worker.pid) for count in sizes.deadlines]
    measures = [
        Measure("deadlines", f"{count:,} at one instant, last recorded", "s", (seconds,), Goal(count * 0.03))
        for count, (seconds, _) in zip(sizes.deadlines, took, strict=True)
    ]
    each = [cpu / count * 1000 for count, (_, cpu) in zip(sizes.deadlines, took, strict=True)]
    return [
        *measures,
        Measure("deadlines", "CPU a deadline, all processes, fewest to most", "ms", tuple(each)),
        Measure("deadlines", "CPU a deadline, most ÷ fewest: 1 is linear", "×", (each[-1] / each[0],), Goal(1.25)),
    ]


def memory(on: tuple[Instance, Child], sizes: Sizes, say: Say) -> list[Measure]:
    """Resident memory that an open workflow costs Temporal's server and the worker."""
    at, worker = on
    say("memory: warming up")
    _warm(at, sizes.open_workflows // 3)  # as busy as it will be: what is fixed is not counted
    before = _resident(at, worker, sizes.pause)
    say(f"memory: {sizes.open_workflows:,} open workflows")
    _open(at, _ids(sizes.open_workflows))
    until_told(at)
    after = _resident(at, worker, sizes.pause)
    temporal, work = ((b - a) / sizes.open_workflows for a, b in zip(before, after, strict=True))
    what = f"of {sizes.open_workflows:,} open workflows, each"
    return [
        Measure("memory", f"Temporal's server, {what}", "KiB", (temporal,)),
        Measure("memory", f"worker, {what}", "KiB", (work,)),
        Measure("memory", f"both, {what}", "KiB", (temporal + work,), Goal(100)),
    ]


def storage(_on: None, sizes: Sizes, say: Say) -> list[Measure]:
    """Temporal's state in memory beside on a file, as the embedded server keeps it."""
    measures: list[Measure] = []
    for in_memory in (True, False):
        part = "Temporal in memory" if in_memory else "Temporal on a file"
        with instance(temporal_in_memory=in_memory) as at, ended(at.start_worker()) as worker:
            say(f"{part}: warming up")
            _warm(at, _WARM)
            cases = _ids(sizes.told)
            say(f"{part}: {sizes.told:,} starts")
            starts, start_cpu = _followed(at, [(case, 0) for case in cases], worker.pid)
            say(f"{part}: {sizes.told:,} signals")
            signals, signal_cpu = _followed(at, [(case, 1) for case in cases], worker.pid)
            took, cpu = _deadlines(at, sizes.told, sizes.pause, say, worker.pid)
        costs = {"start": start_cpu, "signal": signal_cpu, "deadline": cpu}
        measures += [
            Measure(part, "starts, by the follower", "/s", (starts,)),
            Measure(part, "signals, by the follower", "/s", (signals,)),
            Measure(part, f"{sizes.told:,} deadlines at one instant", "s", (took,)),
            *(
                Measure(part, f"CPU a {what}, all processes", "ms", (seconds / sizes.told * 1000,))
                for what, seconds in costs.items()
            ),
        ]
    return measures


def _followed(at: Instance, asked: Sequence[tuple[str, int]], worker: int) -> tuple[float, float]:
    """Give these commands as fast as `handle` takes them.

    Events a second until all is told, and the CPU seconds that all processes but this one used.
    """
    begun = monotonic()
    with spent(at.postgres_pid) as postgres, spent(at.temporal_pid) as temporal, spent(worker) as work:
        _settle(at, [at.cast.request(at.measured, case, n) for case, n in asked])
        rate = len(asked) / (until_told(at) - begun)
    return rate, postgres[0] + temporal[0] + work[0]


def _deadlines(at: Instance, count: int, pause: float, say: Say, worker: int) -> tuple[float, float]:
    """Seconds from the instant to the last one recorded, and the CPU seconds that all processes used for it.

    On a machine too busy to tell them in time, or to look on as they fire, it is done again with more time before it.
    """
    for more in range(_PATIENCE):
        say(f"{count:,} deadlines: telling")
        before = passed(at)
        due = datetime.now(UTC) + timedelta(seconds=pause * 2**more + count / _STARTS_A_SECOND)
        _open(at, _ids(count), due)
        until_told(at)
        left = (due - datetime.now(UTC)).total_seconds()
        say(f"{count:,} deadlines: waiting for the instant")
        sleep(max(0.0, left))
        begun = monotonic()
        say(f"{count:,} deadlines: firing")
        with spent(at.postgres_pid) as postgres, spent(at.temporal_pid) as temporal, spent(worker) as work:
            took = until(f"{count} deadlines", partial(_have_passed, at, before + count)) - begun
        cpu = postgres[0] + temporal[0] + work[0]
        if left > 0 and cpu > 0:
            return took, cpu
    raise RuntimeError(f"{count} workflows were not told before their deadline, {_PATIENCE} times")


def _have_passed(at: Instance, deadlines: int) -> bool:
    return passed(at) >= deadlines


def _warm(at: Instance, cases: int) -> None:
    """Let every part do its work, so that what is used only once is not counted."""
    _open(at, _ids(cases))
    until_told(at)


def _open(at: Instance, cases: Iterable[str], due: datetime | None = None) -> None:
    command, actor = opening("w" * 200, due), at.cast.actors["applicant"]
    _settle(at, [Request(at.measured.name, case, f"{case}/0", command, actor) for case in cases])


def _settle(at: Instance, requests: Iterable[Request]) -> None:
    answers = [at.store.desk.submit(request) for request in requests]
    for answer in answers:
        outcome = answer.result().outcome
        if outcome.reason:
            raise RuntimeError(f"{outcome.case_id}: {outcome.reason} {outcome.detail}")


def _ids(count: int) -> list[str]:
    return [f"bench-{uuid4().hex}" for _ in range(count)]


def _resident(at: Instance, worker: Child, pause: float) -> tuple[float, float]:
    """KiB of Temporal's server and of the worker, once they are at rest."""
    sleep(pause)
    return resident_kib(at.temporal_pid), resident_kib(worker.pid)


async def _tells(at: Instance, cases: Sequence[str]) -> int:
    """How often these workflows were signalled, by their histories."""
    client = await connect(at.stack.settings.temporal_address)
    total = 0
    for case in cases:
        history = await client.get_workflow_handle(case).fetch_history()
        signalled = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED
        total += sum(event.event_type == signalled for event in history.events)
    return total
