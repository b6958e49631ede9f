"""Leaving a process that has used Temporal.

A process that ends right after its last call aborts about once in five times (SIGABRT in
`PyGILState_Release`, temporalio/sdk-python#300): the SDK's threads still hand back results while
the interpreter is taken down. A process with nothing left to do ends without taking it down, any
other waits: half a second between closing and leaving is enough.
"""

import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import NoReturn

SECONDS = 0.5


def leave() -> NoReturn:
    """End this process with code 0, now: everything must be closed, nothing registered for the end is done."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


@contextmanager
def leaving_temporal() -> Generator[None, None, None]:
    """Wrap the whole life of a process that uses Temporal: the wait comes last, also after an error."""
    try:
        yield
    finally:
        time.sleep(SECONDS)
