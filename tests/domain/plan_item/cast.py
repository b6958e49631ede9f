"""The people and usual steps of the plan rows' tests."""

from datetime import date
from typing import Any

from domain.people import CLOCK, Actor, Role
from domain.plan_item import PLAN_ITEM
from domain.plan_item.commands import AdjustPlanItem, ConfirmPlanItem, ImportPlanItem
from domain.plan_item.inbox import LinkOrder, RecordDataPresent, RecordItemEffective, RecordItemWithdrawn
from tests.domain.shanghai import RULEBOOK, at
from tests.scenario import Scenario, Step, World, step

BUREAU = Actor(id="bureau", role=Role.COMPETENT_DEPARTMENT, organisation="data-bureau")
CLERK = Actor(id="clerk", role=Role.PLATFORM_OPERATOR, organisation="data-centre")
OFFICER = Actor(id="officer", role=Role.DATA_PUBLISHER, organisation="civil-affairs")

ITEM = "sh-2025-21"
CASE = Scenario(PLAN_ITEM, RULEBOOK, World(), case_id="plan-2025-21")
ROW: dict[str, Any] = {
    "year": 2025,
    "row": 21,
    "title": "捐赠个人清单",
    "publisher": "civil-affairs",
    "due_date": date(2025, 9, 30),
    "instrument": "沪数〔2025〕12号",
}


def imported(when: str = "2025-06-09 09:00", by: Actor = CLERK, **changes: Any) -> Step:
    return step(when, by, ImportPlanItem.model_validate({**ROW, **changes}))


def inferred(when: str = "2025-06-09 09:00") -> Step:
    return imported(when, due_inferred=True, note="推定")


def confirm(when: str, day: str) -> Step:
    return step(when, BUREAU, ConfirmPlanItem(due_date=date.fromisoformat(day)))


def adjust(when: str, day: str) -> Step:
    return step(when, BUREAU, AdjustPlanItem(due_date=date.fromisoformat(day), ground="系统改造延期"))


def link(when: str, order: str = "lis-1") -> Step:
    return step(when, CLOCK, LinkOrder(order=order))


def effective(when: str, since: str = "", item_id: str = ITEM) -> Step:
    """Told at `when`; true since then, unless `since` says otherwise."""
    since_when = at(since) if since else None
    return step(when, CLOCK, RecordItemEffective(item_id=item_id, version=1, at=since_when))


def data(when: str, since: str = "") -> Step:
    return step(when, CLOCK, RecordDataPresent(item_id=ITEM, at=at(since) if since else None))


def withdrawn(when: str, order: str = "lis-2") -> Step:
    return step(when, CLOCK, RecordItemWithdrawn(item_id=ITEM, order=order))


def planned() -> Scenario:
    return CASE.given(imported())
