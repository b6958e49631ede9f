"""A copy of the database, brought back beside an empty Temporal, goes on as if nothing had been."""

import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import psycopg
import pytest

from embedded.postgres import EmbeddedPostgres
from embedded.processes import CHECKOUT
from embedded.temporal import EmbeddedTemporal
from tests.operations.demands import merged, told
from tests.operations.processes import Processes, processes
from tests.operations.test_two_of_each import whole
from tests.parts import Database, fresh_database, fresh_namespace
from tests.waiting import until


@pytest.fixture
def restored(postgres: EmbeddedPostgres, superuser: psycopg.Connection) -> Generator[Database]:
    """An empty database, as `deploy/roles.sh` makes it."""
    with fresh_database(postgres, superuser) as empty:
        yield empty


def test_a_copy_goes_on_with_an_empty_temporal(
    here: Processes,
    postgres: EmbeddedPostgres,
    database: Database,
    restored: Database,
    temporal: EmbeddedTemporal,
    tmp_path: Path,
) -> None:
    """As docs/operations.md says: dump, restore, another namespace, rehydrate; what was owed then is done then."""
    api = here.server()
    worker = here.worker()
    before = merged(here, api.url)
    until(lambda: told(here, api.url, *before))
    worker.child.stop()
    owed = merged(here, api.url)  # nobody does it any more

    dump = tmp_path / "sluice.dump"
    tools = postgres.home.binaries
    run = [str(tools / "pg_dump"), "--format", "custom", "--file", str(dump), database.superuser_url]
    subprocess.run(run, check=True, timeout=60)
    api.child.stop()
    run = [str(tools / "pg_restore"), "--exit-on-error", "--dbname", restored.superuser_url, str(dump)]
    subprocess.run(run, check=True, timeout=60)

    namespace = fresh_namespace(temporal.address)
    with processes(restored, temporal.address, namespace, tmp_path) as there:
        there.keys |= here.keys
        command = [sys.executable, "cli.py", "rehydrate"]
        done = subprocess.run(
            command, env=dict(there.environment), cwd=CHECKOUT, check=True, timeout=120, capture_output=True, text=True
        )
        assert "4 open cases have their workflows" in done.stdout
        api, worker = there.server(), there.worker()
        until(lambda: told(there, api.url, *before) and told(there, api.url, *owed))
        until(lambda: whole(worker))
        after = merged(there, api.url)
        until(lambda: told(there, api.url, *after))
