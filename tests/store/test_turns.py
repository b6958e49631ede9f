"""Appends take turns: whoever tails the log meets every position, in order; and nothing but an append is waited for."""

import json
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread

import psycopg
import pytest
from psycopg import Connection
from psycopg.rows import DictRow, dict_row

from store import following
from tests.parts import Database
from tests.store.desk_on import a_desk, opened

WRITERS, APPENDS = 32, 20
# An append as it was before 0020: a call may be under way while the function is replaced.
_BEFORE = """
CREATE FUNCTION append_before(batch json) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE stored_events IN EXCLUSIVE MODE;
    INSERT INTO stored_events (originator_id, originator_version, topic, state)
    SELECT e.originator_id, e.originator_version, e.topic, convert_to(e.state, 'UTF8')
    FROM json_to_recordset(batch -> 'events')
        AS e (originator_id text, originator_version bigint, topic text, state text);
    PERFORM pg_notify('stored_events', '');
END $$"""


class Tail:
    """Reads what comes after the last position, all the while, as a follower does."""

    def __init__(self, url: str) -> None:
        self.met: list[int] = []
        self._url = url
        self._written = Event()
        self._thread = Thread(target=self._read)

    def _read(self) -> None:
        with Connection[DictRow].connect(self._url, autocommit=True, row_factory=dict_row) as connection:
            ends = False
            while not ends:
                ends = self._written.is_set()  # looked at first: one more reading after all was written
                while lines := following.lines(connection, self.met[-1] if self.met else 0, 100):
                    self.met += [line.position for line in lines]

    @contextmanager
    def reading(self) -> Generator[None]:
        self._thread.start()
        try:
            yield
        finally:
            self._written.set()
            self._thread.join()


@pytest.mark.parametrize("others", ["append_to_log", "append_before"])
def test_who_tails_the_log_meets_all_that_many_writers_append_at_once(database: Database, others: str) -> None:
    """Also while half of the writers still run the function as it was before."""
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        connection.execute(_BEFORE)

    def write(writer: int) -> None:
        function = others if writer % 2 else "append_to_log"
        with psycopg.connect(database.app_url, autocommit=True) as connection:
            for version in range(1, APPENDS + 1):
                event = {"originator_id": f"c-{writer}", "originator_version": version, "topic": "t", "state": "{}"}
                batch = json.dumps({"cases": [], "commands": [], "events": [event]})
                connection.execute(f"SELECT {function}(%s)".encode(), (batch,))

    tail = Tail(database.app_url)
    with tail.reading(), ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    with psycopg.connect(database.app_url) as connection:
        rows = connection.execute("SELECT notification_id FROM stored_events ORDER BY 1").fetchall()
    assert len(rows) == WRITERS * APPENDS
    assert tail.met == [position for (position,) in rows]


def test_an_append_does_not_wait_for_a_vacuum_of_the_log(database: Database) -> None:
    """Nor for an analysis: both hold this lock until they are done, an automatic one for a second if waited for."""
    with a_desk(database.app_url) as desk, psycopg.connect(database.superuser_url) as vacuum:
        vacuum.execute("LOCK TABLE stored_events IN SHARE UPDATE EXCLUSIVE MODE")
        assert desk.submit(opened("t1")).result(10).outcome.version == 1
