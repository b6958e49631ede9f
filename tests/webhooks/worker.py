"""What tells a toy instance's subscribers, as a process to be killed: DATABASE_URL TEMPORAL TASK_QUEUE RECEIVER."""

import asyncio
import sys

from tests.webhooks.hooked import Hooked


async def main(database_url: str, temporal: str, task_queue: str, receiver: str) -> None:
    """Follow and deliver until killed."""
    hooked = Hooked(database_url, [receiver], waits=(0.3,) * 60, seconds=1, task_queue=task_queue)
    async with hooked.serving(temporal):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
