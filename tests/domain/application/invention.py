"""Commands that an application might get: mostly sensible ones, so that random walks come far."""

from dataclasses import replace
from datetime import date, datetime
from random import Random
from typing import Any

from domain.application.commands import RefuseAcceptance, RefuseApplication
from domain.application.papers import CompletenessReason, Defect, MeritsReason, UsageReport
from domain.application.state import Dossier
from domain.application.sub_orders import PartResult
from domain.days import SHANGHAI
from domain.kernel import AnyDecider, Plan
from domain.people import Actor, Role
from tests.domain.application.cast import (
    BUREAU,
    CASE,
    CLERK,
    CYBER,
    DOCUMENT,
    EXPERT,
    FOUR,
    HASHES,
    ITEM,
    OFFICE,
    OTHER_EXPERT,
    PACKAGE,
    PARTNER,
    REVIEWER,
    ROADS,
    ROADS_ITEM,
    SCAN,
    WANG,
    draft,
    papers,
    reviewing,
    submit,
)
from tests.scenario import signature, step

_INCOMPLETE = CASE.given(
    draft("2025-08-01 09:00"),
    submit("2025-08-01 10:00", papers()),
    step(
        "2025-08-04 10:00",
        CLERK,
        RefuseAcceptance(reasons=(CompletenessReason(requirement="scenario_note", defect=Defect.MISSING),)),
    ),
)
_REFUSED = reviewing("2025-08-01 10:00").given(
    step(
        "2025-08-04 10:00",
        REVIEWER,
        RefuseApplication(reasons=(MeritsReason(condition="scenario", explanation="不符"),)),
    )
)
CASE_DOSSIER: Dossier = _REFUSED.state.dossier
CASES = {"incomplete": _INCOMPLETE.state, "refused": _REFUSED.state}
WORLD = replace(CASE.world, cases=CASES)
SELDOM = frozenset(
    {
        "withdraw_application",
        "refuse_acceptance",
        "refuse_application",
        "edit_draft",
        "report_duty_failed",
        "question_filing",
        "refile_offline_delivery",
        "return_usage_report",
        "open_sub_order",
        "request_expert_review",
        "mark_priority",
        "require_workspace",
        "close_spot_check",
    }
)
PEOPLE: dict[Role, tuple[Actor, ...]] = {
    Role.APPLICANT: (WANG, WANG, WANG, PARTNER),
    Role.PLATFORM_OPERATOR: (CLERK,),
    Role.DATA_PUBLISHER: (REVIEWER, ROADS),
    Role.EXPERT: (EXPERT, OTHER_EXPERT),
    Role.GENERAL_OFFICE: (OFFICE,),
    Role.COMPETENT_DEPARTMENT: (BUREAU,),
    Role.CAC: (CYBER,),
}
REQUIREMENTS = [line.id for line in ITEM.materials]
CONDITIONS = [condition.id for condition in ITEM.conditions]
_ASKED = [{"person": one.id, "organisation": one.organisation} for one in (EXPERT, OTHER_EXPERT, REVIEWER)]


def invent(kind: str, state: Any, actor: Actor, random: Random, process: AnyDecider) -> dict[str, Any]:
    """Fields for a command of that kind, often such as would be accepted in `state`."""
    dossier = getattr(state, "dossier", None)
    plan = process.plan(state)
    match kind:
        case "draft_application" | "edit_draft":
            return _wishes(kind, random)
        case "submit_application" | "refuse_acceptance" | "refuse_application" | "override_one_time_notice":
            return _papers(kind, dossier, random)
        case "approve_application":
            return {"conditions_met": True, "extra_conditions": random.sample(["只在自有机房"], random.randint(0, 1))}
        case "sign_agreement":
            signed = signature(actor.organisation, DOCUMENT)
            return {"document": DOCUMENT, "key_id": f"key-of-{actor.organisation}", "signature": signed}
        case "assess_fusion_risk" | "request_expert_review" | "give_opinion" | "declare_conflict" | "mark_priority":
            return _gathered(kind, random)
        case "open_sub_order" | "record_sub_order_result":
            return _part(kind, dossier, random)
        case "file_offline_delivery" | "refile_offline_delivery":
            return {"reason": "数据量过大", "medium": "硬盘"}
        case "question_filing":
            return {"question": "为何？"}
        case "hand_over":
            return {"medium_id": "m", "sha256": PACKAGE, "receiver_signature": "s"}
        case "submit_usage_report" | "return_usage_report" | "confirm_deletion":
            return _usage(kind, random)
        case _:
            return _beside(kind, state, random) or _duty(kind, state, plan, dossier, random)


