"""docs/conformance.md is what docs/conformance.toml says, and that names only what is there."""

import csv
from pathlib import Path

import httpx
import pytest

from domain.processes import PROCESSES
from process_pages.conformance import PAGE, Requirement, conformance_page, faults, requirements
from tests.api.served import served
from tests.parts import Database

LISTED = Path(__file__).parents[1] / "data" / "requirements.csv"  # numbers and articles, as they were given to us


def test_the_page_says_what_the_table_says() -> None:
    fresh = PAGE.read_text(encoding="utf-8") == conformance_page(requirements())
    assert fresh, "docs/conformance.md is stale: run `./sluice docs` and commit it with your change"


def test_no_requirement_is_silently_dropped_and_each_cites_its_article() -> None:
    with LISTED.open(encoding="utf-8", newline="") as file:
        listed = {row["id"]: row["source"] for row in csv.DictReader(file)}
    assert {line.id: line.article for line in requirements()} == listed


def test_what_a_line_names_is_there(database: Database, tmp_path: Path) -> None:
    """Commands and events of the processes, queries of the contract, files, and tests."""
    with served(database.app_url, tmp_path, PROCESSES) as api:
        paths = httpx.get(f"{api.url}/openapi.json", timeout=60).json()["paths"]
    queries = frozenset(f"{method.upper()} {path}" for path, one in paths.items() for method in one)
    assert list(faults(requirements(), queries)) == []


def test_what_is_done_in_part_is_not_counted_as_done() -> None:
    given = {"article": "a", "strength": "may", "zh": "甲", "en": "a"}
    proved = {**given, "by": ("x",), "tests": ("t::test_x",)}
    lines = [
        Requirement.model_validate({"id": "R-001", **proved}),
        Requirement.model_validate({"id": "R-002", **proved, "why": "not all"}),
        Requirement.model_validate({"id": "R-003", **given, "why": "not at all"}),
    ]
    page = conformance_page(lines)
    assert "3 requirements: 1 done, 1 in part, 1 not." in page
    assert "in part**: not all" in page


def test_a_test_or_command_that_is_not_there_is_a_fault() -> None:
    line = Requirement(
        id="R-001",
        article="a",
        strength="shall",
        zh="甲",
        en="a",
        by=("application fly_away", "application submit_application"),
        tests=("tests/docs/test_conformance.py::test_nobody_wrote", "tests/nowhere.py::test_x"),
    )
    assert len(list(faults([line], frozenset()))) == 3


@pytest.mark.parametrize("given", [{"by": ("x",)}, {"tests": ("x",)}, {}], ids=["no test", "nothing", "unexplained"])
def test_a_line_is_done_and_proved_or_says_why_not(given: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(ValueError, match="R-001"):
        Requirement.model_validate({"id": "R-001", "article": "a", "strength": "may", "zh": "甲", "en": "a", **given})
