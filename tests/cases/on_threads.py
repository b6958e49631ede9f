"""The API and the worker as their processes run them, on threads of this one: a start is a fraction of a process's."""

from collections.abc import Generator
from contextlib import contextmanager
from functools import partial

import uvicorn

from api.app import create_app
from composition import open_store
from domain.processes import PROCESSES
from server import parts_over, serving
from settings import Settings
from tests.api.served import running
from tests.threads import on_a_thread
from worker import run


@contextmanager
def on_threads(settings: Settings) -> Generator[None]:
    """Serve what the settings name over HTTP, each with a store of its own, until the block ends."""
    with (
        open_store(settings, PROCESSES, statement_seconds=settings.request_seconds) as store,
        on_a_thread(partial(run, settings)),
        running(uvicorn.Config(create_app(parts_over(store, settings)), **serving(settings))),
    ):
        yield
