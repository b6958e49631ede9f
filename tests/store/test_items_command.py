"""`./sluice items` imports real files into a real database, and bad ones end with a message and code 1."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli_items import app
from tests.parts import Database

ROOT = Path(__file__).parents[2]
ANNEX = str(ROOT / "rules/shanghai/annex/2025.txt")
ITEMS = str(ROOT / "demo/items2025.toml")


@pytest.fixture(autouse=True)
def address(database: Database, without_settings: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command finds this test's database in its settings."""
    monkeypatch.setenv("SLUICE_DATABASE_URL", database.app_url)


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_annex_then_items_then_a_confirmation() -> None:
    assert "129 rows of 11 agencies, 129 of them new\nrow 44 waits" in _run("import-annex", ANNEX, "--by", "p1").output
    assert "129 items, 129 of them new" in _run("import", ITEMS, "--by", "p1").output
    assert "awaiting_confirmation" in _run("list", "--text", "城市照明").output
    assert _run("confirm", "44", "--due", "2025-12-31", "--by", "p2").exit_code == 0
    assert "awaiting_confirmation" not in _run("list").output
    assert _run("list").output.endswith("129 items\n")


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
