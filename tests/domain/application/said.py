"""What people and other cases say to an application that asks nothing of its state, for the random walks."""

from random import Random
from typing import Any

from domain.application.papers import UsageReport
from domain.application.restrictions import RevocationGround
from tests.domain.application.cast import EXPERT, ITEM, OTHER_EXPERT, PACKAGE, REVIEWER

COMMITS = {"kind": "commitment", "basis": "listed_scenario", "entry": "智慧物流", "text_accepted": True}
USUAL = {"kind": "no_commitment"}

_TASKS = ["制度", "日志"]
_ASKED = [{"person": one.id, "organisation": one.organisation} for one in (EXPERT, OTHER_EXPERT, REVIEWER)]
_FILING = {"reason": "数据量过大", "medium": "硬盘"}
_SUSPENSION = {"item_id": ITEM.item_id, "ground": "rig-1"}
_VIOLATION = {"violation": "vio-1", "reason": "核实"}
_DRAW = {"kind": "random", "draw": "draw-1", "seed": "7", "population": PACKAGE, "population_size": 5}
_OUTCOME = {"form": "report", "title": "报告", "citation": "来源：上海市公共数据开放平台"}

_SAME: dict[str, dict[str, Any]] = {
    "declare_conflict": {"reason": "曾任顾问"},
    "consent_to_paper": {"note": "同意"},
    "file_offline_delivery": _FILING,
    "refile_offline_delivery": _FILING,
    "question_filing": {"question": "为何？"},
    "hand_over": {"medium_id": "m", "sha256": PACKAGE, "receiver_signature": "s"},
    "register_receipt": {"receipt": "r-1"},
    "return_usage_report": {"ground": "不符"},
    "confirm_deletion": {"statement": "已删除"},
    "note_item_changed": {"item_id": ITEM.item_id, "version": 2, "open_type": "non_open", "order": "lis-1"},
    "note_item_suspended": _SUSPENSION,
    "note_item_resumed": _SUSPENSION,
    "note_violation": {"violation": "vio-1", "violation_kind": 2},
    "restrict_access": _VIOLATION,
    "lift_restriction": {"violation": "vio-1"},
    "close_for_violation": _VIOLATION,
    "suspend_use": {"reason": "核实"},
    "resume_use": {"reason": "已核实"},
}


def said(kind: str, random: Random) -> dict[str, Any]:
    """Fields for a command of that kind; none for one that has none, or that depends on the state."""
    return _SAME.get(kind) or _in_review(kind, random) or _after_approval(kind, random)


def _in_review(kind: str, random: Random) -> dict[str, Any]:
    match kind:
        case "approve_application":
            extra = random.sample(["只在自有机房"], random.randint(0, 1))
            return {"conditions_met": True, "extra_conditions": extra, **_credit(random)}
        case "fast_track_approve":
            return {"listed": True, "tasks": random.choice([_TASKS, _TASKS[:1]]), **_credit(random)}
        case "require_workspace":
            return {"mode": random.choice(["sandbox", "privacy_computing"]), "reason": "敏感融合"}
        case "assess_fusion_risk":
            return {"level": random.choice(["low", "high"]), "note": "可还原轨迹", "measures": []}
        case "request_expert_review":
            asked = random.sample(_ASKED, random.randint(1, 2))
            return {"ground": "complex", "question": "能否还原个人？", "experts": asked}
        case "give_opinion":
            return {"recommendation": random.choice(["approve", "refuse"]), "text": "意见"}
        case "mark_priority":
            return {"ground": random.choice(["useful", "replicable"]), "reason": "可推广"}
        case _:
            return {}


def _credit(random: Random) -> dict[str, Any]:
    return {
        "credit_checked": True,
        "credit_lists": random.choice([["dishonest_debtors"], ["dishonest_debtors"], ["dishonest_debtors"], []]),
        "despite_records": random.choice(["已整改", "已整改", ""]),
    }


def _after_approval(kind: str, random: Random) -> dict[str, Any]:
    match kind:
        case "request_paper_signing":
            return {"ground": random.choice(["key_scenario", "multi_party"]), "reason": "现场签约"}
        case "report_supervision":
            finding = random.choice(["kept", "rectify", "rectify"])
            return {"task": random.choice(_TASKS), "finding": finding, "note": "现场核查"}
        case "submit_usage_report":
            return {"report": {name: random.choice(["x", "x", "x", "x", "x", ""]) for name in UsageReport.model_fields}}
        case "register_outcome":
            return {**_OUTCOME, "cites_source": random.random() < 0.8}
        case "order_spot_check":
            drawn = {**_DRAW, "size": 1, "drawn": ["case-1"]}
            return {"ground": random.choice([{"kind": "risk", "reason": "调用异常"}, drawn])}
        case "answer_spot_check":
            return {"answer": dict.fromkeys(UsageReport.model_fields, random.choice(["x", "x", ""]))}
        case "close_spot_check":
            return random.choice([{"verdict": "ok"}, {"verdict": "findings", "findings": "超出场景"}])
        case "revoke_approval":
            return {"ground": random.choice(list(RevocationGround)), "reason": "核实"}
        case _:
            return {}
