"""A notice imported by `./sluice calendars import` while cases run: their workflows follow the new dates."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from demo.client import Person
from embedded.processes import CHECKOUT
from store.rules_files import BadRules, parse_calendar
from tests.cases.conftest import Rehearse
from tests.cases.rehearsal import REPORT, Rehearsal
from tests.cases.using import delivered
from tests.domain.shanghai import NOTICE_2027, at
from tests.store.test_calendars import as_toml

ITEM = "sh-2025-86"
BAD = {
    "no such day": ("2027-01-30", "2027-02-30"),
    "a day of another year": ("2027-01-01", "2026-01-01"),
    "a make-up day in the week": ("2027-01-30", "2027-01-29"),
    "work and off at once": ("2027-01-30", "2027-02-06"),
    "twice": ("2027-02-14", "2027-01-30"),
    "no date at all": ("2027-01-01", '"new year"'),
    "no year": ("year = 2027", ""),
    "an unknown word": ("year = 2027", "year = 2027\nholiday = true"),
}


def test_open_cases_are_redated_and_fall_due_on_the_new_day(rehearse: Rehearse, tmp_path: Path) -> None:
    """A term that ended on a provisional day ends by the notice, once; a case without 2027 is untouched."""
    here = rehearse(at("2026-12-07 08:00"), 86)
    clinic = here.applicant("kangqiao", "康桥医疗信息有限公司")
    using, untouched = _using(here, clinic), _submitted(here, clinic)
    assert here.limit(using, "agreement.term") == date(2027, 2, 9)  # after the statutory days, as it seems now
    before = here.state(untouched)
    _bad_files_change_nothing(here, tmp_path)
    told = _imported(here, tmp_path, as_toml(NOTICE_2027))
    assert (told.returncode, "1 open cases were re-dated" in told.stdout) == (0, True), told.stdout + told.stderr
    assert here.limit(using, "agreement.term") == date(2027, 2, 14)  # a make-up Sunday
    assert here.state(untouched) == before
    fell = here.move("2027-02-14 23:59")
    assert "agreement.term" not in [one.deadline for one in fell.fell_due]
    fell = here.move("2027-02-15 00:00")
    assert [(one.case, one.deadline) for one in fell.fell_due] == [(using, "agreement.term")]
    _check_record(here, using)


def _using(here: Rehearsal, clinic: Person) -> str:
    """An agreement of two months, effective on Monday 2026-12-07, reported on once at its end."""
    health = here.publisher("sh-weijianwei", "上海市卫生健康委员会")
    wishes = {"item_id": ITEM, "scenario": "执业许可信息核验", "delivery": "api"}
    case = delivered(here, clinic, health, {**wishes, "term_months": 2, "report_cycle_months": 2})
    clinic.command(case, "submit_usage_report", {"report": REPORT})
    health.command(case, "accept_usage_report")
    return case


def _submitted(here: Rehearsal, clinic: Person) -> str:
    case = clinic.draft({"item_id": ITEM, "scenario": "执业许可信息核验", "delivery": "download"}).id
    here.submit(case, clinic, [])
    return case


def _imported(here: Rehearsal, folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    file = folder / "2027.toml"
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "cli", "calendars", "import", str(file), "--by", "department"]
    named = {
        "SLUICE_DATABASE_URL": here.settings.database_url,
        "SLUICE_DATA_FOLDER": str(here.settings.data_folder),
        "COLUMNS": "200",
    }
    return subprocess.run(
        command, check=False, cwd=CHECKOUT, env=os.environ | named, capture_output=True, text=True, timeout=60
    )


def _bad_files_change_nothing(here: Rehearsal, folder: Path) -> None:
    """A message and exit code 1; neither the log nor the rules have moved."""
    before = here.logged()
    told = _imported(here, folder, as_toml(NOTICE_2027).replace("2027-01-30", "2027-02-30"))
    assert told.returncode == 1, told.stdout
    assert "Nothing was changed" in told.stdout and "Traceback" not in told.stderr
    assert (here.logged(), here.notices()) == (before, 0)


def _check_record(here: Rehearsal, case: str) -> None:
    """Old and new stand in the events, and the history of deadlines says which was which."""
    history = here.auditor.deadlines(case)
    terms = [record for record in history.deadlines if record.deadline.name == "agreement.term"]
    assert [record.status for record in terms] == ["redated", "passed"]
    old, new = (record.deadline.receipt for record in terms)
    assert (old.provisional, new.provisional) == (True, False)
    assert old.calendar_version != new.calendar_version
    redated = [event for event in here.auditor.events(case) if event["kind"] == "deadline_redated"]
    assert all(event["body"]["old"] != event["body"]["new"] for event in redated)
    assert here.state(case)["phase"] == "deletion_due"


@pytest.mark.parametrize("bad", BAD)
def test_a_calendar_with_a_bad_date_is_refused_with_a_reason(bad: str) -> None:
    """The file's name, the entry and what to do."""
    good = as_toml(NOTICE_2027)
    assert good.count(BAD[bad][0]) >= 1
    with pytest.raises(BadRules, match=r"^2027\.toml: .*Nothing was changed: correct the file"):
        parse_calendar(good.replace(*BAD[bad]), "2027.toml")
