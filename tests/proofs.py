"""A whole run fails when a test that docs/conformance.toml names did not run, or was skipped.

A plugin of pytest: with xdist the controller hears of every test, and the workers leave it alone.
"""

import pytest

from process_pages.conformance import tests_named


class Proofs:
    """Who passed, so far."""

    def __init__(self) -> None:
        self.passed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            self.passed.add(report.nodeid.partition("[")[0])

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not whole(session.config) or session.exitstatus != pytest.ExitCode.OK:
            return
        missing = sorted(tests_named() - self.passed)
        if missing:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
            print("\ndocs/conformance.toml names tests that did not run:", *missing, sep="\n  ")


def whole(config: pytest.Config) -> bool:
    """Whether this is the process that hears of all tests, and all were asked for."""
    narrowed = config.getoption("keyword") or config.getoption("markexpr") or config.getoption("lf", default=False)
    asked = [str(config.invocation_params.dir / part.partition("::")[0]) for part in config.args]
    everything = {str(config.rootpath), str(config.rootpath / "tests")}
    return not hasattr(config, "workerinput") and not narrowed and set(asked) <= everything


def pytest_configure(config: pytest.Config) -> None:
    """Listen from the start."""
    config.pluginmanager.register(Proofs(), "sluice-proofs")
