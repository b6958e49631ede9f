"""`python -m bench.worker`: the worker as `python -m worker` is, with the measured process beside the real ones."""

import asyncio
import signal

from bench.workflow import Measured
from bench.workload import DECIDERS
from composition import Store, effects, log_json, open_store
from embedded.leaving import leaving_temporal
from settings import Settings, load_settings
from workflows.processes import WORKFLOWS
from workflows.serving import Parts, connect, serve


async def run(settings: Settings, store: Store) -> None:
    """Serve until SIGTERM."""
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    client = await connect(settings.temporal_address, settings.temporal_namespace)
    parts = Parts(
        database_url=settings.database_url,
        task_queue=settings.task_queue,
        desk=store.desk,
        cases=store.cases,
        clocks=store.clocks,
        deciders=store.deciders,
        workflows=(Measured, *WORKFLOWS),
        effects=effects(store),
    )
    await serve(client, parts, stopping)


def main() -> None:
    """Serve until SIGTERM."""
    settings = load_settings()
    log_json(settings.log_level)
    with open_store(settings, DECIDERS) as store, leaving_temporal():
        asyncio.run(run(settings, store))


if __name__ == "__main__":
    main()
