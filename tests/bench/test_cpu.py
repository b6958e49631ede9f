"""What a process and its children use is counted whole, whichever of them end meanwhile."""

import psutil
import psycopg

from bench.instance import spent
from embedded.postgres import EmbeddedPostgres

_WORK = "SELECT count(*) FROM generate_series(1, 3000000)"  # some tenths of a second of a backend's CPU
_TICK = 0.01  # seconds, in which the system counts


def test_a_backend_that_ends_takes_away_nothing_and_leaves_what_it_used(postgres: EmbeddedPostgres) -> None:
    """What it used before does not count, so the figure is not below nothing; what it used meanwhile does."""
    with psycopg.connect(postgres.superuser_url) as connection:
        backend = psutil.Process(connection.info.backend_pid)
        connection.execute(_WORK)
        before = sum(backend.cpu_times()[:2])
        with spent(postgres.pid) as used:
            connection.execute(_WORK)
            meanwhile = sum(backend.cpu_times()[:2]) - before
            connection.close()
            backend.wait(20)
    assert meanwhile > 0 < before
    assert meanwhile - _TICK < used[0] < meanwhile + before
