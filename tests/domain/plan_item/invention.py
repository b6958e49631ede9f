"""Commands that a row of the plan might get, mostly sensible ones."""

from datetime import date, timedelta
from random import Random
from typing import Any

from domain.kernel import AnyDecider
from domain.people import Actor, Role
from tests.domain.plan_item.cast import BUREAU, CLERK, ITEM, OFFICER, ROW
from tests.scenario import World

WORLD = World()
SELDOM = frozenset({"adjust_plan_item", "record_item_withdrawn"})
PEOPLE: dict[Role, tuple[Actor, ...]] = {
    Role.COMPETENT_DEPARTMENT: (BUREAU,),
    Role.PLATFORM_OPERATOR: (CLERK,),
    Role.DATA_PUBLISHER: (OFFICER,),
}
_DAYS = (date(2025, 9, 3), date(2025, 12, 31), date(2026, 12, 31), date(2027, 12, 15), date(2028, 12, 1))


def invent(kind: str, state: Any, actor: Actor, random: Random, process: AnyDecider) -> dict[str, Any]:
    """Fields for a command of that kind."""
    day = random.choice(_DAYS) + timedelta(days=random.randint(0, 3))
    order = random.choice(["lis-1", "lis-2"])
    item = random.choice([ITEM, ITEM, ITEM, "another"])
    match kind:
        case "import_plan_item":
            plan = random.choice([ROW["instrument"]] * 5 + ["沪数〔2099〕1号"])
            return {**ROW, "due_date": day, "due_inferred": random.random() < 0.4, "instrument": plan}
        case "confirm_plan_item":
            return {"due_date": day}
        case "adjust_plan_item":
            return {"due_date": day, "ground": "延期"}
        case "link_order":
            return {"order": order}
        case "record_item_effective":
            return {"item_id": item, "version": 1}
        case "record_item_withdrawn":
            return {"item_id": item, "order": order}
        case "record_data_present":
            return {"item_id": item}
        case _:
            return {}
