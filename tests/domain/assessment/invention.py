"""Commands that a yearly assessment might get: mostly sensible ones, so that random walks come far."""

from random import Random
from typing import Any

from domain.kernel import AnyDecider
from domain.people import Actor, Role
from tests.domain.assessment.cast import (
    BUREAU,
    CASE,
    CLERK,
    DIARY,
    FOREIGN,
    RADAR,
    RAIN,
    REPORT,
    SECOND,
    TRAFFIC,
    WEATHER,
    WIND,
)

WORLD = CASE.world
SELDOM = frozenset({"note_assessment"})
PEOPLE: dict[Role, tuple[Actor, ...]] = {
    Role.PLATFORM_OPERATOR: (CLERK,),
    Role.COMPETENT_DEPARTMENT: (BUREAU,),
    Role.DATA_PUBLISHER: (WEATHER, TRAFFIC),
}
_ROADS = {"item_id": "roads", "verdict": "keep", "reason": "稳定"}


def invent(kind: str, state: Any, actor: Actor, random: Random, process: AnyDecider) -> dict[str, Any]:
    """Fields for a command of that kind."""
    match kind:
        case "open_assessment":
            return {"year": random.choice([2025, 2026, 2027, 2028]), "publisher": "weather"}
        case "submit_assessment":
            return {
                "report": random.choice([REPORT, REPORT, SECOND, FOREIGN]),
                "items": random.choice([[RAIN, WIND], [RAIN], [], [_ROADS], [RAIN, RAIN]]),
                "unopened": random.choice([[RADAR, DIARY], [RADAR], []]),
            }
        case "return_assessment":
            return {"reason": "未评估尚未开放的数据"}
        case "note_assessment":
            return {"remark": "已阅"}
        case "link_order":
            finding = random.choice(["rain", "radar", "radar", "diary", "nothing"])
            return {"finding": finding, "order": random.choice(["lis-rain", "lis-radar", "plan-2026-7", "app-1"])}
        case _:
            return {}
