"""An API that serves the toy, and one that serves all processes, with a worker."""

from collections.abc import Generator
from pathlib import Path

import pytest

from composition import log_json
from domain.people import Role
from embedded.temporal import EmbeddedTemporal
from tests.api.applying import Cast, casting
from tests.api.served import Person, Served, served
from tests.parts import Database


@pytest.fixture(scope="session", autouse=True)
def quiet_log() -> None:
    """The log as in production: JSON, warnings only."""
    log_json("warning")


@pytest.fixture
def api(database: Database, tmp_path: Path) -> Generator[Served, None, None]:
    with served(database.app_url, tmp_path) as running:
        yield running


@pytest.fixture
def ann(api: Served) -> Person:
    """An applicant."""
    return api.person("p-ann", Role.APPLICANT, "o-ann")


@pytest.fixture
def cast(database: Database, tmp_path: Path, temporal: EmbeddedTemporal) -> Generator[Cast, None, None]:
    """Who takes part in an application, over an instance with a worker."""
    with casting(database, tmp_path, temporal) as cast:
        yield cast
