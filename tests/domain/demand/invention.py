"""Commands that a demand might get: mostly sensible ones, so that random walks come far."""

from random import Random
from typing import Any

from domain.demand.state import Adopted, Merged
from domain.kernel import AnyDecider
from domain.people import Actor, Role
from tests.domain.demand.cast import ADVISER, BUREAU, CLERK, DUPLICATE, OTHER_ADVISER, TRAFFIC, WANG, WEATHER

WORLD = DUPLICATE.world
SELDOM = frozenset(
    {
        "follow_up_demand",
        "advise_demand",
        "note_for_plan",
        "merge_demand",
        "separate_demand",
        "answer_demand",
        "note_merged",
        "report_duty_failed",
        "record_order_ended",
    }
)
PEOPLE: dict[Role, tuple[Actor, ...]] = {
    Role.APPLICANT: (WANG,),
    Role.CONSULTATION_POINT: (ADVISER, OTHER_ADVISER),
    Role.COMPETENT_DEPARTMENT: (BUREAU,),
    Role.DATA_PUBLISHER: (WEATHER, TRAFFIC),
    Role.PLATFORM_OPERATOR: (CLERK,),
}


def invent(kind: str, state: Any, actor: Actor, random: Random, process: AnyDecider) -> dict[str, Any]:
    """Fields for a command of that kind, often such as would be accepted in `state`."""
    match kind:
        case "submit_demand":
            return _demand(actor, random)
        case "follow_up_demand" | "answer_demand":
            return {"text": "站点坐标"}
        case "advise_demand":
            about = random.choice(["field_explanation", "scheme_advice", "publisher_contact"])
            return {"about": about, "advice": "小时值存于观测库"}
        case "prioritise_demand":
            return {"criterion": random.choice(["livelihood", "urgent", "ordinary"]), "reason": "研究意见"}
        case "note_for_plan":
            return {"year": random.choice([2026, 2027])}
        case "merge_demand":
            return {"into": random.choice(["main", "main", "none"])}
        case "separate_demand":
            return {"reason": "并非重复"}
        case "forward_demand":
            return {"publisher": random.choice(["weather", "weather", "traffic", "shenjiang"])}
        case "accept_demand":
            return {"title": "逐小时降水实况", "answer": "采纳"}
        case "decline_demand":
            return {"ground": "涉及商业秘密", "alternative": "无可替代指标"}
        case _:
            return _news(kind, state, random, process)


def _demand(actor: Actor, random: Random) -> dict[str, Any]:
    asked = {"title": "逐小时降水实况", "need": "小时值", "category": random.choice(["economy", "livelihood"])}
    if actor.role is Role.CONSULTATION_POINT:
        return {**asked, "on_behalf_of": random.choice(["物流企业", "物流企业", ""]), "channel": "survey"}
    return {**asked, "consultation_point": random.choice(["", ADVISER.organisation])}


def _news(kind: str, state: Any, random: Random, process: AnyDecider) -> dict[str, Any]:
    """What the clock reports, about duties and about other cases."""
    order = state.order if isinstance(state, Adopted) else "list-0"
    into = state.into if isinstance(state, Merged) else "main"
    match kind:
        case "note_merged":
            return {"demand": random.choice(["dem-8", "dem-9"])}
        case "record_merged_outcome":
            return {"demand": random.choice([into, into, "none"]), "phase": "satisfied", "answer": "已开放"}
        case "record_order_effective":
            return {"order": random.choice([order, order, "list-0"]), "item_id": "item-1"}
        case "record_order_ended":
            return {"order": order, "why": "cancelled"}
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
