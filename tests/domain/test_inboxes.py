"""Processes know one another by their inboxes alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import domain
from domain.kernel import AnyDecider
from domain.processes import PROCESSES

DOMAIN = Path(domain.__path__[0])
NAMES = frozenset(process.name for process in PROCESSES)


def imported(file: Path) -> Iterator[str]:
    """The modules that a file imports, by their full names; `from a import b` gives `a.b`."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


def foreign(process: str, file: Path) -> set[str]:
    """What the file imports of other processes, as `other.module`."""
    parts = [name.split(".") for name in imported(file) if name.startswith("domain.")]
    return {".".join(part[1:3]) for part in parts if part[1] in NAMES - {process}}


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_a_process_imports_of_others_only_their_inboxes_and_only_to_send(process: AnyDecider) -> None:
    files = sorted((DOMAIN / process.name).rglob("*.py"))
    assert files
    for file in files:
        others = foreign(process.name, file)
        assert all(other.endswith(".inbox") for other in others), f"{file.name}: {others}"
        assert file.name == "outbox.py" or not others, f"{file.name}: {others}"


def test_a_forbidden_import_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "outbox.py"
    file.write_text("from domain.demand.state import Merged\nfrom domain.violation import inbox\n")
    assert foreign("objection", file) == {"demand.state", "violation.inbox"}
