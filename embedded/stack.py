"""Everything up on one machine: PostgreSQL, Temporal, the worker and the API, for `up`, demo, tests and bench."""

import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from embedded.child import Child, StartFailed
from embedded.ports import free_port, is_free
from embedded.postgres import EmbeddedPostgres
from embedded.processes import start_process
from embedded.running import announce, withdraw
from embedded.temporal import EmbeddedTemporal
from settings import Environment, Settings


class Stack:
    """The running parts. A part whose address the settings give is used and not started."""

    def __init__(self, settings: Settings, say: Callable[[str], None], environment: Mapping[str, str]) -> None:
        """Hold the parts; use `Stack.start`."""
        self.settings = settings
        self.postgres: EmbeddedPostgres | None = None
        self.temporal: EmbeddedTemporal | None = None
        self.worker: Child | None = None
        self.server: Child | None = None
        self._say = say
        self._environment = dict(environment)
        self._parts = ExitStack()

    @classmethod
    def start(
        cls,
        settings: Settings,
        *,
        say: Callable[[str], None] = lambda _: None,
        temporal_in_memory: bool = False,
        ui: bool = True,
        fsync: bool = True,
        processes: bool = True,
        environment: Mapping[str, str] | None = None,
    ) -> "Stack":
        """Start what is missing, migrate, then worker and API; `say` is told each step.

        `environment` goes to worker and API on top of the settings. Raises `StartFailed`, with
        everything already started ended again.
        """
        stack = cls(settings, say, environment or {})
        try:
            stack._start_parts(temporal_in_memory, ui, fsync)
            stack._migrate()
            stack._announce()
            if processes:
                stack.start_worker()
                stack.start_server()
        except BaseException:
            stack.stop()
            raise
        return stack

    @property
    def api_url(self) -> str:
        return f"http://{self.settings.api_host}:{self.settings.api_port}"

    @property
    def logs(self) -> Path:
        return self.settings.data_folder / "logs"

    def environment(self) -> dict[str, str]:
        """The variables that worker and API are started with."""
        # everything is migrated before they start: they have no use for the owner's password
        told = self.settings.model_dump(mode="json", exclude_none=True, exclude={"owner_database_url"})
        return {
            f"SLUICE_{name.upper()}": value if isinstance(value, str) else json.dumps(value)
            for name, value in told.items()
        } | self._environment

    def start_worker(self) -> Child:
        """Start the worker, also again after it was killed."""
        self._say("worker")
        self.worker = start_process("worker", self.environment(), self.logs / "worker.log")
        self._parts.callback(self.worker.stop)
        return self.worker

    def start_server(self) -> Child:
        """Start the API and wait until it is ready, also again after it was killed."""
        self._say("API")
        if not is_free(self.settings.api_port):
            raise StartFailed(f"port {self.settings.api_port} is taken; choose another with SLUICE_API_PORT")
        log, ready = self.logs / "server.log", f"{self.api_url}/ready"
        self.server = start_process("server", self.environment(), log, ready_url=ready)
        self._parts.callback(self.server.stop)
        return self.server

    def stop(self) -> None:
        """End everything that was started, in the opposite order."""
        self._parts.close()

    def __enter__(self) -> "Stack":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _start_parts(self, temporal_in_memory: bool, ui: bool, fsync: bool) -> None:
        folder = self.settings.data_folder
        if not self.settings.public_url and self.settings.environment is Environment.DEVELOPMENT:
            self._tell(public_url=self.api_url)  # or there would be no pages
        folder.mkdir(parents=True, exist_ok=True)
        if not self.settings.database_url:
            self._say("PostgreSQL")
            self.postgres = self._parts.enter_context(EmbeddedPostgres.start(folder / "postgres", fsync=fsync))
            self._tell(database_url=self.postgres.app_url, owner_database_url=self.postgres.owner_url)
        if not self.settings.temporal_address:
            self._say("Temporal")
            database = None if temporal_in_memory else folder / "temporal.db"
            self.temporal = EmbeddedTemporal.start(folder / "temporal", database=database, ui=ui)
            self._parts.callback(self.temporal.stop)
            self._tell(temporal_address=self.temporal.address)

    def _migrate(self) -> None:
        if self.settings.owner_database_url:
            from store.migrations import migrate  # here, so that the parts alone start without the store

            self._say("migrations")
            migrate(self.settings.owner_database_url)

    def _announce(self) -> None:
        announce(self.settings)
        self._parts.callback(withdraw, self.settings)

    def _tell(self, **found: str) -> None:
        self.settings = self.settings.model_copy(update=found)


def on_free_port(settings: Settings) -> Settings:
    """The same settings with an API port that is free now, for tests, demo and bench."""
    return settings.model_copy(update={"api_port": free_port()})
