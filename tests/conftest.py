"""Makes the fixtures with the real parts known to all tests."""

pytest_plugins = ["tests.parts"]
