"""Leaving a process that has used Temporal.

A process that ends right after its last call aborts about once in five times (SIGABRT in
`PyGILState_Release`, temporalio/sdk-python#300): the SDK's threads still hand back results while
the interpreter is taken down. Half a second between closing and leaving is enough.
"""

import time
from collections.abc import Generator
from contextlib import contextmanager

SECONDS = 0.5


@contextmanager
def leaving_temporal() -> Generator[None, None, None]:
    """Wrap the whole life of a process that uses Temporal: the wait comes last, also after an error."""
    try:
        yield
    finally:
        time.sleep(SECONDS)
