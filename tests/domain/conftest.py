"""The domain is pure: its tests run with a database address that no one can use.

Laws are about truth, not speed: on a busy machine an example may be slow.
"""

from collections.abc import Generator

import pytest
from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(autouse=True, scope="module")
def no_database() -> Generator[None, None, None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SLUICE_DATABASE_URL", "postgresql://nobody@invalid:1/none")
        yield
