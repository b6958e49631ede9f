"""A worker beside the API: Temporal, the follower and the duties' real effects."""

import asyncio
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from uuid import uuid4

from composition import Store
from settings import Settings
from tests.parts import fresh_namespace
from tests.threads import on_a_thread
from worker import parts_over, webhooks_over
from workflows.serving import connect, serve
from workflows.webhooks import serving_webhooks


@contextmanager
def working(store: Store, temporal_address: str, allowed: Sequence[str] = ()) -> Generator[None, None, None]:
    """Run the worker on a thread until the block ends. Webhooks may go to `allowed` (host:port)."""
    queue = f"api-{uuid4().hex[:8]}"
    settings = Settings(database_url=store.database.url, task_queue=queue, webhook_allowed=tuple(allowed))
    parts, webhooks = parts_over(store, settings), webhooks_over(store, settings)
    namespace = fresh_namespace(temporal_address)

    async def work(stopping: asyncio.Event) -> None:
        client = await connect(temporal_address, namespace)
        async with serving_webhooks(client, webhooks):
            await serve(client, parts, stopping)

    with on_a_thread(work):
        yield
