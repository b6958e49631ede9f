"""The worker as a process: it waits for what is away, serves, and leaves cleanly."""

from functools import partial
from pathlib import Path
from time import sleep

import pytest

from embedded.child import Child
from embedded.ports import free_port
from embedded.processes import start_process
from embedded.temporal import EmbeddedTemporal
from tests.parts import Database


def says(worker: Child, word: str) -> bool:
    return word in worker.log.read_text(encoding="utf-8")


@pytest.fixture
def environment(database: Database, tmp_path: Path, without_settings: None) -> dict[str, str]:
    """The settings of a worker, but for Temporal's address."""
    return {
        "SLUICE_DATABASE_URL": database.app_url,
        "SLUICE_DATA_FOLDER": str(tmp_path),
        "SLUICE_TASK_QUEUE": tmp_path.name,
    }


def test_it_serves_and_leaves_with_code_zero_when_asked(
    temporal: EmbeddedTemporal, environment: dict[str, str], tmp_path: Path
) -> None:
    """SIGTERM, several times over: leaving must not abort (temporalio/sdk-python#300)."""
    environment["SLUICE_TEMPORAL_ADDRESS"] = temporal.address
    for n in range(3):
        worker = start_process("worker", environment, tmp_path / f"{n}.log")
        worker.wait_until(partial(says, worker, "follower_leads"), timeout=30)
        assert worker.stop() == 0, worker.log_tail()


def test_it_waits_for_a_temporal_that_is_away_and_still_leaves_cleanly(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """Nobody answers at the address: it says so, and goes on trying."""
    environment["SLUICE_TEMPORAL_ADDRESS"] = f"127.0.0.1:{free_port()}"
    worker = start_process("worker", environment, tmp_path / "worker.log")
    worker.wait_until(partial(says, worker, "worker_waits"), timeout=30)
    assert worker.stop() == 0, worker.log_tail()


def test_without_its_addresses_it_says_which_are_missing(without_settings: None, tmp_path: Path) -> None:
    """A clear word instead of a stack trace."""
    worker = start_process("worker", {}, tmp_path / "worker.log")
    while worker.running:
        sleep(0.05)
    assert worker.stop() == 1
    assert worker.log_tail().strip().startswith("worker: SLUICE_DATABASE_URL and SLUICE_TEMPORAL_ADDRESS must be set")
