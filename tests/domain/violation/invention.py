"""Commands that a violation might get: mostly sensible ones, so that random walks come far."""

from random import Random
from typing import Any

from domain.kernel import AnyDecider, Duty
from domain.people import Actor, Role
from tests.domain.violation.cast import BUREAU, CLERK, INSIDER, NEIGHBOUR, OTHER_PUBLISHER, PARTY, PUBLISHER, REPORT
from tests.domain.violation.cast import WORLD as WORLD

SELDOM = frozenset({"dismiss_violation", "confirm_repair", "report_duty_failed"})
PEOPLE: dict[Role, tuple[Actor, ...]] = {
    Role.APPLICANT: (PARTY, NEIGHBOUR),
    Role.DATA_PUBLISHER: (PUBLISHER, PUBLISHER, OTHER_PUBLISHER),
    Role.PLATFORM_OPERATOR: (CLERK,),
    Role.COMPETENT_DEPARTMENT: (BUREAU, BUREAU, BUREAU, INSIDER),
}
_SENT = {"process": "application", "case_id": "app-rain", "kind": "restrict_access"}


def invent(kind: str, state: Any, actor: Actor, random: Random, process: AnyDecider) -> dict[str, Any]:
    """Fields for a command of that kind, often such as would be accepted in `state`."""
    number = random.choice([4, 4, 4, 5])
    match kind:
        case "allege_violation":
            return _allegation(random) | {"detected_by": random.choice(["report", "monitor"])}
        case "report_violation":
            return REPORT.model_dump(exclude={"kind"})
        case "take_up_report":
            return {"violation_kind": number, "facts": "超出场景"}
        case "restrict_party" | "dismiss_violation":
            return {"reason": "调用量异常"}
        case "open_hearing":
            return {"question": "数据来源？"}
        case "state_view":
            return {"view": "来自公开渠道"}
        case "concur_in_record":
            return {"violation_kind": number}
        case "enter_in_record":
            return {"violation_kind": number, "findings": "超出场景"}
        case "apply_measures":
            measures = random.sample(["warn", "restrict", "close_access"], random.randint(1, 2))
            return {"measures": measures, "reason": "超出场景"}
        case "publicise_violation":
            return {"approver": random.choice(["chief", "chief", CLERK.id]), "text": "已限制访问"}
        case "confirm_repair":
            return {"rectified": "已下线"}
        case _:
            return _duty(kind, state, random, process)


def _allegation(random: Random) -> dict[str, Any]:
    return {
        "party": random.choice(["shenjiang", "shenjiang", "shenjiang", "weather"]),
        "item_id": random.choice(["rain", "rain", "rain", "roads", "none"]),
        "about": random.choice(["", "app-rain"]),
        "violation_kind": 4,
        "facts": "超出场景",
    }


def _duty(kind: str, state: Any, random: Random, process: AnyDecider) -> dict[str, Any]:
    dossier = getattr(state, "dossier", None)
    failed = tuple(each.duty for each in dossier.failed) if dossier else ()
    match kind:
        case "report_duty_failed":
            return {"duty_id": _one(process.plan(state).duties, random), "why": "away"}
        case "record_messages_sent":
            sent = random.choice([[_SENT], [_SENT], [{**_SENT, "reason": "wrong_phase"}]])
            return {"duty_id": _one(process.plan(state).duties, random), "sent": sent}
        case "retry_duty":
            return {"duty_id": _one(failed, random)}
        case _:
            return {}


def _one(duties: tuple[Duty, ...], random: Random) -> str:
    return random.choice([duty.id for duty in duties] or ["case-1:0:none"])
