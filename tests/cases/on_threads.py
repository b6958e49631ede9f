"""The API and the worker as their processes run them, on threads of this one: a start is a fraction of a process's."""

import asyncio
import threading
from collections.abc import Generator
from contextlib import contextmanager

import uvicorn

from api.app import create_app
from composition import open_store
from domain.processes import PROCESSES
from server import parts_over, serving
from settings import Settings
from tests.api.served import running
from worker import run


@contextmanager
def on_threads(settings: Settings) -> Generator[None]:
    """Serve what the settings name over HTTP, each with a store of its own, until the block ends."""
    with (
        open_store(settings, PROCESSES, statement_seconds=settings.request_seconds) as store,
        _working(settings),
        running(uvicorn.Config(create_app(parts_over(store, settings)), **serving(settings))),
    ):
        yield


@contextmanager
def _working(settings: Settings) -> Generator[None]:
    loop, stopping = asyncio.new_event_loop(), asyncio.Event()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        thread = threading.Thread(target=runner.run, args=(run(settings, stopping),), daemon=True)
        thread.start()
        try:
            yield
        finally:
            loop.call_soon_threadsafe(stopping.set)
            thread.join(20)
            assert not thread.is_alive(), "the worker did not stop"
