"""The instance's database, for commands that need nothing else of it."""

import json
from collections.abc import Generator
from contextlib import contextmanager

import psycopg

from embedded.postgres import APP, DATABASE, EmbeddedPostgres
from embedded.postgres_home import Home, prepare_home
from settings import load_settings
from store.database import Database
from store.migrations import migrate


@contextmanager
def open_database() -> Generator[Database, None, None]:
    """The database of the settings, or the embedded one: running, or started for as long as it is needed."""
    settings = load_settings()
    folder = settings.data_folder / "postgres"
    if url := settings.database_url or _running(prepare_home(folder)):
        with _opened(url) as database:
            yield database
        return
    with EmbeddedPostgres.start(folder) as server:
        migrate(server.owner_url)
        with _opened(server.app_url) as database:
            yield database


@contextmanager
def _opened(url: str) -> Generator[Database, None, None]:
    database = Database(url, size=2)
    try:
        yield database
    finally:
        database.close()


def _running(home: Home) -> str:
    """The URL of the embedded server that is running on that folder, empty when none answers."""
    lock = home.data / "postmaster.pid"
    if not (lock.exists() and home.passwords.exists()):
        return ""
    port = lock.read_text().split("\n")[3]
    password = json.loads(home.passwords.read_text())[APP]
    url = f"postgresql://{APP}:{password}@127.0.0.1:{port}/{DATABASE}"
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return ""  # its lock was left behind by a crash
    return url
