"""One application for items of two publishers: checked once, reviewed apart, approved in part (R22 §19)."""

from datetime import date

from demo.client import Json, Person
from tests.cases.audit import audited_together
from tests.cases.conftest import Rehearse
from tests.cases.rehearsal import MATERIALS, Rehearsal
from tests.domain.shanghai import at

RAIN, VISITORS = "sh-2025-110", "sh-2025-80"  # 市气象局；市文化旅游局
WISHES = {"item_id": RAIN, "further_items": [VISITORS], "scenario": "按天气与客流提示游览路线", "delivery": "api"}


def test_items_of_two_publishers_are_decided_apart_and_put_together_again(rehearse: Rehearse) -> None:
    """Dispatched Thu 2025-09-04 in two parts; one approved, signed and delivered, the other refused."""
    here = rehearse(at("2025-09-03 10:00"), 80, 110)
    travel = here.applicant("lvtu", "旅途科技有限公司")
    weather = here.publisher("sh-qixiangju", "上海市气象局")
    tourism = here.publisher("sh-wenlvju", "上海市文化和旅游局")
    whole = travel.draft(WISHES).id
    here.submit(whole, travel, here.papers(travel, *MATERIALS))
    here.move("2025-09-04 09:30")
    assert here.operator.command(whole, "accept_materials").phase == "dispatched"
    here.settle()
    rain, visitors = _parts(here, whole)
    _each_publisher_sees_its_own(here, weather, tourism, (rain, visitors))
    _approved(here, rain, weather)
    assert here.state(whole)["phase"] == "dispatched"
    _refused(here, visitors, tourism)
    shown = here.state(whole)
    assert (shown["phase"], shown["closed"]) == ("partially_approved", True)
    _delivered(here, rain, travel, weather)
    _check_record(here, whole, rain, visitors)


def _parts(here: Rehearsal, whole: str) -> tuple[str, str]:
    """The sub-orders, one for each item; each publisher's clocks start when its part is there."""
    parts: list[Json] = here.state(whole)["state"]["dossier"]["sub_orders"]
    by_item = {part["item_id"]: str(part["case_id"]) for part in parts}
    for case in by_item.values():
        assert here.state(case)["phase"] == "under_review"
        assert here.limit(case, "application.answer") == date(2025, 9, 11)
        assert here.limit(case, "application.review") == date(2025, 9, 18)
    return by_item[RAIN], by_item[VISITORS]


def _each_publisher_sees_its_own(here: Rehearsal, weather: Person, tourism: Person, parts: tuple[str, str]) -> None:
    rain, visitors = parts
    approval = {"conditions_met": True}
    here.refused(lambda: weather.command(visitors, "approve_application", approval), "unknown_case", 404, visitors)
    here.refused(lambda: tourism.command(rain, "approve_application", approval), "unknown_case", 404, rain)


def _approved(here: Rehearsal, rain: str, weather: Person) -> None:
    """Not before its publisher has said what the fusion of both risks."""
    here.move("2025-09-09 10:00")
    approval = {"conditions_met": True}
    here.refused(lambda: weather.command(rain, "approve_application", approval), "risk_not_assessed", 422, rain)
    weather.command(rain, "assess_fusion_risk", {"level": "low", "note": "融合后不能识别个人"})
    assert weather.command(rain, "approve_application", approval).phase == "approved"
    here.settle()


def _refused(here: Rehearsal, visitors: str, tourism: Person) -> None:
    here.move("2025-09-10 10:00")
    reasons = {"reasons": [{"condition": "technical_realtime", "explanation": "不具备实时接入条件"}]}
    assert tourism.command(visitors, "refuse_application", reasons).phase == "refused"
    here.settle()


def _delivered(here: Rehearsal, rain: str, travel: Person, weather: Person) -> None:
    """The approved part goes on by itself: its agreement, and access to its item alone."""
    travel.sign(rain)
    assert weather.sign(rain).phase == "agreement_signed"
    weather.command(rain, "deliver_data")
    here.settle()
    assert here.state(rain)["phase"] == "delivered"
    (delivery,) = travel.get(f"/v1/applications/{rain}/delivery")["deliveries"]
    credential = travel.post(f"/v1/applications/{rain}/delivery/{delivery['id']}/collect")["credential"]
    key = {"Authorization": f"Bearer {credential}"}
    assert here.http.get(f"/v1/data/{RAIN}", headers=key).status_code == 200
    assert here.http.get(f"/v1/data/{VISITORS}", headers=key).status_code == 403


def _check_record(here: Rehearsal, whole: str, rain: str, visitors: str) -> None:
    found = audited_together(here.auditor, whole)
    assert found.keys() == {whole, rain, visitors}
    assert found[whole].phases == ("draft", "submitted", "dispatched", "partially_approved")
    noted = {noted.body.sub_order: noted.body.result for noted in found[whole].all("sub_order_result_noted")}
    assert noted == {rain: "approved", visitors: "refused"}
    assert found[whole].body("application_concluded").result == "partially_approved"
    for part in (rain, visitors):
        opened = found[part].body("sub_order_opened")
        assert opened.parent == whole and opened.norm.receipt.source
    assert found[visitors].phases == ("under_review", "refused")
    timeliness = found[rain].body("application_approved").timeliness
    assert (timeliness.within_target, timeliness.within_norm) == ("yes", "yes")
