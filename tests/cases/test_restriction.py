"""What a restriction does to a credential that is in use, and what ends it for good (R22 §32)."""

from demo.client import Person, Problem
from tests.cases.conftest import Rehearse
from tests.cases.rehearsal import MATERIALS, Rehearsal
from tests.domain.shanghai import at

ITEM = "sh-2025-110"


def test_a_key_opens_nothing_while_restricted_opens_again_and_is_closed_with_the_agreement(rehearse: Rehearse) -> None:
    """Suspended and resumed by the publisher, then revoked: each through a duty that the worker did."""
    here = rehearse(at("2025-09-03 10:00"), 110)
    logistics = here.applicant("shenjiang", "申江智慧物流有限公司")
    weather = here.publisher("sh-qixiangju", "上海市气象局")
    case = _using(here, logistics, weather)
    key = _key(logistics, case)
    assert _opened_by(here, key) == "opened"
    assert weather.command(case, "suspend_use", {"reason": "调用量异常"}).phase == "delivered"
    here.settle()
    assert _opened_by(here, key) != "opened"
    weather.command(case, "resume_use", {"reason": "已核实"})
    here.settle()
    assert _opened_by(here, key) == "opened"
    revoked = weather.command(case, "revoke_approval", {"ground": "other", "reason": "申请主体已注销"})
    assert (revoked.phase, revoked.events) == ("deletion_due", ("agreement_ended_early",))
    here.settle()
    assert _opened_by(here, key) != "opened"


def _using(here: Rehearsal, logistics: Person, weather: Person) -> str:
    case = logistics.draft({"item_id": ITEM, "scenario": "避让路线", "delivery": "api"}).id
    here.submit(case, logistics, here.papers(logistics, *MATERIALS))
    here.operator.command(case, "accept_materials")
    weather.command(case, "approve_application", {"conditions_met": True})
    here.settle()
    logistics.sign(case)
    weather.sign(case)
    weather.command(case, "deliver_data")
    here.settle()
    return case


def _key(logistics: Person, case: str) -> str:
    (delivery,) = logistics.get(f"/v1/applications/{case}/delivery")["deliveries"]
    return str(logistics.post(f"/v1/applications/{case}/delivery/{delivery['id']}/collect")["credential"])


def _opened_by(here: Rehearsal, key: str) -> str:
    """ "opened", or why not."""
    answer = here.http.get(f"/v1/data/{ITEM}", headers={"Authorization": f"Bearer {key}"})
    return "opened" if answer.status_code == 200 else Problem(answer.json()).reason