def _beside(kind: str, state: Any, random: Random) -> dict[str, Any]:
    """Fields for what is asked beside the main road; none for any other command."""
    match kind:
        case "request_paper_signing" | "consent_to_paper" | "register_signed_scan":
            return _on_paper(kind, state, random)
        case "order_spot_check" | "answer_spot_check" | "close_spot_check":
            return _checking(kind, random)
        case "require_workspace":
            return {"mode": random.choice(["sandbox", "privacy_computing"]), "reason": "敏感融合"}
        case "register_receipt":
            return {"receipt": "r-1"}
        case "register_outcome":
            outcome = {"form": "report", "title": "报告", "citation": "来源：上海市公共数据开放平台"}
            return {**outcome, "cites_source": random.random() < 0.8}
        case _:
            return {}


def _wishes(kind: str, random: Random) -> dict[str, Any]:
    wishes: dict[str, Any] = {
        "scenario": random.choice(["避让", "预警"]),
        "delivery": random.choice(["api", "download", "offline", "sandbox", "privacy_computing"]),
        "term_months": random.choice([0, 2, 3]),
        "report_cycle_months": random.choice([0, 1]),
        "joint_applicants": random.choice([[], [], [], ["partner"]]),
        "further_items": random.choice([[], [], [], [ROADS_ITEM.item_id]]),
        "sources": random.choice([[], [], ["车载轨迹"]]),
    }
    if kind == "edit_draft":
        return wishes
    return {**wishes, "item_id": ITEM.item_id, "supersedes": random.choice(["", "", *CASES])}


def _on_paper(kind: str, state: Any, random: Random) -> dict[str, Any]:
    if kind == "request_paper_signing":
        return {"ground": random.choice(["key_scenario", "multi_party"]), "reason": "现场签约"}
    if kind == "consent_to_paper":
        return {"note": "同意"}
    window = getattr(state, "window", None)
    sides = {"weather", "shenjiang", *getattr(state, "dossier", CASE_DOSSIER).contents.joint_applicants}
    day = window.receipt.started_at.astimezone(SHANGHAI).date() if window else date(2025, 9, 1)
    return {"signed_on": day, "scan": SCAN, "document": DOCUMENT, "organisations": sorted(sides)}


def _checking(kind: str, random: Random) -> dict[str, Any]:
    if kind == "order_spot_check":
        sample = {"kind": "random", "draw": "draw-1", "seed": "7", "population": PACKAGE, "population_size": 5}
        drawn: dict[str, Any] = {**sample, "size": 1, "drawn": ["case-1"]}
        return {"ground": random.choice([{"kind": "risk", "reason": "调用异常"}, drawn])}
    if kind == "answer_spot_check":
        return {"answer": dict.fromkeys(UsageReport.model_fields, random.choice(["x", "x", ""]))}
    return random.choice([{"verdict": "ok"}, {"verdict": "findings", "findings": "超出场景"}])


