"""Processes of one instance on the parts of this test process."""

from collections.abc import Generator
from pathlib import Path

import pytest

from embedded.temporal import EmbeddedTemporal
from tests.operations.processes import Processes, processes
from tests.parts import Database, fresh_namespace


@pytest.fixture
def here(
    database: Database, temporal: EmbeddedTemporal, tmp_path: Path, without_settings: None
) -> Generator[Processes]:
    with processes(database, temporal.address, fresh_namespace(temporal.address), tmp_path) as found:
        yield found
