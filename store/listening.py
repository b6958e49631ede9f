"""Waiting on a connection that listens, in a way that another thread can cut short."""

from selectors import EVENT_READ, DefaultSelector
from socket import socketpair
from typing import Any

from psycopg import Connection


class Listening:
    """One thread waits for notifications, and any other may interrupt it: whoever is to end needs no patience."""

    def __init__(self) -> None:
        self._interrupted, self._interrupting = socketpair()

    def wait(self, connection: Connection[Any], seconds: float) -> bool:
        """Whether a notification came, waited for so many seconds at most, and not at all once interrupted.

        Raises psycopg.OperationalError when the connection is lost.
        """
        with DefaultSelector() as either:
            either.register(connection, EVENT_READ)
            either.register(self._interrupted, EVENT_READ)
            return _has_come(connection) or (bool(either.select(seconds)) and _has_come(connection))

    def interrupt(self) -> None:
        """End the wait, and each that is begun after it."""
        self._interrupting.send(b"!")


def _has_come(connection: Connection[Any]) -> bool:
    """Whether one is there already; all that are there are taken."""
    return bool(list(connection.notifies(timeout=0)))
