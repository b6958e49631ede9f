"""Makes the fixtures with the real parts known to all tests, and sees that the proofs have run."""

pytest_plugins = ["tests.parts", "tests.proofs"]
