"""Commands that a rights claim might get: mostly sensible ones, so that random walks come far."""

from random import Random
from typing import Any

from domain.kernel import AnyDecider, Duty
from domain.people import Actor, Role
from tests.domain.rights_claim.cast import (
    CLERK,
    FOREIGN,
    ITEM,
    MORE_PROOF,
    OFFICER,
    OTHER_OFFICER,
    PROOF,
    STRANGER,
    ZHOU,
)
from tests.domain.rights_claim.cast import WORLD as WORLD

SELDOM = frozenset({"add_evidence", "report_duty_failed"})
PEOPLE: dict[Role, tuple[Actor, ...]] = {
    Role.APPLICANT: (ZHOU, ZHOU, ZHOU, STRANGER),
    Role.DATA_PUBLISHER: (OFFICER, OFFICER, OTHER_OFFICER),
    Role.PLATFORM_OPERATOR: (CLERK,),
}


def invent(kind: str, state: Any, actor: Actor, random: Random, process: AnyDecider) -> dict[str, Any]:
    """Fields for a command of that kind, often such as would be accepted in `state`."""
    dossier = getattr(state, "dossier", None)
    order = getattr(state, "order", "") if random.random() < 0.9 else "another"
    match kind:
        case "file_rights_claim":
            item_id = random.choice([*[ITEM.item_id] * 9, "none"])
            evidence = random.choice([[], [PROOF], [PROOF, FOREIGN]])
            return {"item_id": item_id, "harm": "privacy", "text": "侵权", "evidence": evidence}
        case "add_evidence":
            return {"evidence": random.choice([[PROOF], [MORE_PROOF], [FOREIGN]])}
        case "ask_evidence":
            return {"question": "请补充"}
        case "judge_suspension_necessary" | "verify_without_suspension":
            return {"reason": "经初步判断"}
        case "withdraw_data" | "restore_opening" | "open_after_processing" | "reopen_withdrawn":
            return {"finding": "经核实", "feedback": "答复"}
        case "record_order_effective":
            return {"order": order or "none", "item_id": ITEM.item_id, "version": random.choice([0, ITEM.version])}
        case "record_order_ended":
            return {"order": order or "none", "why": random.choice(["", "cancelled"])}
        case "report_duty_failed":
            return {"duty_id": _duty(process.plan(state).duties, random), "why": "away"}
        case "record_messages_sent":
            return {"duty_id": _duty(process.plan(state).duties, random)}
        case "retry_duty":
            failed = tuple(each.duty for each in dossier.failed) if dossier else ()
            return {"duty_id": _duty(failed, random)}
        case _:
            return {}


def _duty(duties: tuple[Duty, ...], random: Random) -> str:
    return random.choice([duty.id for duty in duties] or ["case-1:0:none"])
