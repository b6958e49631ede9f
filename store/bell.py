"""A bell that rings whenever the log has grown: one listening connection for all who wait in this process."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from threading import Event, Lock, Thread

import psycopg
import structlog
from psycopg import Connection

from store.log import CHANNEL

_log = structlog.get_logger()
_Waiting = tuple[asyncio.AbstractEventLoop, asyncio.Event]


def ring(url: str) -> None:
    """Wake who listens, as an append does: who is to end need not be waited for."""
    with suppress(psycopg.OperationalError), Connection.connect(url, autocommit=True, connect_timeout=2) as connection:
        connection.execute(f"NOTIFY {CHANNEL}")


class Bell:
    """NOTIFY only wakes: who hears it reads the log, and also now and then without having heard anything."""

    def __init__(self, url: str, *, again_seconds: float = 1) -> None:
        self._url = url
        self._again = again_seconds
        self.leaving = False
        self._waiting: set[_Waiting] = set()
        self._lock = Lock()
        self._stopping = Event()
        self._thread: Thread | None = None

    @asynccontextmanager
    async def heard(self) -> AsyncGenerator[asyncio.Event]:
        """An event that is set at every ring, until the block ends. The first to listen starts the listening."""
        mine = asyncio.get_running_loop(), asyncio.Event()
        with self._lock:
            self._waiting.add(mine)
            if self._thread is None:
                self._thread = Thread(target=self._listen, name="bell", daemon=True)
                self._thread.start()
        try:
            yield mine[1]
        finally:
            with self._lock:
                self._waiting.discard(mine)

    def leave(self) -> None:
        """Let all who wait know that this process is about to end."""
        self.leaving = True
        self._ring()

    def stop(self) -> None:
        """End the listening."""
        self._stopping.set()
        if self._thread:
            ring(self._url)
            self._thread.join()

    def _listen(self) -> None:
        while not self._stopping.is_set():
            try:
                self._serve()
            except psycopg.OperationalError as error:
                _log.warning("bell_lost_database", error=str(error).strip())
                self._stopping.wait(self._again)

    def _serve(self) -> None:
        with Connection.connect(
            self._url, autocommit=True, connect_timeout=2, application_name="sluice bell", keepalives_idle=5
        ) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            self._ring()  # for what was appended while nobody listened
            while not self._stopping.is_set():
                for _ in connection.notifies(timeout=self._again, stop_after=1):
                    self._ring()

    def _ring(self) -> None:
        with self._lock:
            for loop, event in self._waiting:
                if not loop.is_closed():
                    loop.call_soon_threadsafe(event.set)
