"""Fixtures with the real parts, one of each per test process; `tests/conftest.py` makes them known.

A database is copied from a migrated template, so each test has its own within some milliseconds.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from google.protobuf.duration_pb2 import Duration
from psycopg import sql
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client

from embedded.postgres import APP, OWNER, SUPERUSER, EmbeddedPostgres
from embedded.temporal import EmbeddedTemporal

TEMPLATE = "template_migrated"


@dataclass(frozen=True)
class Database:
    """The addresses of one fresh, migrated database, one a role."""

    app_url: str
    owner_url: str
    superuser_url: str


@pytest.fixture(scope="session")
def reachable_folder() -> Generator[Path, None, None]:
    """A folder that the server's account can reach; pytest's own are closed to all but us."""
    folder = Path(tempfile.mkdtemp(prefix="sluice-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres(reachable_folder: Path) -> Generator[EmbeddedPostgres, None, None]:
    """A PostgreSQL server without fsync."""
    with EmbeddedPostgres.start(reachable_folder / "postgres", fsync=False) as server:
        yield server


@pytest.fixture(scope="session")
def migrated_template(postgres: EmbeddedPostgres) -> str:
    """The name of a database that all migrations ran in."""
    from store.migrations import migrate  # here, so that the parts' own tests need no store

    _create_database(postgres, TEMPLATE)
    migrate(postgres.url(OWNER, TEMPLATE))
    return TEMPLATE


@pytest.fixture
def database(postgres: EmbeddedPostgres, migrated_template: str) -> Generator[Database, None, None]:
    """A fresh migrated database, dropped afterwards with whoever is still connected."""
    name = f"test_{uuid4().hex}"
    _create_database(postgres, name, migrated_template)
    yield Database(*(postgres.url(role, name) for role in (APP, OWNER, SUPERUSER)))
    _as_superuser(postgres, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def temporal(reachable_folder: Path) -> Generator[EmbeddedTemporal, None, None]:
    """A Temporal server with its state in memory."""
    with EmbeddedTemporal.start(reachable_folder / "temporal") as server:
        yield server


def fresh_namespace(address: str) -> str:
    """A new namespace there, for an instance of its own: items have the same case ids in each instance."""

    async def register(name: str) -> str:
        client = await Client.connect(address)
        day = Duration(seconds=86_400)
        asked = RegisterNamespaceRequest(namespace=name, workflow_execution_retention_period=day)
        await client.workflow_service.register_namespace(asked)
        return name

    return asyncio.run(register(f"test-{uuid4().hex[:8]}"))


@pytest.fixture
def without_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment without any SLUICE_ variable."""
    for name in [name for name in os.environ if name.startswith("SLUICE_")]:
        monkeypatch.delenv(name)


def _create_database(postgres: EmbeddedPostgres, name: str, template: str = "template1") -> None:
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY")
    names = (sql.Identifier(word) for word in (name, OWNER, template))
    _as_superuser(postgres, statement.format(*names))


def _as_superuser(postgres: EmbeddedPostgres, statement: sql.Composed) -> None:
    with psycopg.connect(postgres.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(statement)
