"""Processes of one instance on the parts of this test process."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest

from embedded.ports import free_port
from embedded.postgres import EmbeddedPostgres
from embedded.temporal import EmbeddedTemporal
from tests.operations.processes import Processes, Running, lines, processes
from tests.parts import Database, fresh_database, fresh_namespace
from tests.waiting import until


@dataclass(frozen=True)
class Pair:
    """An API and a worker that were told the same port for their metrics, and the worker one for Temporal's own."""

    here: Processes
    api: Running
    worker: Running
    temporal_metrics: str


@pytest.fixture
def here(
    database: Database, temporal: EmbeddedTemporal, tmp_path: Path, without_settings: None
) -> Generator[Processes]:
    with processes(database, temporal.address, fresh_namespace(temporal.address), tmp_path) as found:
        yield found


@pytest.fixture(scope="session")
def pair(
    postgres: EmbeddedPostgres,
    superuser: psycopg.Connection,
    migrated_template: str,
    temporal: EmbeddedTemporal,
    tmp_path_factory: pytest.TempPathFactory,
) -> Generator[Pair]:
    """For tests that ask and look only: each counts what is its own, and ends nothing."""
    folder, shown = tmp_path_factory.mktemp("pair"), free_port()
    namespace = fresh_namespace(temporal.address)
    with (
        fresh_database(postgres, superuser, migrated_template) as database,
        processes(database, temporal.address, namespace, folder) as found,
    ):
        api = found.server()
        told = {"SLUICE_METRICS_PORT": str(api.metrics_port), "SLUICE_TEMPORAL_METRICS_PORT": str(shown)}
        worker = found.worker(**told)
        until(lambda: bool(lines(worker, "metrics_served")))
        (line,) = lines(worker, "metrics_served")
        yield Pair(found, api, replace(worker, metrics_port=line["port"]), f"http://127.0.0.1:{shown}/metrics")
