"""A toy instance's worker as a process of its own, to be killed: DATABASE_URL ADDRESS TASK_QUEUE."""

import asyncio
import sys
from dataclasses import replace

from tests.workflows.instance import Instance
from workflows.serving import connect, serve


async def main(database_url: str, address: str, task_queue: str) -> None:
    """Serve until killed."""
    instance = Instance(database_url)
    parts = replace(instance.parts, task_queue=task_queue)
    await serve(await connect(address), parts, asyncio.Event())


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
