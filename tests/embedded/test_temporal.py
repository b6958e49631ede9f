"""The embedded Temporal server, and leaving a process that has used one."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
from temporalio.client import Client

from embedded.processes import CHECKOUT, answers
from embedded.temporal import EmbeddedTemporal

USER = """
import asyncio, sys
from temporalio.client import Client
from embedded.leaving import leaving_temporal

async def call() -> None:
    client = await Client.connect(sys.argv[1])
    await client.start_workflow("Nothing", id=sys.argv[2], task_queue="nobody-polls")

with leaving_temporal():
    asyncio.run(call())
"""


async def start_workflow(server: EmbeddedTemporal, workflow_id: str) -> None:
    client = await Client.connect(server.address)
    await client.start_workflow("Nothing", id=workflow_id, task_queue="nobody-polls")


async def test_it_starts_and_answers(temporal: EmbeddedTemporal) -> None:
    """It is ready when `start` returns: the first call goes through."""
    await start_workflow(temporal, "first")


def test_it_listens_on_loopback_only(temporal: EmbeddedTemporal) -> None:
    """None of its ports can be reached from another machine."""
    sockets = psutil.Process(temporal.pid).net_connections()
    hosts = {s.laddr[0] for s in sockets if s.status == psutil.CONN_LISTEN}
    assert hosts <= {"127.0.0.1", "::1"}


async def test_two_do_not_collide_and_share_nothing(temporal: EmbeddedTemporal, tmp_path: Path) -> None:
    """The same workflow id starts on both."""
    await start_workflow(temporal, "shared")
    with EmbeddedTemporal.start(tmp_path, ui=True) as other:
        assert other.address != temporal.address
        assert answers(other.ui_url)
        await start_workflow(other, "shared")


async def test_a_state_file_survives_kill_9(tmp_path: Path) -> None:
    """A workflow started before the kill is running after the restart at the same address."""
    with EmbeddedTemporal.start(tmp_path, database=tmp_path / "state.db") as server:
        await start_workflow(server, "kept")
        server.kill()
        server.restart()
        client = await Client.connect(server.address)
        described = await client.get_workflow_handle("kept").describe()
        assert described.run_id


def test_a_process_that_used_temporal_leaves_with_code_0_twenty_times_over(temporal: EmbeddedTemporal) -> None:
    """Without the wait about one in five aborts (sdk-python#300)."""

    def leave(turn: int) -> int:
        command = [sys.executable, "-c", USER, temporal.address, f"leaving-{turn}"]
        return subprocess.run(command, cwd=CHECKOUT, check=False).returncode

    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(leave, range(20))) == [0] * 20
