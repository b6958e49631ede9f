"""A throw-away instance to measure on, with fsync on, and what its processes use."""

import shutil
import tempfile
from collections.abc import Generator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import psutil

from bench.workload import DECIDERS, Cast, Workload, set_up
from composition import Store, open_store
from embedded.child import Child
from embedded.processes import start_process
from embedded.stack import Stack, on_free_port
from settings import Settings, load_settings


@dataclass(frozen=True)
class Instance:
    """PostgreSQL and Temporal that run, and a store opened on them in this process."""

    stack: Stack
    store: Store
    cast: Cast
    measured: Workload
    application: Workload

    @property
    def url(self) -> str:
        return self.stack.settings.database_url

    @property
    def postgres_pid(self) -> int:
        """Of the server that the bench started."""
        assert self.stack.postgres, "the bench starts its own"
        return self.stack.postgres.pid

    @property
    def temporal_pid(self) -> int:
        """Of the server that the bench started."""
        assert self.stack.temporal, "this part needs Temporal"
        return self.stack.temporal.pid

    @property
    def api_url(self) -> str:
        return self.stack.api_url

    def start_server(self, module: str = "bench.server", *, wait: bool = True) -> Child:
        """Start the API and wait until it is ready. `server` is the product's own, for applications alone."""
        log, ready = self.stack.logs / f"{module}.log", f"{self.api_url}/ready" if wait else ""
        return start_process(module, self.stack.environment(), log, ready_url=ready)

    def start_worker(self, module: str = "bench.worker") -> Child:
        """Start the worker and the follower; they are ready when the log is followed."""
        return start_process(module, self.stack.environment(), self.stack.logs / f"{module}.log")


@contextmanager
def instance(*, temporal_in_memory: bool = False, temporal: bool = True) -> Generator[Instance]:
    """Start one on a folder of its own beside the instance's data, on the same disk; it is removed afterwards."""
    beside = load_settings().data_folder / "bench"
    beside.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=beside))
    folder.chmod(0o711)  # the database server may run as another user
    nowhere = "" if temporal else "127.0.0.1:1"
    settings = Settings(
        data_folder=folder,
        database_url="",
        owner_database_url="",
        temporal_address=nowhere,
        clock=None,
        requests_per_minute=0,
        requests_at_once=0,
    )
    try:
        with (
            Stack.start(
                on_free_port(settings), temporal_in_memory=temporal_in_memory, ui=False, processes=False
            ) as stack,
            open_store(stack.settings, DECIDERS) as store,
        ):
            cast, (measured, application) = set_up(store)
            yield Instance(stack, store, cast, measured, application)
        if stack.postgres:
            stack.postgres.home.remove()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def bare() -> Generator[Instance]:
    """An instance without Temporal."""
    with instance(temporal=False) as at:
        yield at


@contextmanager
def ended(child: Child) -> Generator[Child]:
    """Stop it afterwards."""
    try:
        yield child
    finally:
        child.stop()


@contextmanager
def load_processes() -> Generator[ProcessPoolExecutor]:
    """Two processes to make load from, so that it isn't this process's interpreter that is measured."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield pool


@contextmanager
def spent(pid: int) -> Generator[list[float]]:
    """CPU seconds that a process and its children use meanwhile, also those that end; filled in afterwards."""
    before, used = cpu_seconds(pid), [0.0]
    yield used
    used[0] = cpu_seconds(pid) - before


def cpu_seconds(pid: int) -> float:
    """CPU that a process and all its children have used so far: what those used that have ended, their parents know."""
    while True:
        family = _family(pid)
        try:
            used = sum(sum(process.cpu_times()[:4]) for process in family)  # own, then of ended children
        except psutil.NoSuchProcess:
            continue
        if _family(pid) == family:  # or one that ended meanwhile would count twice, or not at all
            return used


def resident_kib(pid: int) -> float:
    """Memory that a process and its children hold, in KiB."""
    return sum(process.memory_info().rss for process in _family(pid)) / 1024


def _family(pid: int) -> list[psutil.Process]:
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]
