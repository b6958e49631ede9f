"""`./sluice items` imports real files into a real database, and bad ones end with a message and code 1."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli_items import app
from domain.people import Role
from store.database import Database as Opened
from store.people import Assignment, Organisation, People
from tests.parts import Database

ROOT = Path(__file__).parents[2]
ANNEX = str(ROOT / "rules/shanghai/annex/2025.txt")
ITEMS = str(ROOT / "demo/items2025.toml")


@pytest.fixture(autouse=True)
def address(database: Database, without_settings: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command finds this test's database in its settings, and two people there."""
    monkeypatch.setenv("SLUICE_DATABASE_URL", database.app_url)
    opened = Opened(database.app_url, size=1)
    people = People(opened)
    people.add_organisations([Organisation(id="sh-shujuju", name_zh="市数据局")])
    for name, role in (("p1", Role.PLATFORM_OPERATOR), ("p2", Role.COMPETENT_DEPARTMENT)):
        people.add(name, name, "", Assignment(role=role, organisation="sh-shujuju"))
    opened.close()


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_annex_then_items_then_a_confirmation_then_the_item_that_waited() -> None:
    assert "129 rows of 11 agencies, 129 of them new\nrow 44 waits" in _run("import-annex", ANNEX, "--by", "p1").output
    assert "129 items, 128 of them new\nrow 44 waits" in _run("import", ITEMS, "--by", "p1").output
    assert "sh-2025-44\t" not in _run("list").output
    assert _run("confirm", "44", "--due", "2025-12-31", "--by", "p2").exit_code == 0
    assert _run("import-annex", ANNEX, "--by", "p1").output.endswith("129 rows of 11 agencies, 0 of them new\n")
    assert _run("import", ITEMS, "--by", "p1").output == "129 items, 1 of them new\n"
    listed = _run("list").output
    assert listed.endswith("129 items\n")
    assert "sh-2025-44\tv1\tstatic\t" in listed


def test_only_the_competent_department_confirms() -> None:
    _run("import-annex", ANNEX, "--by", "p1")
    refused = _run("confirm", "44", "--due", "2025-12-31", "--by", "p1")
    assert (refused.exit_code, "p1 is no competent_department" in refused.output) == (1, True)


def test_someone_who_is_not_on_record_imports_nothing() -> None:
    refused = _run("import-annex", ANNEX, "--by", "nobody")
    assert (refused.exit_code, "nobody is no competent_department or platform_operator" in refused.output) == (1, True)
    assert "run import-annex first" in _run("import", ITEMS, "--by", "p1").output


def test_items_without_their_plan_are_refused() -> None:
    refused = _run("import", ITEMS, "--by", "p1")
    assert (refused.exit_code, "run import-annex first" in refused.output) == (1, True)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe", "not UTF-8 at byte 0"),
        (b"", "line 1: no year"),
        ("2025年度公共数据开放指导目录".encode(), "line 1"),
    ],
)
def test_a_bad_annex_changes_nothing(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "annex.txt"
    file.write_bytes(content)
    refused = _run("import-annex", str(file), "--by", "p1")
    assert (refused.exit_code, says in refused.output) == (1, True)
    assert "run import-annex first" in _run("import", ITEMS, "--by", "p1").output


def test_a_bad_item_file_changes_nothing(tmp_path: Path) -> None:
    _run("import-annex", ANNEX, "--by", "p1")
    file = tmp_path / "items.toml"
    file.write_text(Path(ITEMS).read_text(encoding="utf-8").replace('"credit"', '"mood"'), encoding="utf-8")
    refused = _run("import", str(file), "--by", "p1")
    assert (refused.exit_code, "conditions.credit_clean.kind" in refused.output) == (1, True)
    assert _run("list").output == "0 items\n"


def test_an_item_that_reads_otherwise_needs_a_list_change(tmp_path: Path) -> None:
    """R-043: no direct edit of what is on the list."""
    _run("import-annex", ANNEX, "--by", "p1")
    _run("import", ITEMS, "--by", "p1")
    file = tmp_path / "items.toml"
    text = Path(ITEMS).read_text(encoding="utf-8")
    file.write_text(text.replace('source = "sh-2025-8.csv"', 'source = "other.csv"'), encoding="utf-8")
    refused = _run("import", str(file), "--by", "p1")
    assert (refused.exit_code, "sh-2025-8 is on the list and reads otherwise" in refused.output) == (1, True)
