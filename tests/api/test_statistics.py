"""Statistics over HTTP: for any past date, the same for ever, for those whom they are for."""

import csv
import io
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.statistics import HEADINGS
from cli_ending import lines
from cli_statistics import app as statistics_command
from domain.items import Condition, ConditionKind, ItemContent, MaterialRequirement, OpenType
from domain.people import Role
from domain.processes import PROCESSES
from store import items
from tests.api.served import Person, Served, served
from tests.parts import Database

ITEM = ItemContent(
    item_id="sh-2025-110",
    title="未来3小时短时临近预报",
    publisher="sh-qixiangju",
    open_type=OpenType.CONDITIONAL,
    conditions=(Condition(id="scenario", kind=ConditionKind.SCENARIO, text="用于申报的场景"),),
    materials=(MaterialRequirement(id="qualification", title="资质证明"),),
)


@pytest.fixture
def api(database: Database, tmp_path: Path) -> Generator[Served, None, None]:
    with served(database.app_url, tmp_path, PROCESSES) as api:
        items.register(api.store.desk, ITEM, "clerk")
        yield api


@pytest.fixture
def auditor(api: Served) -> Person:
    return api.person("p-aud", Role.AUDITOR, "o-aud")


def apply(api: Served) -> str:
    """An application that was submitted and accepted; its address."""
    applicant = api.person("p-wang", Role.APPLICANT, "o-shenjiang")
    operator = api.person("p-li", Role.PLATFORM_OPERATOR, "sh-dashuju")
    here = applicant.ask("/v1/applications", {"item_id": ITEM.item_id, "scenario": "避让", "delivery": "api"})
    address = here.headers["Location"]
    material = applicant.send("/v1/material", "资质证明".encode()).json()["id"]
    handed_in = {"materials": [{"requirement": "qualification", "material": material}], "rules_accepted": True}
    assert applicant.ask(f"{address}/submit-application", handed_in).status_code == 200
    assert operator.ask(f"{address}/accept-materials").status_code == 200
    return address


def test_the_figures_of_an_instant_stay_what_they_were(api: Served, auditor: Person) -> None:
    """Figure by figure, whatever is recorded later; only the names of agencies are not the log's."""
    address = apply(api)
    now = auditor.get("/v1/statistics").json()
    before = auditor.get(f"/v1/statistics?as_of={now['as_of']}")
    publisher = api.person("p-zhao", Role.DATA_PUBLISHER, ITEM.publisher)
    assert publisher.ask(f"{address}/approve-application", {"conditions_met": True}).status_code == 200
    assert auditor.get(f"/v1/statistics?as_of={now['as_of']}").json()["cells"] == before.json()["cells"]
    then = {(c["agency"], c["figure"]): c["value"] for c in before.json()["cells"]}
    after = {(c["agency"], c["figure"]): c["value"] for c in auditor.get("/v1/statistics").json()["cells"]}
    assert then[ITEM.publisher, "applications.pending"] == 1
    assert (then["", "applications.decided"], after["", "applications.decided"]) == (0, 1)


def test_the_table_says_the_same_as_the_json(api: Served, auditor: Person) -> None:
    apply(api)
    shown = auditor.get("/v1/statistics").json()
    answer = auditor.get(f"/v1/statistics.csv?as_of={shown['as_of']}")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert tuple(head) == HEADINGS
    told = {(row[0], row[2]): (float(row[5]) if row[5] else None, int(row[6])) for row in rows}
    assert told == {(c["agency"], c["figure"]): (c["value"], c["of"]) for c in shown["cells"]}


def test_a_publisher_sees_its_own_figures_only(api: Served) -> None:
    apply(api)
    own = api.person("p-zhao", Role.DATA_PUBLISHER, ITEM.publisher).get("/v1/statistics").json()
    assert {cell["agency"] for cell in own["cells"]} == {ITEM.publisher}
    other = api.person("p-qian", Role.DATA_PUBLISHER, "sh-shuiwuju").get("/v1/statistics").json()
    assert other["cells"] == []


def test_the_end_of_the_rules_is_told_ahead(api: Served, auditor: Person) -> None:
    """By the instant asked for: half a year before R22 ends there is word of it, also in the command."""
    shown = auditor.get("/v1/statistics").json()
    now = datetime.fromisoformat(shown["as_of"])
    assert [one["id"] for one in shown["ending"]] == [one.id for one in api.parts.rules.current().ending(now)]
    found = api.parts.rules.current().ending(datetime(2027, 10, 1, tzinfo=UTC))
    assert "2027-12-30" in lines(found)[0]


def test_applicants_and_days_to_come_are_refused(api: Served, auditor: Person) -> None:
    applicant = api.person("p-eve", Role.APPLICANT, "o-eve")
    assert applicant.get("/v1/statistics").json()["reason"] == "forbidden"
    assert applicant.get("/v1/statistics.csv").status_code == 403
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat().replace("+", "%2B")
    assert auditor.get(f"/v1/statistics?as_of={tomorrow}").json()["reason"] == "malformed_as_of"
    for never in ("since=yesterday", "as_of=0001-01-01T00:00:00%2B14:00", "since=9999-12-31T23:59:59-14:00"):
        assert auditor.get(f"/v1/statistics?{never}").json()["reason"] == "malformed_as_of", never


def test_the_command_shows_and_writes_them(
    api: Served, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`./sluice statistics`, as a table and as a file."""
    apply(api)
    monkeypatch.setenv("SLUICE_DATABASE_URL", database.app_url)
    monkeypatch.setenv("SLUICE_DATA_FOLDER", str(tmp_path))
    shown = CliRunner().invoke(statistics_command, [], env={"COLUMNS": "200"})
    assert shown.exit_code == 0, shown.output
    assert "移交审核的申请" in shown.output
    file = tmp_path / "figures.csv"
    assert CliRunner().invoke(statistics_command, ["--csv", str(file)]).exit_code == 0
    assert len(list(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))) > 20
