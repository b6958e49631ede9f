"""docs/visibility.md is what each role sees: process × role × event, as one whole table."""

from dataclasses import replace

from domain.application import APPLICATION
from domain.people import Role
from domain.processes import PROCESSES
from process_pages.visibility import PAGE, page


def test_the_page_is_the_whole_table_as_it_is_today() -> None:
    """Whoever changes what a role sees changes this page with it."""
    fresh = PAGE.read_text(encoding="utf-8") == page(PROCESSES)
    assert fresh, "docs/visibility.md is stale: run `./sluice docs` and commit it with your change"


def test_showing_one_more_part_makes_the_page_stale() -> None:
    parts = APPLICATION.withheld[Role.APPLICANT]
    for part in parts:
        opened = replace(APPLICATION, withheld={**APPLICATION.withheld, Role.APPLICANT: parts - {part}})
        assert page([opened]) != page([APPLICATION]), part
