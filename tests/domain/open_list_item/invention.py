"""Commands that an item might get: mostly sensible ones, so that random walks come far."""

from random import Random
from typing import Any

from domain.items import ChangeType, ItemStage, OpenType, UpdateFrequency
from domain.kernel import AnyDecider
from domain.open_list_item.papers import Defect
from domain.people import Actor, Role
from tests.domain.open_list_item import cast

WORLD = cast.WORLD
RULEBOOK = cast.EXPLORING
SELDOM = frozenset({"report_duty_failed", "suspend_item", "suspend_opening", "report_quality_issue", "register_item"})
PEOPLE: dict[Role, tuple[Actor, ...]] = {
    Role.DATA_PUBLISHER: (cast.WEATHER, cast.OTHERS),
    Role.PLATFORM_OPERATOR: (cast.CENTRE,),
    Role.COMPETENT_DEPARTMENT: (cast.BUREAU,),
    Role.AUDITOR: (cast.AUDITOR,),
}
_CLAIMS = ("rig-1", "rig-2")
_OBJECTIONS = ("obj-1", "obj-2")


def invent(kind: str, state: Any, actor: Actor, random: Random, process: AnyDecider) -> dict[str, Any]:
    """Fields for a command of that kind, often such as would be accepted in `state`."""
    dossier = getattr(state, "dossier", None)
    match kind:
        case "register_item":
            return {"item": _content(random), "order": random.choice(["", "lis-0"]), "plan_item": _maybe("p", random)}
        case "publish_version":
            order = f"lis-{random.randint(1, 30)}"
            return {"item": _content(random), "order": order, "change": random.choice(list(ChangeType))}
        case "suspend_item":
            return {"claim": random.choice(_CLAIMS), "reason": "隐私"}
        case "resume_item":
            return {"claim": random.choice(_CLAIMS)}
        case "resume_opening":
            held = [one.ground for one in dossier.suspensions] if dossier else []
            return {"ground": random.choice(held or ["none"]), "reason": "已修复"}
        case "mark_item":
            return {"objection": random.choice(_OBJECTIONS), "fields": ["rainfall"]}
        case "unmark_item":
            return {"objection": random.choice(_OBJECTIONS), "corrected": random.random() < 0.5}
        case "fix_quality_issue":
            issues = [issue.id for issue in dossier.issues] if dossier else []
            return {"issue": random.choice(issues or ["issue-1"]), "remedy": "已补齐"}
        case "report_chain_attribute":
            return {"attribute": random.choice(list(OpenType)), "scan": "scan-1"}
        case "report_update":
            return {"covers_from": "2025-09-02", "covers_to": random.choice(["2025-09-02", "2025-09-01"])}
        case _:
            return _duty_or_words(kind, process.plan(state).duties, dossier, random)


def _duty_or_words(kind: str, owed: Any, dossier: Any, random: Random) -> dict[str, Any]:
    ids = [duty.id for duty in owed if _fits(kind, duty.name)]
    duty_id = random.choice(ids or ["case-1:0:none"])
    match kind:
        case "record_access_suspended" | "record_access_resumed" | "record_messages_sent":
            return {"duty_id": duty_id}
        case "report_duty_failed":
            return {"duty_id": duty_id, "why": "away"}
        case "retry_duty":
            failed = [each.duty.id for each in dossier.failed] if dossier else []
            return {"duty_id": random.choice(failed or [duty_id])}
        case "allow_use_without_application":
            return {"ground": "申请频繁", "measures": ["限速"]}
        case "suspend_opening" | "decline_star" | "end_use_without_application":
            return {"reason": "漏洞"}
        case "nominate_star" | "correct_chain_attribute":
            return {"ground": "完整且按时"}
        case "report_closure":
            return {"observed": "接口不可用"}
        case "report_quality_issue":
            return {"defect": random.choice(list(Defect)), "fields": ["rainfall"]}
        case "set_sample":
            material = random.choice([cast.SAMPLE, cast.SAMPLE, cast.FOREIGN])
            return {"material": material, "extraction": "按季节抽取", "checked_by": "li"}
        case _:
            return {}


def _fits(kind: str, duty: str) -> bool:
    """Whether such a report is about such a duty."""
    effects = {"record_access_suspended": "suspend_access", "record_access_resumed": "resume_access"}
    if kind == "record_messages_sent":
        return duty.startswith("tell_")
    return effects.get(kind, duty) == duty


def _content(random: Random) -> dict[str, Any]:
    """Mostly open, and mostly with a date for new data."""
    frequencies = [*UpdateFrequency, UpdateFrequency.DAILY, UpdateFrequency.WEEKLY]
    types = [OpenType.UNCONDITIONAL, OpenType.CONDITIONAL, OpenType.CONDITIONAL, OpenType.NON_OPEN]
    stages = [ItemStage.CURRENT, ItemStage.CURRENT, ItemStage.CURRENT, ItemStage.STATIC, ItemStage.ARCHIVED]
    content = cast.content(
        open_type=random.choice(types),
        update_frequency=random.choice(frequencies),
        stage=random.choice(stages),
        conditions=random.choice([(cast.SCENARIO,), (cast.SCENARIO, cast.SECURITY)]),
    )
    return content.model_dump(mode="json")


def _maybe(text: str, random: Random) -> str:
    return random.choice(["", text])
