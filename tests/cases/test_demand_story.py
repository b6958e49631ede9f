"""A demand becomes an item: the worker carries it from one case to the next (R22 §6, §9, §11, §33)."""

from typing import Any

from demo.client import Person
from demo.orders import DEMANDING, ORDERS, content
from domain.demand import DEMAND
from domain.kernel import AnyDecider
from domain.list_change import LIST_CHANGE
from domain.people import Role
from tests.cases.audit import Audited, audited_together
from tests.cases.conftest import Rehearse
from tests.cases.orders import approved, submitted
from tests.cases.rehearsal import Rehearsal
from tests.domain.shanghai import at

DEMANDS = "demands"
ITEM = "sh-hourly-rain"
ASKED = {"title": "逐小时降水实况", "need": "沿江配送需要按小时的降水实况", "category": "economy"}
CONDITIONS: dict[str, Any] = {
    "conditions": [{"id": "scenario", "kind": "scenario", "text": "限于出行与物流服务"}],
    "materials": [{"id": "qualification", "title": "主体资格证明"}],
}


def test_a_demand_is_satisfied_once_its_item_is_on_the_list(rehearse: Rehearse) -> None:
    """Forwarded, adopted, its order drafted by the worker, completed and approved; both askers hear of the item."""
    here = rehearse(at("2025-09-01 09:00"), 110)
    logistics = here.applicant("shenjiang", "申江智慧物流有限公司")
    weather = here.publisher("sh-qixiangju", "上海市气象局")
    demand = logistics.command("", "submit_demand", ASKED, process=DEMANDS).id
    duplicate = _duplicate(here, demand)
    order = _adopted(here, demand, weather)
    _order_completed(here, demand, order, weather)
    _item_can_be_applied_for(here, logistics)
    _check_record(here, demand, duplicate, order)


def _duplicate(here: Rehearsal, demand: str) -> str:
    """A consultation point asks for the same on behalf of others; its demand waits for the first one's outcome."""
    point = here.person("adviser", Role.CONSULTATION_POINT, "sh-xinxi-xiehui", "上海市信息协会")
    asked = {**ASKED, "on_behalf_of": "十二家中小物流企业", "channel": "survey"}
    duplicate = point.command("", "submit_demand", asked, process=DEMANDS).id
    assert here.department.command(duplicate, "merge_demand", {"into": demand}, process=DEMANDS).phase == "merged"
    here.settle()
    assert here.state(demand, process=DEMANDS)["state"]["dossier"]["merged"] == [duplicate]
    return duplicate


def _adopted(here: Rehearsal, demand: str, weather: Person) -> str:
    """Only after its priority is noted; the order is there by itself, for the publisher to complete."""
    here.move("2025-09-02 10:00")
    forward = {"publisher": "sh-qixiangju"}
    ask = here.department.command
    here.refused(
        lambda: ask(demand, "forward_demand", forward, process=DEMANDS),
        "no_priority_yet",
        422,
        demand,
        process=DEMANDS,
    )
    ask(demand, "prioritise_demand", {"criterion": "value_added", "reason": "物流行业增值潜力"}, process=DEMANDS)
    ask(demand, "forward_demand", forward, process=DEMANDS)
    answer = {"title": ASKED["title"], "answer": "采纳：小时值纳入开放清单"}
    assert weather.command(demand, "accept_demand", answer, process=DEMANDS).phase == "adopted"
    here.settle()
    order = str(here.state(demand, process=DEMANDS)["state"]["order"])
    shown = here.state(order, process=ORDERS)
    assert (shown["phase"], shown["holder"]) == ("draft", "data_publisher")
    assert order in [one["id"] for one in weather.get("/v1/worklist")["cases"]]
    return order


def _order_completed(here: Rehearsal, demand: str, order: str, weather: Person) -> None:
    here.move("2025-09-08 10:00")
    proposal: dict[str, Any] = {
        "change": "add",
        "item_id": ITEM,
        "reason": "采纳数据需求",
        "content": content(ASKED["title"], **CONDITIONS),
        "classification": DEMANDING,
    }
    weather.command(order, "edit_list_change", proposal, process=ORDERS)
    submitted(weather, order)
    here.move("2025-09-12 10:00")
    assert here.state(demand, process=DEMANDS)["phase"] == "adopted"
    approved(here, order)
    shown = here.state(demand, process=DEMANDS)
    assert (shown["phase"], shown["closed"], shown["state"]["item_id"]) == ("satisfied", True, ITEM)


def _item_can_be_applied_for(here: Rehearsal, logistics: Person) -> None:
    listed = here.http.get(f"/v1/items/{ITEM}").json()
    assert (listed["item"]["open_type"], listed["item"]["publisher"]) == ("conditional", "sh-qixiangju")
    wishes = {"item_id": ITEM, "scenario": "按小时规划配送路线", "delivery": "api"}
    assert logistics.draft(wishes).phase == "draft"


def _check_record(here: Rehearsal, demand: str, duplicate: str, order: str) -> None:
    """From the demand to the item and back, each step on the log of its own case and rebuilt from it."""
    found = audited_together(here.auditor, demand, DEMAND)
    assert found.keys() == {demand, duplicate, order, ITEM}
    assert found[demand].phases == ("received", "with_publisher", "adopted", "satisfied")
    assert found[duplicate].phases == ("received", "merged", "answered")
    assert found[duplicate].body("merged_outcome_recorded").item_id == ITEM
    origin = found[order].body("list_change_drafted").origin
    assert (origin.process, origin.case_id) == ("demand", demand)
    assert found[ITEM].body("item_registered").order == order
    _caused(found, order, "list_change_drafted", demand, DEMAND)
    _caused(found, ITEM, "item_registered", order, LIST_CHANGE)
    _caused(found, demand, "order_took_effect", order, LIST_CHANGE)


def _caused(found: Any, case: str, kind: str, sender: str, process: AnyDecider) -> None:
    """That event was caused by a duty of the sender's, one of those that send."""
    audited: Audited = found[case]
    (event,) = audited.all(kind)
    cause, _, duty = event.causation_id.rpartition(":")
    assert cause.startswith(f"{sender}:") and duty in process.sends
