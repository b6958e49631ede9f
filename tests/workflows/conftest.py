"""Fixtures: a toy instance on real time, and one on a rehearsal clock."""

from collections.abc import Generator
from datetime import UTC, datetime

import pytest

from tests.parts import Database
from tests.workflows.instance import Instance

T0 = datetime(2025, 9, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def instance(database: Database) -> Generator[Instance, None, None]:
    """A toy instance on real time."""
    made = Instance(database.app_url)
    yield made
    made.close()


@pytest.fixture
def rehearsal(database: Database) -> Generator[Instance, None, None]:
    """A toy instance on a rehearsal clock that stands at T0."""
    made = Instance(database.app_url, clock=T0)
    yield made
    made.close()
