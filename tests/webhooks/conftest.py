"""Fixtures: a receiver that runs, and a toy instance that may reach it."""

from collections.abc import Generator
from pathlib import Path

import pytest

from composition import log_json
from tests.parts import Database
from tests.webhooks.hooked import Hooked
from tests.webhooks.receiving import FakeReceiver


@pytest.fixture(scope="session", autouse=True)
def quiet_log() -> None:
    """The log as in production: JSON, warnings only."""
    log_json("warning")


@pytest.fixture
def receiver(tmp_path: Path) -> Generator[FakeReceiver]:
    """A receiver that answers 200 until told otherwise."""
    made = FakeReceiver(tmp_path / "receiver")
    made.start()
    yield made
    made.kill()


@pytest.fixture
def hooked(database: Database, receiver: FakeReceiver) -> Generator[Hooked]:
    """A toy instance that may reach the receiver, on a short ladder."""
    made = Hooked(database.app_url, [receiver.address])
    yield made
    made.close()
