"""A fresh instance for each worked case, served for it alone."""

from collections.abc import Collection, Generator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import pytest

from composition import log_json
from embedded.ports import free_port
from embedded.temporal import EmbeddedTemporal
from settings import Settings
from tests.cases.on_threads import on_threads
from tests.cases.rehearsal import Rehearsal, rehearsing
from tests.parts import Database, fresh_namespace


class Rehearse(Protocol):
    """Start a rehearsal of its own with these rows of the plan, all if none is named; of `no_item` the row alone."""

    def __call__(self, clock: datetime, *rows: int, no_item: Collection[int] = ()) -> Rehearsal: ...


@pytest.fixture(scope="session", autouse=True)
def quiet_log() -> None:
    """The log as in production: JSON, warnings only."""
    log_json("warning")


@pytest.fixture
def rehearse(
    database: Database,
    temporal: EmbeddedTemporal,
    reachable_folder: Path,
    without_settings: None,
) -> Generator[Rehearse]:
    """Start worker and API on a rehearsal clock that stands at the instant asked for."""
    name = f"case-{uuid4().hex[:8]}"
    with ExitStack() as parts:

        def start(clock: datetime, *rows: int, no_item: Collection[int] = ()) -> Rehearsal:
            port = free_port()
            settings = Settings(
                database_url=database.app_url,
                temporal_address=temporal.address,
                temporal_namespace=fresh_namespace(temporal.address),
                task_queue=name,
                clock=clock,
                data_folder=reachable_folder / name,
                requests_per_minute=0,
                requests_at_once=0,
                api_port=port,
                public_url=f"http://127.0.0.1:{port}",
            )
            parts.enter_context(on_threads(settings))
            return parts.enter_context(rehearsing(settings, only=(*rows, *no_item), no_item=no_item))

        yield start
