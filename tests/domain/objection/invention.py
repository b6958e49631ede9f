"""Commands that an objection might get: mostly sensible ones, so that random walks come far."""

from random import Random
from typing import Any

from domain.kernel import AnyDecider
from domain.people import Actor, Role
from tests.domain.objection.cast import BARE, CASE, CLERK, FOREIGN, ITEM, REVIEWER, SCREENSHOT, TRAFFIC, WANG

WORLD = CASE.world
SELDOM = frozenset({"withdraw_objection", "reject_objection", "report_duty_failed"})
PEOPLE: dict[Role, tuple[Actor, ...]] = {
    Role.APPLICANT: (WANG,),
    Role.DATA_PUBLISHER: (REVIEWER, TRAFFIC),
    Role.PLATFORM_OPERATOR: (CLERK,),
}


def invent(kind: str, state: Any, actor: Actor, random: Random, process: AnyDecider) -> dict[str, Any]:
    """Fields for a command of that kind, often such as would be accepted in `state`."""
    match kind:
        case "raise_objection":
            return {
                "item_id": random.choice([ITEM.item_id, ITEM.item_id, BARE.item_id, "none"]),
                "fields": random.choice([["rainfall"], ["rainfall", "station"], ["colour"], []]),
                "record": random.choice(["", "2025-09-02T14:00"]),
                "reason": "降水量为负值",
                "evidence": random.choice([[], [], [SCREENSHOT], [FOREIGN]]),
            }
        case "mark_objection":
            return {"finding": "初步判断成立"}
        case "reject_objection" | "uphold_data":
            return {"reason": "负值为缺测标记"}
        case "correct_data":
            return {"data_version": "2025-09-05", "feedback": "已订正"}
        case "report_duty_failed" | "retry_duty" | "record_messages_sent":
            return _duty(kind, state, random, process)
        case _:
            return {}


def _duty(kind: str, state: Any, random: Random, process: AnyDecider) -> dict[str, Any]:
    dossier = getattr(state, "dossier", None)
    failed = [each.duty.id for each in dossier.failed] if dossier else []
    ids = failed if kind == "retry_duty" else [duty.id for duty in process.plan(state).duties]
    about = {"duty_id": random.choice(ids or ["case-1:0:none"])}
    return {**about, "why": "away"} if kind == "report_duty_failed" else about
