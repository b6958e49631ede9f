"""A database beside those that tests have of themselves."""

from collections.abc import Generator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
from psycopg import sql

from embedded.postgres import APP, OWNER, SUPERUSER, EmbeddedPostgres
from tests.parts import Database


@contextmanager
def another_database(postgres: EmbeddedPostgres, template: str = "template1") -> Generator[Database]:
    """A copy of the template, empty unless told, as `deploy/roles.sh` makes one; dropped afterwards."""
    name = f"another_{uuid4().hex}"
    made, copied = sql.Identifier(name), sql.Identifier(template)
    with psycopg.connect(postgres.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        create = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY")
        connection.execute(create.format(made, sql.Identifier(OWNER), copied))
        yield Database(*(postgres.url(role, name) for role in (APP, OWNER, SUPERUSER)))
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(made))
