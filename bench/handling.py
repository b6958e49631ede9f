"""`handle` itself, in this process, through the desk as the API has it."""

from collections.abc import Iterator
from threading import Thread
from time import monotonic, sleep
from uuid import uuid4

from bench.workload import Cast, Workload
from store.desk import Desk
from store.request import Request


def alone(desk: Desk, workload: Workload, cast: Cast, seconds: float) -> list[float]:
    """Seconds that each command took, for one caller."""
    took: list[float] = []
    end = monotonic() + seconds
    for request in _requests(workload, cast):
        begun = monotonic()
        _ask(desk, request)
        took.append(monotonic() - begun)
        if begun > end:
            break
    return took


def together(desk: Desk, workload: Workload, cast: Cast, callers: int, seconds: float) -> float:
    """Commands a second, for callers that each wait for their answer."""
    counts = [0] * callers
    start = monotonic() + 0.1

    def call(caller: int) -> None:
        sleep(max(0.0, start - monotonic()))
        for request in _requests(workload, cast):
            _ask(desk, request)
            if monotonic() > start + seconds:
                return
            counts[caller] += 1

    threads = [Thread(target=call, args=(caller,)) for caller in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def _ask(desk: Desk, request: Request) -> None:
    outcome = desk.handle(request).outcome
    if outcome.reason:
        raise RuntimeError(f"{request.command_id}: {outcome.reason} {outcome.detail}")


def _requests(workload: Workload, cast: Cast) -> Iterator[Request]:
    """The commands of one case after another, for ever."""
    while True:
        case = "bench-sample-" + uuid4().hex
        for n in range(len(workload.asks)):
            yield cast.request(workload, case, n)
