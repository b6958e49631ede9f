"""Real processes, killed with SIGKILL at random moments under load."""

import shutil
from pathlib import Path
from random import SystemRandom

import pytest

from bench.killing.instance import Part
from bench.killing.round import Shape, run_round

SHORT = Shape(seconds=18, callers=5, between=(0.5, 3.0), away=(0.0, 1.0))

MAY_BE_EMPTY = {"closed cases have none"}  # few cases come to their end in so short a time


@pytest.mark.timeout(150)
def test_nothing_answered_is_lost_and_nothing_is_done_twice(reachable_folder: Path, without_settings: None) -> None:
    """API, worker, PostgreSQL and Temporal are killed, Temporal also with its state; then every law still holds."""
    seed = SystemRandom().randrange(1, 10**6)
    print(f"seed {seed}; again with: ./sluice torture --rounds 1 --seconds {SHORT.seconds:g} --seed {seed}")
    folder = reachable_folder / "torture"
    folder.mkdir(mode=0o711)
    result, _ = run_round(folder, seed, SHORT, print)
    broken = [f"{finding.law}: {line}" for finding in result.findings for line in finding.broken]
    assert not broken, (seed, result.facts, broken)
    assert result.killed.keys() == set(Part), "not every part was killed"
    thin = [finding.law for finding in result.findings if not finding.looked_at]
    assert not set(thin) - MAY_BE_EMPTY, "a law was checked on nothing"
    assert [name for name, times in result.accepted.items() if not times] == [], "a process was left alone"
    shutil.rmtree(folder)
