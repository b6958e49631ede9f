"""The instance's database, for commands that need nothing else of it."""

from collections.abc import Generator
from contextlib import contextmanager

from embedded.postgres import EmbeddedPostgres
from embedded.running import with_running_parts
from settings import load_settings
from store.database import Database
from store.migrations import migrate


@contextmanager
def open_database() -> Generator[Database, None, None]:
    """The database of the settings, or the embedded one: running, or started for as long as it is needed."""
    settings = with_running_parts(load_settings())
    if settings.database_url:
        with _opened(settings.database_url) as database:
            yield database
        return
    with EmbeddedPostgres.start(settings.data_folder / "postgres") as server:
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
