"""Commands that a list change might get: mostly sensible ones, so that random walks come far."""

from random import Random
from typing import Any

from domain.kernel import AnyDecider
from domain.people import Actor, Role
from tests.domain.list_change.cast import (
    ADD,
    BUREAU,
    CLERK,
    COLLEAGUE,
    CONDITIONAL,
    DEMANDING,
    DOCUMENT,
    DOWNGRADE,
    KEEP,
    OFFICE,
    OPERATOR,
    ROW,
    STRANGER,
    opened_for,
)
from tests.domain.list_change.cast import WORLD as WORLD

SELDOM = frozenset({"edit_list_change", "cancel_list_change", "return_list_change", "report_duty_failed"})
PEOPLE: dict[Role, tuple[Actor, ...]] = {
    Role.DATA_PUBLISHER: (CLERK, CLERK, COLLEAGUE, STRANGER),
    Role.COMPETENT_DEPARTMENT: (BUREAU,),
    Role.PLATFORM_OPERATOR: (OPERATOR,),
    Role.GENERAL_OFFICE: (OFFICE,),
}
ORDERS: list[dict[str, Any]] = [
    ADD,
    {**ADD, "plan_item": ROW},
    {**ADD, "content": CONDITIONAL, "classification": DEMANDING},
    KEEP,
    {**KEEP, "change": "archive"},
    {**KEEP, "change": "to_static"},
    {**KEEP, "classification": DEMANDING},
    DOWNGRADE,
    {**DOWNGRADE, "document": DOCUMENT},
]


def invent(kind: str, state: Any, actor: Actor, random: Random, process: AnyDecider) -> dict[str, Any]:
    """Fields for a command of that kind, often such as would be accepted in `state`."""
    match kind:
        case "draft_list_change" | "edit_list_change":
            return random.choice(ORDERS)
        case "open_list_change":
            other = random.choice([{}, {"change": "desensitise", "item_id": "sh-2025-021"}])
            asked = opened_for(random.choice(["demand", "rights_claim"]), **other)
            return asked.command.model_dump()
        case "submit_list_change":
            answers = {"state_secrets": random.random() < 0.05, "original": random.random() < 0.95}
            return {"declarations": {**answers, "machine_readable": True, "reusable": True}}
        case "cancel_list_change":
            return {"why": random.choice(["", "不再需要"])}
        case "return_list_change":
            return {"ground": random.randint(1, 4), "note": "请补正"}
        case "approve_list_change":
            return {"desensitising_insufficient": random.choice(["", "脱敏后仍可识别"])}
        case "retry_duty" | "record_messages_sent" | "report_duty_failed":
            return _duty(kind, state, random, process)
        case _:
            return {}


def _duty(kind: str, state: Any, random: Random, process: AnyDecider) -> dict[str, Any]:
    dossier = getattr(state, "dossier", None)
    failed = [each.duty.id for each in dossier.failed] if dossier else []
    owed = [duty.id for duty in process.plan(state).duties]
    aimed = {"duty_id": random.choice((failed if kind == "retry_duty" else owed) or ["case-1:0:none"])}
    return {**aimed, "why": "away"} if kind == "report_duty_failed" else aimed
