"""The embedded PostgreSQL: also as root, also after a crash, and never two on one folder."""

import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from pwd import struct_passwd

import psutil
import psycopg
import pytest

from embedded import postgres_home
from embedded.child import StartFailed
from embedded.postgres import EmbeddedPostgres
from embedded.processes import CHECKOUT

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account for the server")


def count(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert row
    return int(row[0])


def write(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (id int)")
        connection.execute("INSERT INTO kept VALUES (1)")


def test_it_answers_the_owner_and_the_application(postgres: EmbeddedPostgres) -> None:
    """Both roles reach the database `sluice`; neither is a superuser."""
    for url, role in ((postgres.owner_url, "sluice_owner"), (postgres.app_url, "sluice_app")):
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT current_user, current_setting('is_superuser')").fetchone()
        assert row == (role, "off")


def test_a_wrong_password_is_refused(postgres: EmbeddedPostgres) -> None:
    """There is no `trust`: the right role with another password gets nothing."""
    right = postgres.app_url.split(":")[2].split("@")[0]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(postgres.app_url.replace(right, "guessed"))


def test_it_listens_on_loopback_only(postgres: EmbeddedPostgres) -> None:
    """127.0.0.2 is this machine too, and whoever listened everywhere would answer there."""
    socket.create_connection(("127.0.0.1", postgres.port)).close()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", postgres.port), timeout=2)


def test_data_survive_kill_9_and_a_restart(reachable_folder: Path) -> None:
    """What was committed before a SIGKILL is there after the restart, at the same address."""
    with EmbeddedPostgres.start(reachable_folder / "killed") as server:
        write(server.owner_url)
        url, family = server.owner_url, psutil.Process(server.pid).children(recursive=True)
        server.kill()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(url)
        assert not [child for child in family if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
        server.restart()
        assert count(url) == 1


def test_a_lock_file_naming_another_program_is_no_obstacle(reachable_folder: Path) -> None:
    """After a crash the pid in the lock file may be anyone's; here it is the test's own."""
    with EmbeddedPostgres.start(reachable_folder / "stale", fsync=False) as server:
        server.kill()
        lock = server.home.data / "postmaster.pid"
        lines = lock.read_text().split("\n")
        lock.write_text("\n".join([str(os.getpid()), *lines[1:]]))
        server.restart()
        write(server.owner_url)


def test_a_second_server_on_a_running_one_s_folder_is_refused(
    postgres: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names the pid of the server that is there, which goes on answering."""
    monkeypatch.setattr("embedded.postgres.PATIENCE", 0.2)
    with pytest.raises(StartFailed, match=f"already running.*{postgres.pid}"):
        EmbeddedPostgres.start(postgres.home.folder)
    psycopg.connect(postgres.app_url).close()


def test_two_started_at_once_do_not_collide(reachable_folder: Path) -> None:
    """Each gets its own port, data and passwords."""

    def start(name: str) -> EmbeddedPostgres:
        return EmbeddedPostgres.start(reachable_folder / name, fsync=False)

    with ThreadPoolExecutor() as threads:
        servers = list(threads.map(start, ("one", "two")))
    try:
        write(servers[0].owner_url)
        with pytest.raises(psycopg.errors.UndefinedTable):
            count(servers[1].owner_url)
        assert servers[0].port != servers[1].port
    finally:
        for server in servers:
            server.stop()


@as_root
def test_a_folder_behind_closed_doors_is_replaced_by_one_that_can_be_reached(tmp_path: Path) -> None:
    """pytest's folders are closed to all but root; the asked folder says where the data went."""
    with EmbeddedPostgres.start(tmp_path / "closed", fsync=False) as server:
        assert server.home.folder.parent == postgres_home.ELSEWHERE
        assert (tmp_path / "closed" / "moved-to").read_text().strip() == str(server.home.folder)
        write(server.owner_url)
    server.home.remove()


@as_root
def test_binaries_that_the_account_cannot_reach_are_copied(
    reachable_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy is complete: a server starts from it, and finds its libraries and time zones."""

    def runs(_binaries: Path, _account: struct_passwd) -> bool:
        return False

    monkeypatch.setattr(postgres_home, "_runs", runs)
    with EmbeddedPostgres.start(reachable_folder / "copied", fsync=False) as server:
        assert server.home.binaries.is_relative_to(reachable_folder / "copied")
        write(server.owner_url)


def test_it_ends_when_its_parent_is_killed(reachable_folder: Path) -> None:
    """A parent that gets SIGKILL can't stop it; the lifeline does, and the next start finds all data."""
    folder = reachable_folder / "orphaned"
    script = f"""
import os, signal
from pathlib import Path
from embedded.postgres import EmbeddedPostgres
server = EmbeddedPostgres.start(Path({str(folder)!r}), fsync=False)
print(server.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    ended = subprocess.run([sys.executable, "-c", script], cwd=CHECKOUT, stdout=subprocess.PIPE, check=False)
    assert ended.returncode == -signal.SIGKILL
    patience = time.monotonic() + 10
    while psutil.pid_exists(int(ended.stdout)) and time.monotonic() < patience:
        time.sleep(0.05)
    assert not psutil.pid_exists(int(ended.stdout))
    with EmbeddedPostgres.start(folder, fsync=False) as server:
        write(server.owner_url)


def test_two_starts_on_one_new_folder_make_one_server(reachable_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of them makes the data and runs; the other is told so, and harms nothing."""
    monkeypatch.setattr("embedded.postgres.PATIENCE", 0.2)

    def start(_turn: int) -> EmbeddedPostgres | StartFailed:
        try:
            return EmbeddedPostgres.start(reachable_folder / "contested", fsync=False)
        except StartFailed as refused:
            return refused

    with ThreadPoolExecutor() as threads:
        outcomes = list(threads.map(start, range(2)))
    (server,) = [outcome for outcome in outcomes if isinstance(outcome, EmbeddedPostgres)]
    with server:
        write(server.owner_url)
    assert "already running" in str(next(outcome for outcome in outcomes if outcome is not server))
