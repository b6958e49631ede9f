"""S17: the reporting cycle by the Civil Code, three agreements on one clock."""

from datetime import date

from demo.client import Moved, Person
from domain.deadlines import Deadline
from tests.cases.audit import Audited, audited, audited_together
from tests.cases.conftest import Rehearse
from tests.cases.rehearsal import REPORT, Rehearsal, last_day
from tests.cases.using import delivered
from tests.domain.shanghai import at

ITEM = "sh-2025-86"  # 市卫生健康委，医疗机构执业许可证


def test_three_reporting_cycles_end_where_the_civil_code_says(rehearse: Rehearse) -> None:
    """A rolls over National Day, B has no 31 February and does not roll, C rolls over New Year.

    A and B report; C, and D with B's dates, don't: a reminder, and after the grace a violation of the fifth kind.
    """
    here = rehearse(at("2025-04-03 08:00"), 86)
    health = here.publisher("sh-weijianwei", "上海市卫生健康委员会")
    a, ann = _using(here, health, "kangqiao", "2025-04-03")
    assert _due(here, a) == date(2025, 10, 9)
    c, cai = _using(here, health, "anxin", "2025-08-15")
    assert _due(here, c) == date(2026, 2, 24)
    b, bao = _using(here, health, "renhe", "2025-08-31")
    assert _due(here, b) == date(2026, 2, 28)
    d, dai = _using(here, health, "mingde", "2025-08-31")
    _reported_in_time(here, a, ann, health)
    _reported_late(here, b, bao, health)
    _ignored(here, c, cai, grace=date(2026, 3, 2))
    _ignored(here, d, dai, grace=date(2026, 3, 6))
    _check_receipts(here, {a: date(2025, 10, 9), b: date(2026, 2, 28), c: date(2026, 2, 24)})


def _using(here: Rehearsal, health: Person, organisation: str, day: str) -> tuple[str, Person]:
    """An agreement effective on that day, its data delivered. Nothing of it has a target: none was in force."""
    person = here.applicant(organisation, f"{organisation}医疗信息有限公司")
    here.move(f"{day} 09:00", or_later=True)
    wishes = {"item_id": ITEM, "scenario": "执业许可信息核验", "delivery": "api"}
    return delivered(here, person, health, {**wishes, "term_months": 12, "report_cycle_months": 6}), person


def _due(here: Rehearsal, case: str) -> date:
    return here.limit(case, "usage_report.due")


def _reported_in_time(here: Rehearsal, case: str, ann: Person, health: Person) -> None:
    """On the rolled day itself. A report that lacks one of the four contents is sent straight back."""
    _told(here.move("2025-10-09 10:00"), case, ["usage_report.due.reminder"])
    for content in REPORT:
        lacking = {name: text for name, text in REPORT.items() if name != content}
        returned = ann.command(case, "submit_usage_report", {"report": lacking})
        assert returned.events == ("usage_report_submitted", "usage_report_returned")
    whole = ann.command(case, "submit_usage_report", {"report": REPORT})
    assert whole.events == ("usage_report_submitted",)
    accepted = health.command(case, "accept_usage_report")
    assert accepted.events == ("usage_report_accepted", "usage_report_scheduled")
    assert _due(here, case) == date(2026, 4, 3)
    found = audited(here.auditor, case)
    missing = [event.body.missing for event in found.all("usage_report_returned")]
    assert missing == [(content,) for content in REPORT]
    assert {event.body.working_days_late for event in found.all("usage_report_submitted")} == {0}
    (accepted_materials,) = found.all("materials_accepted")
    assert accepted_materials.body.target.why == "no_target_in_force"


def _told(moved: Moved, case: str, deadlines: list[str]) -> None:
    assert [fell.deadline for fell in moved.fell_due if fell.case == case] == deadlines


def _reported_late(here: Rehearsal, case: str, bao: Person, health: Person) -> None:
    """Due on a make-up Saturday, handed in on the Monday after: late by one working day, and no breach yet."""
    _told(here.move("2026-03-02 10:00"), case, ["usage_report.due.reminder", "usage_report.due"])
    assert bao.command(case, "submit_usage_report", {"report": REPORT}).events == ("usage_report_submitted",)
    health.command(case, "accept_usage_report")
    found = audited(here.auditor, case)
    assert found.body("usage_report_submitted").working_days_late == 1
    assert "usage_breach_alleged" not in found.kinds
    assert here.state(case)["escalated_to"] == ["designated_officer", "publisher_head"]  # nobody is named officer
    assert _passed(found, "usage_report.due") == [at("2026-03-01 00:00")]


def _ignored(here: Rehearsal, case: str, person: Person, grace: date) -> None:
    """Overdue, and after the grace a breach of the fifth kind, a case of its own. The report is owed still."""
    here.move("2026-03-10 09:00", or_later=True)
    found = audited_together(here.auditor, case)
    (breach,) = found[case].all("usage_breach_alleged")
    assert (breach.body.violation_kind, breach.body.number) == (5, 1)
    assert last_day(breach.occurred_at) == grace
    assert set(breach.body.tells) == {"competent_department", "platform_operator", "data_publisher"}
    (violation,) = found.keys() - {case}
    (alleged,) = found[violation].all("violation_alleged")
    allegation = alleged.body.allegation
    assert (allegation.violation_kind, allegation.about, allegation.party) == (5, case, person.organisation)
    assert (allegation.item_id, allegation.publisher) == (ITEM, "sh-weijianwei")
    assert alleged.causation_id.startswith(f"{case}:") and alleged.actor.role == "clock"
    assert violation in {one["id"] for one in here.department.get("/v1/worklist")["cases"]}
    late = person.command(case, "submit_usage_report", {"report": REPORT})
    assert late.events == ("usage_report_submitted",)


def _passed(found: Audited, name: str) -> list[object]:
    return [event.occurred_at for event in found.all("deadline_passed") if event.body.name == name]


def _check_receipts(here: Rehearsal, expected: dict[str, date]) -> None:
    """Each first due date says how it was computed, with the articles, and which days off it skipped."""
    for case, day in expected.items():
        first = _first_due(here, case)
        receipt = first.receipt
        assert last_day(first.due) == day
        assert (receipt.rule, receipt.strength, receipt.amount) == ("usage_report.due", "norm", 6)
        assert all(article in receipt.source for article in ("§29", "202", "203"))
        assert receipt.counted == (day,) and not receipt.provisional
    skipped = {case: [str(one.day) for one in _first_due(here, case).receipt.skipped] for case in expected}
    a, b, c = expected
    assert skipped[a] == [f"2025-10-0{day}" for day in range(3, 9)]
    assert skipped[b] == []
    assert skipped[c] == [f"2026-02-{day}" for day in range(15, 24)]


def _first_due(here: Rehearsal, case: str) -> Deadline:
    records = here.auditor.deadlines(case).deadlines
    return next(record.deadline for record in records if record.deadline.name == "usage_report.due")
