"""Being told to end: what may wait for ever is let go at once, before the server waits for open answers."""

import signal
from asyncio import get_running_loop
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def when_told_to_end(act: Callable[[], None]) -> Generator[None]:
    """Until the block ends, `act` on the loop as soon as a signal to end arrives, which then goes where it went.

    The server has no hook for it: uvicorn says nothing to the application until all of its answers have ended.
    Away from the main thread no signal arrives, and nothing is done.
    """
    if current_thread() is not main_thread():
        yield
        return
    loop = get_running_loop()
    before = {number: signal.getsignal(number) for number in _SIGNALS}

    def told(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(act)
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    for number in _SIGNALS:
        signal.signal(number, told)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
