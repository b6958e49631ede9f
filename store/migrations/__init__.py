"""Numbered SQL files, run in order by the owner of the database, each once."""

from hashlib import sha256
from importlib.resources import files

import psycopg

PACKAGE = "store.migrations"
LOCK = 5_115_0001  # advisory lock: one migrator at a time, whoever starts first


class MigrationChanged(Exception):
    """An applied migration's file differs from what ran. Write a new one instead."""


def migrate(owner_url: str) -> list[str]:
    """Bring the database up to date; returns the names that ran now.

    `owner_url` belongs to the role that owns the tables; the role `sluice_app` has to exist.
    """
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        connection.execute(
            "CREATE TABLE IF NOT EXISTS schema_migrations ("
            " name text PRIMARY KEY, sha256 text NOT NULL,"
            " applied_at timestamptz NOT NULL DEFAULT now())"
        )
        connection.execute("GRANT SELECT ON schema_migrations TO sluice_app")
        ran = applied(connection)
        return [name for name in known() if _run(connection, name, ran)]


def pending(connection: psycopg.Connection[dict[str, object]]) -> list[str]:
    """The migrations that this code knows and the database hasn't seen."""
    row = connection.execute("SELECT to_regclass('schema_migrations') AS found").fetchone()
    if row is None or row["found"] is None:
        return known()
    rows = connection.execute("SELECT name FROM schema_migrations").fetchall()
    ran = {str(row["name"]) for row in rows}
    return [name for name in known() if name not in ran]


def known() -> list[str]:
    return sorted(path.name for path in files(PACKAGE).iterdir() if path.name.endswith(".sql"))


def applied(connection: psycopg.Connection[tuple[object, ...]]) -> dict[str, str]:
    rows = connection.execute("SELECT name, sha256 FROM schema_migrations").fetchall()
    return {str(name): str(digest) for name, digest in rows}


def _run(connection: psycopg.Connection[tuple[object, ...]], name: str, ran: dict[str, str]) -> bool:
    text = (files(PACKAGE) / name).read_text(encoding="utf-8")
    digest = sha256(text.encode()).hexdigest()
    if name in ran:
        if ran[name] != digest:
            raise MigrationChanged(f"{name} was changed after it ran; add a new file instead")
        return False
    with connection.transaction():
        connection.execute(text.encode())
        connection.execute("INSERT INTO schema_migrations (name, sha256) VALUES (%s, %s)", (name, digest))
    return True
