"""Records the histories that `test_replay` replays: `python -m tests.workflows.record_histories`.

A history is kept for ever: it stands for the cases that were open when the host was as it was then.
Record anew under a new name when the host learns something; never replace one.
"""

import asyncio
import re
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from socket import gethostname

from activities.duties import DutyContext
from domain.value import Value
from embedded.leaving import leaving_temporal
from embedded.postgres import EmbeddedPostgres
from embedded.temporal import EmbeddedTemporal
from store.migrations import migrate
from tests.toy import CloseToy, OrderWork, PostponeToy
from tests.workflows.conftest import T0
from tests.workflows.instance import Instance, until, work

HISTORIES = Path(__file__).parent / "histories"


def broken(context: DutyContext) -> Value:
    """An effect that never works."""
    raise ConnectionError(f"no way to do {context.duty.name}")


async def real_time(instance: Instance, address: str) -> str:
    """A deadline that moves and passes, a duty done, one that fails for good, an end."""
    async with instance.serving(address) as client:
        case = instance.open(datetime.now(UTC) + timedelta(seconds=600))
        instance.ask(PostponeToy(due=datetime.now(UTC) + timedelta(seconds=2)))
        instance.ask(OrderWork(duty="work"))
        instance.ask(OrderWork(duty="broken"))
        instance.ask(OrderWork(duty="unknown"))
        ends = ("deadline_passed", "work_recorded", "work_failed", "work_failed")
        await until(lambda: all(instance.kinds(case).count(e) >= ends.count(e) for e in ends), within=60)
        instance.ask(CloseToy())
        handle = client.get_workflow_handle(case)
        await handle.result()
        return (await handle.fetch_history()).to_json()


def has_passed(instance: Instance, case: str, deadlines: int) -> bool:
    return instance.kinds(case).count("deadline_passed") == deadlines


async def rehearsed(instance: Instance, address: str) -> str:
    """Two deadlines on a rehearsal clock that moves over one, then the other."""
    async with instance.serving(address) as client:
        case = instance.open(T0 + timedelta(days=1), T0 + timedelta(days=2))
        for days in (1, 3):
            instance.clocks.move(T0 + timedelta(days=days))
            await until(partial(has_passed, instance, case, min(days, 2)))
        instance.ask(CloseToy())
        handle = client.get_workflow_handle(case)
        await handle.result()
        return (await handle.fetch_history()).to_json()


def anonymous(text: str) -> str:
    """The history without the names of the machine and the folders that it was recorded on."""
    text = re.sub(r'"stackTrace": *"(\\.|[^"\\])*"', '"stackTrace": ""', text)
    return text.replace(gethostname(), "recorder")


async def record(name: str, temporal: EmbeddedTemporal, folder: Path) -> None:
    """Live both lives and keep their histories under `name`."""
    effects = {"work": work, "broken": broken}
    for what, live, clock in (("real_time", real_time, None), ("rehearsed", rehearsed, T0)):
        with EmbeddedPostgres.start(folder / what) as postgres:
            migrate(postgres.owner_url)
            instance = Instance(postgres.app_url, clock=clock, effects=effects)
            text = await live(instance, temporal.address)
            (HISTORIES / f"{name}_{what}.json").write_text(anonymous(text), encoding="utf-8")
            instance.close()


def main(name: str) -> None:
    """Record under a name such as 2026_11."""
    folder = Path(tempfile.mkdtemp(prefix="sluice-histories-"))
    folder.chmod(0o711)
    with leaving_temporal(), EmbeddedTemporal.start(folder / "temporal") as temporal:
        asyncio.run(record(name, temporal, folder))


if __name__ == "__main__":
    main(sys.argv[1])
