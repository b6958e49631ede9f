"""PostgreSQL, reached through one pool: the one that the event recorder uses too."""

from collections.abc import Generator
from contextlib import contextmanager
from math import ceil
from select import POLLIN, poll
from typing import Any

from eventsourcing.postgres import PostgresDatastore
from psycopg import Connection, InterfaceError, OperationalError
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import QueryCanceled
from psycopg.rows import DictRow, dict_row

WAIT_SECONDS = 2.0  # how long a caller waits for a connection before hearing that there is none


class DatabaseAway(Exception):
    """PostgreSQL can't be reached now. Nothing was answered; the same may be asked again."""


class TooSlow(Exception):
    """A statement was ended at its time limit, and nothing of it was done."""


class Database:
    """A pool of autocommit connections to one database, given as a libpq URL or key=value string.

    A statement that takes longer than `statement_seconds` is ended by the server; 0 lets it.
    """

    def __init__(self, url: str, *, size: int = 8, statement_seconds: float = 0) -> None:
        parts = {key: value for key, value in conninfo_to_dict(url).items() if value is not None}
        self.url = url
        self.datastore = PostgresDatastore(
            dbname=str(parts.get("dbname", "")),
            host=str(parts.get("host", "")),
            port=str(parts.get("port", "5432")),
            user=str(parts.get("user", "")),
            password=str(parts.get("password", "")),
            connect_timeout=WAIT_SECONDS,
            pool_size=1,
            max_overflow=size - 1,
            originator_id_type="text",
        )
        # The datastore takes five of libpq's parameters; sslmode and the rest must not get lost.
        kwargs: dict[str, Any] = {"connect_timeout": 2, "tcp_user_timeout": 5000, **parts, "row_factory": dict_row}
        if statement_seconds:
            limit = f"-c statement_timeout={ceil(statement_seconds * 1000)}"
            kwargs["options"] = f"{kwargs.get('options', '')} {limit}".strip()
        self.datastore.pool.kwargs = kwargs

    @contextmanager
    def connection(self) -> Generator[Connection[DictRow]]:
        """A connection in autocommit mode, back in the pool afterwards.

        Raises DatabaseAway when PostgreSQL can't be reached or goes away meanwhile, TooSlow past the statements' limit.
        """
        pool = self.datastore.pool
        try:
            pool.open()
            connection = self._live()
            try:
                yield connection
            finally:
                pool.putconn(connection)
        except QueryCanceled as error:  # nothing of the statement was done
            raise TooSlow(str(error)) from error
        except (OperationalError, InterfaceError) as error:
            raise DatabaseAway(str(error)) from error

    def _live(self) -> Connection[DictRow]:
        """A pooled connection that a restart of PostgreSQL has not broken: a closed one is not given out."""
        while True:
            connection = self.datastore.pool.getconn()
            if not _hung_up(connection):
                return connection
            connection.close()
            self.datastore.pool.putconn(connection)  # which replaces it

    def close(self) -> None:
        self.datastore.close()


def _hung_up(connection: Connection[DictRow]) -> bool:
    """Whether there is something to read where no answer is awaited: the server's goodbye."""
    waiting = poll()
    waiting.register(connection.fileno(), POLLIN)
    return bool(waiting.poll(0))
