"""Waiting for the follower and for the log, as someone who looks on."""

from collections.abc import Callable
from time import monotonic, sleep

from bench.instance import Instance
from store.following import lag
from store.readiness import TELLING

_LOOK = 0.02  # seconds between two looks
_PATIENCE = 600.0


def until(what: str, happened: Callable[[], bool], patience: float = _PATIENCE) -> float:
    """Wait until it happened; returns the monotonic instant. Raises TimeoutError after `patience` seconds."""
    end = monotonic() + patience
    while not happened():
        if monotonic() > end:
            raise TimeoutError(f"{what}: not within {patience:g} s")
        sleep(_LOOK)
    return monotonic()


def until_told(at: Instance) -> float:
    """Wait until the follower has told all there is; returns the monotonic instant."""

    def nothing_left() -> bool:
        with at.store.database.connection() as connection:
            found = lag(connection, TELLING)
        if found and found.parked:
            raise RuntimeError(f"{found.parked} cases are parked; see {at.stack.logs}")
        return found is not None and found.events == 0

    return until("the follower's lag", nothing_left)


def passed(at: Instance) -> int:
    """How many deadlines the log says have passed."""
    with at.store.database.connection() as connection:
        query = "SELECT count(*) AS passed FROM commands WHERE kind = 'report_deadline_passed'"
        row = connection.execute(query).fetchone()
    return int(row["passed"]) if row else 0
