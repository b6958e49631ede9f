"""Commands that a body of grading rules might get, mostly sensible ones."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from domain.kernel import AnyDecider
from domain.people import Actor, Role
from tests.domain.grading_rules.cast import BUREAU, DOCUMENT, FOREIGN, GUIDE, GUIDED, OTHER, OWN, WEATHER

WORLD = GUIDED
SELDOM = frozenset({"withdraw_grading_rules"})
PEOPLE: dict[Role, tuple[Actor, ...]] = {
    Role.COMPETENT_DEPARTMENT: (BUREAU,),
    Role.DATA_PUBLISHER: (WEATHER, WEATHER, OTHER),
}


def invent(kind: str, state: Any, actor: Actor, random: Random, process: AnyDecider) -> dict[str, Any]:
    """Fields for a command of that kind."""
    if kind == "withdraw_grading_rules":
        return {"ground": "另行制定"}
    if not kind.startswith("publish_"):
        return {}
    of_publisher = actor.role is Role.DATA_PUBLISHER
    begun = datetime.fromisoformat(GUIDE["in_force_from"]) + timedelta(days=random.randint(0, 2000))
    body: dict[str, Any] = {
        **(OWN if of_publisher else GUIDE),
        "version": str(random.randint(2020, 2040)),
        "in_force_from": begun.isoformat(),
    }
    if random.random() < 0.2:
        body["document"] = random.choice([DOCUMENT, FOREIGN])
    if of_publisher:
        body["follows"] = random.choice(["2023", "2027", "2099"])
    own = {"publisher": random.choice([actor.organisation, actor.organisation, ""])} if of_publisher else {}
    return {**body, **(own if kind == "publish_grading_rules" else {})}
