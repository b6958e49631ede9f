"""A worker beside the API: Temporal, the follower and the duties' real effects."""

import asyncio
import threading
from collections.abc import Generator
from contextlib import contextmanager
from uuid import uuid4

from composition import Store
from settings import Settings
from tests.parts import fresh_namespace
from worker import parts_over
from workflows.serving import connect, serve


@contextmanager
def working(store: Store, temporal_address: str) -> Generator[None, None, None]:
    """Run the worker on a thread until the block ends."""
    settings = Settings(database_url=store.database.url, task_queue=f"api-{uuid4().hex[:8]}")
    parts = parts_over(store, settings)
    namespace = fresh_namespace(temporal_address)
    loop = asyncio.new_event_loop()
    stopping = asyncio.Event()

    async def work() -> None:
        await serve(await connect(temporal_address, namespace), parts, stopping)

    thread = threading.Thread(target=loop.run_until_complete, args=(work(),), daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stopping.set)
        thread.join(20)
        assert not thread.is_alive(), "the worker did not stop"
