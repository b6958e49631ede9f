"""Waiting for notifications: woken by one, patient without, and cut short by whoever wants an end."""

from collections.abc import Generator
from threading import Timer
from time import monotonic

import pytest
from psycopg import Connection
from psycopg.rows import TupleRow

from store.listening import Listening
from tests.parts import Database

LONG = 30.0  # seconds that nobody should wait here


@pytest.fixture
def connection(database: Database) -> Generator[Connection[TupleRow]]:
    """One that listens."""
    with Connection.connect(database.app_url, autocommit=True) as made:
        made.execute("LISTEN test")
        yield made


def test_a_notification_ends_the_wait(connection: Connection[TupleRow], database: Database) -> None:
    """One that comes while it waits, and one that came before; each is heard once."""
    listening = Listening()
    with Connection.connect(database.app_url, autocommit=True) as other:
        later = Timer(0.1, other.execute, ["NOTIFY test"])
        later.start()
        assert listening.wait(connection, LONG)
        later.join()
        other.execute("NOTIFY test")
        connection.execute("SELECT 1")  # which reads it
        assert listening.wait(connection, LONG)
        assert not listening.wait(connection, 0.05)


def test_an_interruption_ends_this_wait_and_every_later_one(connection: Connection[TupleRow]) -> None:
    """From another thread, long before the time is up."""
    listening, began = Listening(), monotonic()
    Timer(0.1, listening.interrupt).start()
    assert not listening.wait(connection, LONG)
    assert not listening.wait(connection, LONG)
    assert monotonic() - began < LONG / 2
