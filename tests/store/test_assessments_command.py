"""`./sluice assessments open` opens a year for all publishers, once."""

import pytest
from typer.testing import CliRunner, Result

from cli_assessments import app
from composition import opened_desk
from domain.items import ItemContent, OpenType
from domain.people import Role
from domain.processes import PROCESSES
from store import items
from store.database import Database as Opened
from store.people import Assignment, Organisation, People
from tests.parts import Database


@pytest.fixture(autouse=True)
def address(database: Database, without_settings: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command finds this test's database: one publisher with items only, one with a person only, and others."""
    monkeypatch.setenv("SLUICE_DATABASE_URL", database.app_url)
    opened = Opened(database.app_url, size=2)
    people = People(opened)
    people.add_organisations([Organisation(id=of, name_zh=of) for of in ("centre", "traffic", "shenjiang")])
    for name, role, of in (
        ("clerk", Role.PLATFORM_OPERATOR, "centre"),
        ("trafficker", Role.DATA_PUBLISHER, "traffic"),
        ("wang", Role.APPLICANT, "shenjiang"),
    ):
        people.add(name, name, "", Assignment(role=role, organisation=of))
    with opened_desk(opened, PROCESSES) as desk:
        for item in ("rain", "wind"):
            content = ItemContent(item_id=item, title=item, publisher="weather", open_type=OpenType.CONDITIONAL)
            items.register(desk, content, "clerk")
    opened.close()


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def _open(database: Database) -> dict[str, str]:
    """The assessments there are, and in which phase."""
    opened = Opened(database.app_url, size=2)
    with opened_desk(opened, PROCESSES) as desk:
        found = {row.case_id: row.summary.phase for row in desk.handler.cases.of_process("assessment")}
    opened.close()
    return found


def test_each_publisher_gets_its_case_and_a_second_run_opens_none(database: Database) -> None:
    assert _run("open", "--year", "2027", "--by", "clerk").output == "2027: 2 publishers, 2 assessments opened\n"
    cases = {"assessment-2027-traffic": "assessing", "assessment-2027-weather": "assessing"}
    assert _open(database) == cases
    assert _run("open", "--year", "2027", "--by", "clerk").output == "2027: 2 publishers, 0 assessments opened\n"
    assert _open(database) == cases


def test_only_operator_and_department_open_them(database: Database) -> None:
    refused = _run("open", "--year", "2027", "--by", "trafficker")
    assert (refused.exit_code, "trafficker is no competent_department" in refused.output) == (1, True)
    assert _open(database) == {}
