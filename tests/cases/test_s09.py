"""S09: refused on the merits with reasons that map to published conditions, and applied for again."""

from datetime import date
from functools import partial

from demo.client import Answer, Person
from tests.cases.audit import audited
from tests.cases.conftest import Rehearse
from tests.cases.rehearsal import MATERIALS, Rehearsal
from tests.domain.shanghai import at

ITEM = "sh-2025-8"  # 市教委，高校教学实验室信息统计表
WISHES = {
    "item_id": ITEM,
    "scenario": "高校实验教学条件比较",
    "delivery": "download",
    "applicant_type": "natural_person",
}
TOLD = ("scenario_teaching_research", "security_local_storage")
THIRD = "feedback_cite_source"


def test_a_refusal_maps_to_published_conditions_and_a_later_third_ground_is_a_breach(rehearse: Rehearse) -> None:
    """Dispatched 2025-10-29, refused 11-04; again 11-11 with both cured; the third ground needs an override."""
    here = rehearse(at("2025-10-28 09:00"), 8)
    researcher = here.applicant("zhou-yan", "周研（自然人）")
    education = here.publisher("sh-jiaowei", "上海市教育委员会")
    first = _declined(here, researcher, education)
    _enterprise_approved(here, education)
    second = _applied_again(here, researcher, first)
    _third_ground_is_blocked(here, second, education)
    _third_ground_is_a_breach(here, second, education)
    _check_conditions(here, first, version=1)
    _check_conditions(here, second, version=2)
    _check_equal_treatment(here, education)


def _declined(here: Rehearsal, researcher: Person, education: Person) -> str:
    case = researcher.draft(WISHES).id
    here.submit(case, researcher, here.papers(researcher, *MATERIALS))
    here.move("2025-10-29 09:30")
    here.operator.command(case, "accept_materials")
    assert here.limit(case, "application.answer") == date(2025, 11, 5)
    assert here.limit(case, "application.review") == date(2025, 11, 12)
    _publish_one_more_condition(here)
    for unpublished in ("enterprises_only", "credit_new"):  # one that never was, one of a later version
        here.refused(partial(_refuse, education, case, unpublished), "unpublished_condition", 422, case)
    here.move("2025-11-04 16:00")
    _refuse(education, case, *TOLD)
    return case


def _publish_one_more_condition(here: Rehearsal) -> None:
    """The publisher changes the item while the case is open: the case stays under what its applicant saw."""
    old = here.item(ITEM)
    more = old.conditions[0].model_copy(update={"id": "credit_new", "text": "申请人无严重失信记录。"})
    changed = old.content().model_copy(update={"conditions": (*old.conditions, more)})
    here.publish(changed, order="lis-8")
    assert here.item(ITEM).version == 2


def _refuse(education: Person, case: str, *conditions: str, arises_from: str = "") -> Answer:
    reasons = [{"condition": name, "explanation": "不符合该条件", "arises_from": arises_from} for name in conditions]
    return education.command(case, "refuse_application", {"reasons": reasons})


def _enterprise_approved(here: Rehearsal, education: Person) -> None:
    """Another applicant, of another type, for the same item under the same conditions."""
    company = here.applicant("zhixue", "智学教育科技有限公司")
    case = company.draft({**WISHES, "applicant_type": "enterprise"}).id
    here.submit(case, company, here.papers(company, *MATERIALS))
    here.operator.command(case, "accept_materials")
    here.move("2025-11-06 10:00")
    education.command(case, "approve_application", {"conditions_met": True})


def _applied_again(here: Rehearsal, researcher: Person, first: str) -> str:
    here.move("2025-11-10 10:00")
    wishes = {**WISHES, "scenario": "改进实验教学条件的课程研究", "supersedes": first}
    case = researcher.draft(wishes).id
    here.submit(case, researcher, here.papers(researcher, *MATERIALS))
    here.move("2025-11-11 09:30")
    here.operator.command(case, "accept_materials")
    assert here.limit(case, "application.answer") == date(2025, 11, 18)
    assert here.limit(case, "application.review") == date(2025, 11, 25)
    return case


def _third_ground_is_blocked(here: Rehearsal, case: str, education: Person) -> None:
    here.move("2025-11-14 10:00")
    problem = here.refused(lambda: _refuse(education, case, THIRD), "one_time_notice", 422, case)
    assert THIRD in problem.detail
    nowhere = "unknown_requirement"
    here.refused(lambda: _refuse(education, case, THIRD, arises_from="the_weather"), nowhere, 422, case)


def _third_ground_is_a_breach(here: Rehearsal, case: str, education: Person) -> None:
    override = {"subjects": [THIRD], "justification": "首次审核遗漏"}
    here.office.command(case, "override_one_time_notice", override)
    assert _refuse(education, case, THIRD).events == ("one_time_notice_breached", "application_refused")
    assert here.state(case)["state"]["dossier"]["flags"] == ["one_time_notice_breach"]


def _check_conditions(here: Rehearsal, case: str, version: int) -> None:
    """Each reason stands on a condition of the frozen version, word for word as it was published then."""
    found = audited(here.auditor, case)
    frozen = found.body("application_drafted").item
    published = here.auditor.get(f"/v1/items/{ITEM}", version=version)
    assert frozen.version == published["version"] == version
    assert [one.model_dump(mode="json") for one in frozen.conditions] == published["conditions"]
    refusal = found.body("application_refused")
    assert {reason.condition for reason in refusal.reasons} <= {one["id"] for one in published["conditions"]}
    assert (refusal.timeliness.within_target, refusal.timeliness.within_norm) == ("yes", "yes")
    expected = {1: [("refuse_application", "unpublished_condition")] * 2}
    blocked = [("refuse_application", "one_time_notice"), ("refuse_application", "unknown_requirement")]
    assert sorted(here.attempts(case)) == expected.get(version, blocked)


def _check_equal_treatment(here: Rehearsal, education: Person) -> None:
    """How often each type of applicant was approved, for the auditor, the agency itself, and at an earlier date."""
    assert _approved(here.auditor, "natural_person") == (0.0, 2)
    assert _approved(here.auditor, "enterprise") == (1.0, 1)
    assert _approved(education, "natural_person") == (0.0, 2)
    then = at("2025-11-05 00:00").isoformat()
    assert _approved(here.auditor, "natural_person", as_of=then) == (0.0, 1)
    assert _approved(here.auditor, "enterprise", as_of=then) == (None, 0)


def _approved(person: Person, applicant_type: str, **query: str) -> tuple[float | None, int]:
    """The rate that the agency approved, and of how many decisions."""
    shown = person.get("/v1/statistics", **query)
    figure = f"applications.approved_of.{applicant_type}"
    assert figure in {known["key"] for known in shown["figures"]}
    (cell,) = [one for one in shown["cells"] if (one["agency"], one["figure"]) == ("sh-jiaowei", figure)]
    return cell["value"], cell["of"]