def _papers(kind: str, dossier: Dossier | None, random: Random) -> dict[str, Any]:
    requirements = [line.id for line in dossier.requirements] if dossier else REQUIREMENTS
    requirement, condition = random.choice(requirements or REQUIREMENTS), random.choice([*CONDITIONS, "invented"])
    missing = dossier is not None and not dossier.material(requirement)
    if kind == "submit_application":
        handed_in = requirements if random.random() < 0.9 else requirements[:1]
        materials = [{"requirement": name, "material": random.choice(list(HASHES.values()))} for name in handed_in]
        return {"rules_accepted": True, "materials": materials}
    if kind == "refuse_acceptance":
        return {"reasons": [{"requirement": requirement, "defect": "missing" if missing else "unclear"}]}
    if kind == "refuse_application":
        return {"reasons": [{"condition": condition, "explanation": "不符"}]}
    return {"subjects": random.choice([REQUIREMENTS, CONDITIONS]), "justification": "无法发现"}


def _usage(kind: str, random: Random) -> dict[str, Any]:
    match kind:
        case "submit_usage_report":
            texts = {name: random.choice(["x", "x", "x", "x", "x", ""]) for name in UsageReport.model_fields}
            return {"report": texts}
        case "return_usage_report":
            return {"ground": "不符"}
        case _:
            return {"statement": "已删除"}


def _gathered(kind: str, random: Random) -> dict[str, Any]:
    match kind:
        case "assess_fusion_risk":
            return {"level": random.choice(["low", "high"]), "note": "可还原轨迹", "measures": []}
        case "request_expert_review":
            asked = random.sample(_ASKED, random.randint(1, 2))
            return {"ground": "complex", "question": "能否还原个人？", "experts": asked}
        case "give_opinion":
            return {"recommendation": random.choice(["approve", "refuse"]), "text": "意见"}
        case "declare_conflict":
            return {"reason": "曾任顾问"}
        case _:
            return {"ground": random.choice(["useful", "replicable"]), "reason": "可推广"}


def _part(kind: str, dossier: Dossier | None, random: Random) -> dict[str, Any]:
    if kind == "open_sub_order":
        drafted = CASE.given(draft("2025-08-01 09:00")).state.dossier
        kept = drafted.model_dump(include={"applicant", "drafted_by", "item", "contents"})
        return {**kept, "parent": "case-0", "fused_with": [ROADS_ITEM.item_id]}
    parts = dossier.sub_orders if dossier else ()
    part = random.choice(parts) if parts else None
    known = {"sub_order": part.case_id, "item_id": part.item_id} if part else {"sub_order": "none", "item_id": "none"}
    return {**known, "result": random.choice(list(PartResult))}


def _duty(kind: str, state: Any, plan: Plan, dossier: Dossier | None, random: Random) -> dict[str, Any]:
    failed = [each.duty.id for each in dossier.failed] if dossier else []
    ids = failed if kind == "retry_duty" else [duty.id for duty in plan.duties]
    duty_id = random.choice(ids or ["case-1:0:none"])
    match kind:
        case "record_agreement_drafted":
            clauses = [clause.value for clause in FOUR[: random.choice([4, 4, 4, 3])]]
            return {"duty_id": duty_id, "document": DOCUMENT, "template": "t", "clauses": clauses}
        case "record_delivery":
            api = {"mode": "api", "delivery_id": "d", "credential_prefix": "p"}
            ends = datetime.fromisoformat("2026-01-01T00:00:00+08:00")
            file = {"mode": "download", "delivery_id": "d", "sha256": PACKAGE, "size": 1, "expires_at": ends}
            mode = dossier.contents.delivery if dossier else "api"
            workspace = {"mode": mode, "delivery_id": "d", "credential_prefix": "p", "manifest": PACKAGE}
            return {
                "duty_id": duty_id,
                "delivery": {"api": api, "sandbox": workspace, "privacy_computing": workspace}.get(mode, file),
            }
        case "record_package_prepared":
            return {"duty_id": duty_id, "sha256": PACKAGE, "size": 1}
        case "report_duty_failed":
            return {"duty_id": duty_id, "why": "away"}
        case "retry_duty" | "record_access_closed" | "record_messages_sent":
            return {"duty_id": duty_id}
        case _:
            return {}
