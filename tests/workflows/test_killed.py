"""A worker that is killed while it reports leaves nothing undone and nothing done twice."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from signal import SIGTERM
from sys import executable

from embedded.child import Child
from embedded.processes import CHECKOUT
from embedded.temporal import EmbeddedTemporal
from tests.toy import OrderWork
from tests.workflows.instance import Instance, until

CASES = 60


def start_worker(instance: Instance, address: str, log: Path) -> Child:
    command = [executable, "-m", "tests.workflows.toy_worker"]
    command += [instance.parts.database_url, address, instance.parts.task_queue]
    return Child(command, name="worker", log=log, stop_signal=SIGTERM, folder=CHECKOUT)


def settled(instance: Instance) -> int:
    """How many cases have nothing due and nothing owed any more."""
    with instance.database.connection() as connection:
        query = "SELECT count(*) AS n FROM cases WHERE next_due IS NULL AND owed = 0"
        row = connection.execute(query).fetchone()
    assert row
    return int(row["n"])


async def test_a_worker_killed_while_it_reports_records_nothing_twice(
    instance: Instance, temporal: EmbeddedTemporal, tmp_path: Path
) -> None:
    """SIGKILL in the middle of many reports and duties; the next worker finishes them."""
    due = datetime.now(UTC) + timedelta(seconds=5)
    cases = instance.open_many(CASES, due)
    for n in range(1, CASES + 1, 2):
        instance.ask(OrderWork(duty="work"), n)
    worker = start_worker(instance, temporal.address, tmp_path / "first.log")
    try:
        await until(lambda: settled(instance) > 0, within=30)
    finally:
        worker.kill()
    done = settled(instance)
    assert 0 < done < CASES
    worker = start_worker(instance, temporal.address, tmp_path / "second.log")
    try:
        await until(lambda: settled(instance) == CASES, within=60)
        await asyncio.sleep(1)
    finally:
        worker.kill()
    for n, case in enumerate(cases):
        kinds = instance.kinds(case)
        assert kinds.count("deadline_passed") == 1
        assert kinds.count("work_recorded") == (n + 1) % 2
