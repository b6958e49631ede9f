"""Fixtures: a mail server that runs, and an instance that sends to it."""

from collections.abc import Generator
from pathlib import Path

import pytest

from composition import log_json
from tests.mail.mailbox import FakeMailServer
from tests.mail.mailed import Mailed, mail_settings, opened
from tests.parts import Database


@pytest.fixture(scope="session", autouse=True)
def quiet_log() -> None:
    """The log as in production: JSON, warnings only."""
    log_json("warning")


@pytest.fixture
def server(tmp_path: Path) -> Generator[FakeMailServer]:
    """A mail server that takes everything until told otherwise."""
    made = FakeMailServer(tmp_path / "server")
    made.start()
    yield made
    made.kill()


@pytest.fixture
def mailed(database: Database, server: FakeMailServer, tmp_path: Path) -> Generator[Mailed]:
    """An instance on real time that sends at once."""
    with opened(mail_settings(database.app_url, tmp_path, server)) as made:
        yield made
