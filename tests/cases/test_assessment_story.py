"""A publisher assesses its list of 2025, is sent back once, and a list change follows it up (R22 §10)."""

from datetime import date

from demo.client import Answer, Json, Person
from domain.assessment import ASSESSMENT
from tests.cases.audit import audited
from tests.cases.conftest import Rehearse
from tests.cases.rehearsal import Rehearsal
from tests.domain.shanghai import at

ASSESSMENTS = "assessments"
ITEM = "sh-2025-110"
CASE = "assessment-2025-sh-qixiangju"
ORDER: Json = {
    "change": "modify",
    "item_id": ITEM,
    "reason": "年度评估：更正摘要",
    "classification": {"guide_version": "2023", "levels": ["2级"], "open_type": "unconditional"},
}


def test_a_late_assessment_is_returned_once_noted_and_followed_up(rehearse: Rehearse) -> None:
    """Opened twice, one case; due by the year's end; the report six days late; its finding linked to an order."""
    here = rehearse(at("2025-12-01 09:00"), 110)
    weather = here.publisher("sh-qixiangju", "上海市气象局")
    roads = here.publisher("sh-jiaotong", "市交通委")
    _opened(here)
    here.move("2026-01-06 10:00")
    assert here.state(CASE, process=ASSESSMENTS)["state"]["dossier"]["passed"][-1]["name"] == "assessment.yearly"
    finding: Json = {"item_id": ITEM, "verdict": "change", "reason": "摘要与字段不符"}
    here.refused(lambda: _submit(roads, finding), "unknown_case", 404, CASE, process=ASSESSMENTS)
    assert _submit(weather, finding).phase == "examining"
    reason = {"reason": "未评估尚未开放的数据"}
    assert here.department.command(CASE, "return_assessment", reason, process=ASSESSMENTS).phase == "returned"
    here.move("2026-01-08 10:00")
    closed: Json = {"name": "雷达基数据", "outlook": "stay_closed", "reason": "脱敏方案未通过"}
    assert _submit(weather, finding, closed).phase == "examining"
    assert here.department.command(CASE, "note_assessment", {"remark": "已阅"}, process=ASSESSMENTS).phase == "noted"
    order = weather.command("", "draft_list_change", ORDER, process="list-changes").id
    link = {"finding": ITEM, "order": order}
    assert weather.command(CASE, "link_order", link, process=ASSESSMENTS).phase == "noted"
    _check_record(here, order)


def _opened(here: Rehearsal) -> None:
    asked = {"year": 2025, "publisher": "sh-qixiangju"}
    assert here.operator.command("", "open_assessment", asked, process=ASSESSMENTS).id == CASE
    here.refused(
        lambda: here.department.command("", "open_assessment", asked, process=ASSESSMENTS),
        "wrong_phase",
        409,
        CASE,
        process=ASSESSMENTS,
    )
    assert here.limit(CASE, "assessment.yearly", process=ASSESSMENTS) == date(2025, 12, 31)


def _submit(person: Person, item: Json, *unopened: Json) -> Answer:
    report = person.upload(f"%PDF-1.7 {person} {len(unopened)}".encode(), "assessment.pdf")
    body = {"report": report, "items": [item], "unopened": list(unopened)}
    return person.command(CASE, "submit_assessment", body, process=ASSESSMENTS)


def _check_record(here: Rehearsal, order: str) -> None:
    shown = here.state(CASE, process=ASSESSMENTS)
    assert (shown["phase"], shown["closed"]) == ("noted", True)
    found = audited(here.auditor, CASE, ASSESSMENT)
    assert found.phases == ("assessing", "examining", "returned", "noted")
    first, second = found.all("assessment_submitted")
    assert (first.body.report.standing, first.body.report.days_late) == ("late", 6)
    assert (second.body.report.standing, second.body.report.left_out) == ("late", ())
    assert found.body("order_linked").follow_up.order == order
    passed = {event.body.name: event.body.due for event in found.all("deadline_passed")}
    assert passed == {
        "assessment.yearly.reminder": at("2025-12-04 00:00"),
        "assessment.yearly": at("2026-01-01 00:00"),
    }
