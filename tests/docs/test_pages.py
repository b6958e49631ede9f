"""What the pages for contributors name exists, and the glossary has the words that the product uses."""

import re
from pathlib import Path

import pytest

from domain.people import Role
from domain.wording import ROLES
from process_pages import CHECKOUT
from process_pages.words import LEVELS, STRENGTHS

PAGES = sorted([*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").glob("*.md")])  # a decision may name what is gone since
OF_A_PROCESS = ("domain/*", "tests/domain/*")
GLOSSARY = (CHECKOUT / "docs" / "glossary.md").read_text(encoding="utf-8")
DECISIONS = CHECKOUT / "docs" / "adr"
_PATH = re.compile(r"`([\w.-]+(?:/[\w.-]+)*/?(?:\.(?:py|md|toml|sql|lock|yml))|[\w.-]+(?:/[\w.-]+)*/)`")


def test_paths_are_recognised() -> None:
    assert _PATH.findall("`domain/kernel.py`, `rules/`, `decide`, `a/<b>/c.py`") == ["domain/kernel.py", "rules/"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_folder_that_a_page_names_exists(page: Path) -> None:
    named = _PATH.findall(page.read_text(encoding="utf-8"))
    places = {path: [path, *(f"{folder}/{path}" for folder in OF_A_PROCESS)] for path in named}
    missing = [path for path, each in places.items() if not any(any(CHECKOUT.glob(place)) for place in each)]
    assert not missing


@pytest.mark.parametrize("role", Role)
def test_the_glossary_has_every_role(role: Role) -> None:
    assert f"| {ROLES[role][0]} | `{role}` |" in GLOSSARY


def test_the_glossary_has_every_level_and_strength() -> None:
    for identifier, (zh, _) in (*LEVELS.items(), *STRENGTHS.items()):
        assert f"| {zh} | `{identifier}` |" in GLOSSARY


def test_the_index_of_decisions_links_every_one_by_its_title() -> None:
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    decisions = sorted(DECISIONS.glob("[0-9]*.md"))
    assert decisions
    for decision in decisions:
        number, title = decision.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ").split(". ", 1)
        assert f"| {number} | [{title}]({decision.name}) |" in index
