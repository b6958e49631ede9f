"""S04: refused for incompleteness once, with all reasons; what could have been told then is blocked later."""

from datetime import date

from demo.client import Person
from tests.cases.audit import audited
from tests.cases.conftest import Rehearse
from tests.cases.rehearsal import Rehearsal, last_day
from tests.domain.shanghai import at

ITEM = "sh-2025-97"  # 市卫生健康委，二次供水水质监测数据
WISHES = {"item_id": ITEM, "scenario": "住宅小区二次供水水质提示", "delivery": "download"}
TOLD = {"security_system", "scenario_statement"}


def test_an_old_defect_can_not_be_raised_again_and_the_answer_of_day_five_is_in_time(rehearse: Rehearse) -> None:
    """Not accepted, resubmitted, blocked, dispatched 2025-07-09, approved 2025-07-16 23:58 within the target."""
    here = rehearse(at("2025-06-30 09:00"), 97)
    water = here.applicant("qingyuan", "清源水务科技有限公司")
    health = here.publisher("sh-weijianwei", "上海市卫生健康委员会")
    first = _not_accepted(here, water)
    (completeness,) = here.auditor.deadlines(first).deadlines
    assert last_day(completeness.deadline.due) == date(2025, 7, 7)
    second = _resubmitted(here, water, first)
    _old_defect_is_blocked(here, second)
    _overridden(here, here.applicant("huyou", "沪游数据有限公司"))
    _answered_in_time(here, second, health)
    _check_first(here, first)
    _check_second(here, second, first)


def _not_accepted(here: Rehearsal, water: Person) -> str:
    """The certificate was missing as well, and the notice did not say so."""
    case = water.draft(WISHES).id
    here.submit(case, water, [])
    here.move("2025-07-02 10:00", or_later=True)
    reasons = [_missing(requirement) for requirement in ("security_system", "scenario_statement")]
    assert here.operator.command(case, "refuse_acceptance", {"reasons": reasons}).phase == "not_accepted"
    assert here.state(case)["closed"]
    return case


def _resubmitted(here: Rehearsal, water: Person, first: str) -> str:
    here.move("2025-07-08 09:00", or_later=True)
    case = water.draft({**WISHES, "supersedes": first}).id
    here.submit(case, water, here.papers(water, "security_system", "scenario_statement"))
    return case


def _missing(requirement: str) -> dict[str, str]:
    return {"requirement": requirement, "defect": "missing", "note": "未提交"}


def _old_defect_is_blocked(here: Rehearsal, case: str) -> None:
    here.move("2025-07-08 15:00")
    again = {"reasons": [_missing("qualification")]}
    problem = here.refused(
        lambda: here.operator.command(case, "refuse_acceptance", again), "one_time_notice", 422, case
    )
    assert "qualification" in problem.detail


def _answered_in_time(here: Rehearsal, case: str, health: Person) -> None:
    here.move("2025-07-09 09:30")
    assert here.operator.command(case, "accept_materials").phase == "under_review"
    assert here.limit(case, "application.answer") == date(2025, 7, 16)
    assert here.limit(case, "application.review") == date(2025, 7, 23)
    here.move("2025-07-16 23:58")
    assert health.command(case, "approve_application", {"conditions_met": True}).phase == "approved"
    here.settle()


def _check_first(here: Rehearsal, first: str) -> None:
    """The first record is final, its notice names exactly the two reasons, and no review clock ever ran."""
    found = audited(here.auditor, first)
    assert found.phases == ("draft", "submitted", "not_accepted")
    assert {reason.requirement for reason in found.body("acceptance_refused").reasons} == TOLD
    assert found.body("application_submitted").materials == ()
    history = here.auditor.deadlines(first)
    assert {record.deadline.receipt.rule for record in history.deadlines} == {"application.completeness"}
    problem = here.refused(lambda: here.operator.command(first, "accept_materials"), "wrong_phase", 409, first)
    assert "not_accepted" in problem.detail


def _check_second(here: Rehearsal, second: str, first: str) -> None:
    """Linked to what it supersedes, both manifests readable, the blocked attempt on record."""
    found = audited(here.auditor, second)
    (earlier,) = found.body("application_drafted").chain
    assert (earlier.case_id, set(earlier.told), earlier.materials) == (first, TOLD, ())
    assert {paper.requirement for paper in found.body("application_submitted").materials} == TOLD
    accepted = found.body("materials_accepted")
    assert accepted.waived == ("qualification",)
    timeliness = found.body("application_approved").timeliness
    assert (timeliness.within_target, timeliness.within_norm) == ("yes", "yes")
    assert "one_time_notice_breached" not in found.kinds
    assert here.attempts(second) == [("refuse_acceptance", "one_time_notice")]


def _overridden(here: Rehearsal, water: Person) -> None:
    """Only the General Office may override; the refusal that uses it stays flagged."""
    case = _resubmitted(here, water, _not_accepted(here, water))
    override = {"subjects": ["qualification"], "justification": "首次审查时系统未显示该项"}
    here.refused(lambda: here.operator.command(case, "override_one_time_notice", override), "forbidden", 403, case)
    here.office.command(case, "override_one_time_notice", override)
    refused = here.operator.command(case, "refuse_acceptance", {"reasons": [_missing("qualification")]})
    assert refused.events == ("one_time_notice_breached", "acceptance_refused")
    found = audited(here.auditor, case)
    assert found.body("one_time_notice_breached").flag == "one_time_notice_breach"
    assert found.body("one_time_notice_overridden").justification == override["justification"]
    assert here.state(case)["state"]["dossier"]["flags"] == ["one_time_notice_breach"]
