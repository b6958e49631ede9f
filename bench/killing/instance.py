"""An instance of real processes on a folder of its own, each of which can be killed and brought back."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from time import monotonic, sleep

from bench.killing.processes import DECIDERS
from composition import Store, open_store
from embedded.child import Child
from embedded.postgres import EmbeddedPostgres
from embedded.processes import answers, start_process
from embedded.stack import Stack, on_free_port
from embedded.temporal import EmbeddedTemporal
from settings import Settings, load_settings
from store.database import DatabaseAway
from store.follower import Away
from workflows.rehydrate import rehydrate
from workflows.serving import connect
from workflows.telling import Telling

_SERVER, _WORKER = "bench.killing.server", "bench.killing.worker"
_PATIENCE = 60.0  # seconds that a part gets to come back


class Part(StrEnum):
    """What can be killed. Temporal comes back with its state, or lost it and is told everything again."""

    POSTGRES = "PostgreSQL"
    TEMPORAL = "Temporal"
    TEMPORAL_LOST = "Temporal and its state"
    WORKER = "worker"
    API = "API"


class Instance:
    """The running parts. Not thread-safe: one kills, and the same brings back."""

    def __init__(self, stack: Stack, store: Store) -> None:
        """Start worker and API over a stack that has only PostgreSQL and Temporal."""
        if stack.postgres is None or stack.temporal is None:
            raise ValueError("only an instance with its own PostgreSQL and Temporal can be tortured")
        self.stack = stack
        self.store = store
        self.postgres: EmbeddedPostgres = stack.postgres
        self.temporal: EmbeddedTemporal = stack.temporal
        self.ended_by_themselves: list[str] = []
        self.worker = self._start(_WORKER)
        self.server = self._start(_SERVER)
        self.server.wait_until(lambda: answers(f"{stack.api_url}/ready"), _PATIENCE)

    def kill(self, part: Part) -> None:
        """SIGKILL it, now."""
        match part:
            case Part.POSTGRES:
                self.postgres.kill()
            case Part.TEMPORAL | Part.TEMPORAL_LOST:
                self.temporal.kill()
            case Part.WORKER:
                self.worker.kill()
            case Part.API:
                self.server.kill()

    def bring_back(self, part: Part) -> None:
        """Start it again. Worker and API are not waited for, so they may be killed while they start."""
        match part:
            case Part.POSTGRES:
                self.postgres.restart()
            case Part.TEMPORAL:
                self.temporal.restart()
            case Part.TEMPORAL_LOST:
                self._forget()
                self.temporal.restart()
                self._rehydrate()
            case Part.WORKER:
                self.worker = self._start(_WORKER)
            case Part.API:
                self.server = self._start(_SERVER)

    def supervise(self) -> None:
        """Start again what ended by itself, as whoever supervises processes does, and remember it."""
        for part, child in ((Part.WORKER, self.worker), (Part.API, self.server)):
            if not child.running:
                self.ended_by_themselves.append(f"{part} with code {child.stop()}")
                self.bring_back(part)

    def stop(self) -> None:
        self.server.stop()
        self.worker.stop()

    def _start(self, module: str) -> Child:
        return start_process(module, self.stack.environment(), self.stack.logs / f"{module}.log")

    def _forget(self) -> None:
        for path in self.stack.settings.data_folder.glob("temporal.db*"):
            path.unlink()

    def _rehydrate(self) -> None:
        """What `./sluice rehydrate` does; whoever does it does it again until it succeeds."""
        give_up = monotonic() + _PATIENCE
        while True:
            try:
                asyncio.run(self._tell_all())
            except (Away, DatabaseAway, RuntimeError):  # the SDK raises RuntimeError for a refused connection
                if monotonic() > give_up:
                    raise
                sleep(0.2)
            else:
                return

    async def _tell_all(self) -> None:
        settings, store = self.stack.settings, self.store
        client = await connect(settings.temporal_address, settings.temporal_namespace)
        await rehydrate(Telling(client, settings.task_queue, store.cases, store.clocks, store.deciders))


@contextmanager
def an_instance(folder: Path, say: Callable[[str], None]) -> Generator[Instance]:
    """Start everything on `folder`, with fsync on and Temporal's state in a file; end it afterwards."""
    settings = Settings(
        data_folder=folder,
        database_url="",
        owner_database_url="",
        temporal_address="",
        clock=None,
        requests_per_minute=0,
        requests_at_once=0,
        log_level="info",
    )
    with (
        Stack.start(on_free_port(settings), say=say, ui=False, processes=False) as stack,
        open_store(stack.settings, DECIDERS) as store,
    ):
        say("worker and API")
        instance = Instance(stack, store)
        try:
            yield instance
        finally:
            instance.stop()


def a_folder() -> Path:
    """A folder of its own beside the instance's data, that the database's account can reach."""
    beside = load_settings().data_folder / "torture"
    beside.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=beside))
    folder.chmod(0o711)
    return folder


def forget(instance: Instance) -> None:
    """Delete all that a stopped instance left."""
    instance.postgres.home.remove()
    shutil.rmtree(instance.stack.settings.data_folder, ignore_errors=True)
