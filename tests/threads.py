"""What is asynchronous, run on a thread beside the test."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager
from typing import Any


@contextmanager
def on_a_thread(work: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> Generator[None]:
    """Run it until the block ends; the event that it is given is set then, and it has 20 s to end."""
    loop, stopping = asyncio.new_event_loop(), asyncio.Event()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        thread = threading.Thread(target=runner.run, args=(work(stopping),), daemon=True)
        thread.start()
        try:
            yield
        finally:
            loop.call_soon_threadsafe(stopping.set)
            thread.join(20)
            assert not thread.is_alive(), "it did not stop"
