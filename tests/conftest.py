"""Makes the fixtures with the real parts known to all tests, and sees that the proofs have run."""

import gc

pytest_plugins = ["tests.parts", "tests.proofs"]


def pytest_collection_finish() -> None:
    """What was imported stays: leave it out of every later search for garbage."""
    gc.collect()
    gc.freeze()
