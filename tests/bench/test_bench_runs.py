"""The bench runs, every part of it, at sizes too small to be believed: no time is asserted here."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bench.measures import Goal, Measure, markdown, ratios
from bench.run import PARTS, RESULTS, app

# as a quick run has them: those of a line on one instance
TOGETHER = [["commands"], ["follower", "deadlines", "memory"], ["recovery"], ["storage"], ["statistics", "worklist"]]

pytestmark = pytest.mark.timeout(300)  # whole parts, beside other work


@pytest.mark.parametrize("parts", TOGETHER, ids="+".join)
def test_every_part_measures_and_is_written_down(parts: list[str], tmp_path: Path, without_settings: None) -> None:
    """Each ends well, those alone that need parts of their own, and gives rows with a figure above nothing.

    The kept results stay as they are.
    """
    kept = RESULTS.read_bytes() if RESULTS.exists() else b""
    output = tmp_path / "results.md"
    only = [word for part in parts for word in ("--only", part)]
    # an exception comes through, and its traceback says which part it was
    ended = CliRunner().invoke(app, ["--quick", *only, "--output", str(output)], catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    rows = [row.split("|")[1:4] for row in output.read_text(encoding="utf-8").splitlines() if row.startswith("| ")][2:]
    assert all(re.search(r"\d", figure) for _, _, figure in rows)
    ends = [(number, of.strip()) for number, (of, what, _) in enumerate(rows, 1) if "others used" in what]
    assert [part for _, part in ends] == parts
    assert all(last - before > 2 for (before, _), (last, _) in pairwise([(0, ""), *ends]))
    assert (RESULTS.read_bytes() if RESULTS.exists() else b"") == kept


def test_the_parts_that_are_tested_are_all_there_are() -> None:
    """In the order in which they are measured."""
    assert [part for parts in TOGETHER for part in parts] == list(PARTS)


def test_an_unknown_part_is_refused() -> None:
    """A misspelt part is told, with those there are."""
    refused = CliRunner().invoke(app, ["--only", "speed"])
    assert refused.exit_code == 2
    assert "recovery" in refused.output


def test_a_ratio_is_taken_within_its_round_and_judged_by_its_median() -> None:
    """A slow round is slow for both, so it does not count against us."""
    ratio = ratios("handle", "p50", ours=[2.0, 30.0, 2.0], floor=[1.0, 10.0, 1.0], goal=Goal(2.5))
    assert ratio.values == (2.0, 3.0, 2.0)
    assert ratio.cells() == ("handle", "p50", "2.00 × floor", "2.00–3.00", "≤ 2.5", "yes")


def test_a_missed_goal_is_said_so() -> None:
    """At least means at least."""
    missed = Measure("follower", "bursts", "events/s", (99.0,), Goal(100, at_least=True))
    assert markdown([missed]).endswith("| follower | bursts | 99.0 events/s |  | ≥ 100 | NO |")
