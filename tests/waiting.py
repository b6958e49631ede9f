"""Waiting for what other threads and processes do."""

import time
from collections.abc import Callable

LOOK = 0.05  # seconds between two looks


def until(happened: Callable[[], bool], within: float = 30) -> None:
    """Wait until it happened; fails when it didn't within so many seconds."""
    give_up = time.monotonic() + within
    while not happened():
        assert time.monotonic() < give_up, f"not within {within:g} s"
        time.sleep(LOOK)
