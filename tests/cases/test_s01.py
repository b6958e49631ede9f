"""S01: the straight path by API, to a delivered key."""

from datetime import date

import httpx

from demo.client import Person, Problem
from tests.cases.audit import Audited, audited
from tests.cases.conftest import Rehearse
from tests.cases.rehearsal import MATERIALS, Rehearsal
from tests.domain.shanghai import at

ITEM = "sh-2025-110"  # 市气象局，未来3小时短时临近预报
SCENARIO = "为沿江配送车辆提供未来三小时降水避让路线"
FOUR_CLAUSES = {"scenario_limits", "usage_reporting", "security_measures", "breach_liability"}


def test_the_straight_path_keeps_target_and_norm_and_ends_with_a_bound_key(rehearse: Rehearse) -> None:
    """Submitted to delivered: 2025-09-11 and 2025-09-18 are kept, nobody is escalated to, a key is issued."""
    here = rehearse(at("2025-09-03 10:00"), 110, 97)
    logistics = here.applicant("shenjiang", "申江智慧物流有限公司")
    weather = here.publisher("sh-qixiangju", "上海市气象局")
    case = _to_approval(here, logistics, weather)
    _to_delivery(here, case, logistics, weather)
    _key_is_bound(here, case, logistics)
    found = audited(here.auditor, case)
    _check_record(found)
    assert here.state(case)["escalated_to"] == []
    assert here.attempts(case) == [("deliver_data", "no_agreement"), ("sign_agreement", "signature_invalid")]


def _to_approval(here: Rehearsal, logistics: Person, weather: Person) -> str:
    opened = logistics.draft({"item_id": ITEM, "scenario": SCENARIO, "delivery": "api"})
    case = opened.id
    here.move("2025-09-03 10:12")
    assert here.submit(case, logistics, here.papers(logistics, *MATERIALS)).phase == "submitted"
    here.move("2025-09-04 09:30")
    assert here.operator.command(case, "accept_materials").phase == "under_review"
    assert here.limit(case, "application.answer") == date(2025, 9, 11)
    assert here.limit(case, "application.review") == date(2025, 9, 18)
    here.move("2025-09-10 15:00")
    approval = {"conditions_met": True, "risk_note": "单一来源，无融合风险"}
    assert weather.command(case, "approve_application", approval).phase == "approved"
    here.settle()
    told = logistics.case(case)  # the applicant sees the decision, and that it is their turn
    assert (told["phase"], told["holder"]) == ("approved", "applicant")
    return case


def _to_delivery(here: Rehearsal, case: str, logistics: Person, weather: Person) -> None:
    here.move("2025-09-11 09:00")
    here.refused(lambda: weather.command(case, "deliver_data"), "no_agreement", 422, case)
    here.move("2025-09-12 10:00")
    digest = here.auditor.get(f"/v1/applications/{case}/agreement")["sha256"]
    forged = {"document": digest, "key_id": logistics.signing.id, "signature": "Zm9yZ2Vk"}
    here.refused(lambda: logistics.command(case, "sign_agreement", forged), "signature_invalid", 422, case)
    assert logistics.sign(case).phase == "approved"
    assert weather.sign(case).phase == "agreement_signed"
    here.move("2025-09-15 09:00")
    ordered = weather.command(case, "deliver_data")
    assert (ordered.phase, ordered.events) == ("agreement_signed", ("delivery_ordered",))
    here.settle()
    assert here.state(case)["phase"] == "delivered"


def _key_is_bound(here: Rehearsal, case: str, logistics: Person) -> None:
    """The credential names agreement and scenario, opens this item and no other, and is shown to the applicant only."""
    (delivery,) = logistics.get(f"/v1/applications/{case}/delivery")["deliveries"]
    assert (delivery["agreement"], delivery["scenario"]) == (f"{case}:agreement", SCENARIO)
    collect = f"/v1/applications/{case}/delivery/{delivery['id']}/collect"
    here.refused(lambda: here.operator.post(collect), "forbidden", 403, case)
    key = {"Authorization": f"Bearer {logistics.post(collect)['credential']}"}
    data = here.http.get(f"/v1/data/{ITEM}", headers=key)
    assert data.status_code == 200 and data.content
    assert data.headers["Sluice-Agreement"] == f"{case}:agreement"
    assert _reason(here.http.get("/v1/data/sh-2025-97", headers=key)) == "no_access"


def _reason(answer: httpx.Response) -> str:
    return Problem(answer.json()).reason


def _check_record(found: Audited) -> None:
    """Acceptance and dispatch, decision, four clauses and key issue, each with its actor and instant."""
    assert found.phases == ("draft", "submitted", "under_review", "approved", "agreement_signed", "delivered")
    (dispatched,) = found.all("materials_accepted")
    assert (dispatched.actor.role, dispatched.occurred_at) == ("platform_operator", at("2025-09-04 09:30"))
    (decided,) = found.all("application_approved")
    assert (decided.actor.organisation, decided.occurred_at) == ("sh-qixiangju", at("2025-09-10 15:00"))
    timeliness = decided.body.timeliness
    assert (timeliness.within_norm, timeliness.within_target) == ("yes", "yes")
    assert (timeliness.working_days_late, timeliness.working_days_over_target) == (0, 0)
    assert set(found.body("agreement_drafted").clauses) == FOUR_CLAUSES
    agreement = found.body("agreement_signed").agreement
    assert agreement.effective_at == at("2025-09-12 10:00")
    assert {one.organisation for one in agreement.signatures} == {"shenjiang", "sh-qixiangju"}
    (issued,) = found.all("data_delivered")
    assert (issued.actor.role, issued.occurred_at) == ("clock", at("2025-09-15 09:00"))
    passed = [event.body for event in found.all("deadline_passed")]
    assert {one.level for one in passed} == {"reminder"}  # no limit was missed
