"""Fixtures with the real parts, one of each per test process; `tests/conftest.py` makes them known.

A database is copied from a migrated template, so each test has its own within some milliseconds: where there is room,
in memory, for a disk takes ten times as long to make and delete its 500 files.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import certifi
import psycopg
import pytest
from google.protobuf.duration_pb2 import Duration
from psycopg import sql
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client

from embedded.postgres import APP, OWNER, SUPERUSER, EmbeddedPostgres
from embedded.temporal import EmbeddedTemporal

TEMPLATE = "template_migrated"
MEMORY = "/dev/shm"  # noqa: S108  # Linux's files in memory; nothing in it has a name that others could foresee
ROOM = 4 * 1024**3  # bytes that must be free there
_END = "-----END CERTIFICATE-----"


@dataclass(frozen=True)
class Database:
    """The addresses of one fresh, migrated database, one a role."""

    app_url: str
    owner_url: str
    superuser_url: str


@pytest.fixture(scope="session", autouse=True)
def one_certificate(tmp_path_factory: pytest.TempPathFactory) -> Generator[None, None, None]:
    """Trust one authority in place of some hundred, here and in all that is started: no test asks a stranger.

    Each HTTP client reads them all, which takes it 40 ms.
    """
    first, _, _ = Path(certifi.where()).read_text(encoding="utf-8").partition(_END)
    file = tmp_path_factory.mktemp("trusted") / "one.pem"
    file.write_text(f"{first}{_END}\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(file))
        yield


@pytest.fixture(scope="session")
def reachable_folder() -> Generator[Path, None, None]:
    """A folder that the server's account can reach; pytest's own are closed to all but us."""
    folder = Path(tempfile.mkdtemp(prefix="sluice-test-", dir=MEMORY if _there_is_room() else None))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres(reachable_folder: Path) -> Generator[EmbeddedPostgres, None, None]:
    """A PostgreSQL server without fsync."""
    with EmbeddedPostgres.start(reachable_folder / "postgres", fsync=False) as server:
        yield server


@pytest.fixture(scope="session")
def superuser(postgres: EmbeddedPostgres) -> Generator[psycopg.Connection, None, None]:
    """The connection that makes databases and drops them."""
    with psycopg.connect(postgres.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def migrated_template(postgres: EmbeddedPostgres, superuser: psycopg.Connection) -> str:
    """The name of a database that all migrations ran in."""
    from store.migrations import migrate  # here, so that the parts' own tests need no store

    _create_database(superuser, TEMPLATE)
    migrate(postgres.url(OWNER, TEMPLATE))
    return TEMPLATE


@contextmanager
def fresh_database(
    postgres: EmbeddedPostgres, superuser: psycopg.Connection, template: str = "template1"
) -> Generator[Database, None, None]:
    """A copy of the template, empty unless told, as `deploy/roles.sh` makes one.

    It is dropped afterwards with whoever is still connected.
    """
    name = f"test_{uuid4().hex}"
    _create_database(superuser, name, template)
    yield Database(*(postgres.url(role, name) for role in (APP, OWNER, SUPERUSER)))
    superuser.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def database(
    postgres: EmbeddedPostgres, superuser: psycopg.Connection, migrated_template: str
) -> Generator[Database, None, None]:
    """A fresh migrated database."""
    with fresh_database(postgres, superuser, migrated_template) as fresh:
        yield fresh


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


def _create_database(superuser: psycopg.Connection, name: str, template: str = "template1") -> None:
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY")
    superuser.execute(statement.format(*(sql.Identifier(word) for word in (name, OWNER, template))))


def _there_is_room() -> bool:
    """Whether there are files in memory here, enough of them, and such that programs may be started from."""
    if not Path(MEMORY).is_dir():
        return False
    found = os.statvfs(MEMORY)
    return found.f_bavail * found.f_frsize >= ROOM and not found.f_flag & os.ST_NOEXEC
