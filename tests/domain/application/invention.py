"""Commands that an application might get: mostly sensible ones, so that random walks come far."""

from dataclasses import replace
from datetime import date, datetime
from random import Random
from typing import Any

from domain.application.commands import RefuseAcceptance, RefuseApplication
from domain.application.dossier import Dossier
from domain.application.papers import CompletenessReason, Defect, DeliveryMode, MeritsReason
from domain.application.sub_orders import PartResult
from domain.days import SHANGHAI
from domain.kernel import AnyDecider, Plan, Sketch
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
from tests.domain.application.said import COMMITS, USUAL, said
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
_RECORD = Sketch(case_id="vio-9", process="violation", phase="recorded", subject="", title="", closed=False)
WORLD = replace(CASE.world, cases=CASES, sketches=((_RECORD, ("partner",)),))
STARTS = tuple(  # while commitments are provided for (W23), and when the detailed rules end
    datetime.fromisoformat(f"{day}T09:00:00+08:00") for day in ("2023-09-01", "2023-10-10", "2027-12-29")
)
SELDOM = frozenset(
    {
        "withdraw_application",
        "refuse_acceptance",
        "refuse_application",
        "edit_draft",
        "report_duty_failed",
        "return_usage_report",
        "open_sub_order",
        "request_expert_review",
        "mark_priority",
        "require_workspace",
        "close_spot_check",
        "note_item_changed",
        "note_item_suspended",
        "note_item_resumed",
        "note_violation",
        "restrict_access",
        "suspend_use",
        "close_for_violation",
        "acknowledge_result",
        "revoke_approval",
    }
)
PEOPLE: dict[Role, tuple[Actor, ...]] = {
    Role.APPLICANT: (*(WANG,) * 15, PARTNER),
    Role.PLATFORM_OPERATOR: (CLERK,),
    Role.DATA_PUBLISHER: (REVIEWER, ROADS),
    Role.EXPERT: (EXPERT, OTHER_EXPERT),
    Role.GENERAL_OFFICE: (OFFICE,),
    Role.COMPETENT_DEPARTMENT: (BUREAU,),
    Role.CAC: (CYBER,),
}
REQUIREMENTS = [line.id for line in ITEM.materials]
CONDITIONS = [condition.id for condition in ITEM.conditions]


def idle(state: Any) -> frozenset[str]:
    """What has no point in `state`: it would be refused, and the walk be none the further."""
    dossier = getattr(state, "dossier", None)
    if dossier is None:
        return frozenset()
    kinds = {"fast_track_approve"} if dossier.commitment.kind == "no_commitment" else {"approve_application"}
    if dossier.supervision.kind == "no_supervision":
        kinds |= {"report_supervision"}
    if dossier.parent or dossier.acknowledged.kind == "acknowledged":
        kinds |= {"acknowledge_result"}
    if not dossier.restricted:
        kinds |= {"lift_restriction", "resume_use"}
    if dossier.contents.delivery is not DeliveryMode.OFFLINE or state.phase == "approved":
        kinds |= {"file_offline_delivery", "refile_offline_delivery", "question_filing", "hand_over"}
    if dossier.contents.delivery is DeliveryMode.OFFLINE or state.phase == "approved":
        kinds |= {"deliver_data"}
    return frozenset(kinds)


def invent(kind: str, state: Any, actor: Actor, random: Random, process: AnyDecider) -> dict[str, Any]:
    """Fields for a command of that kind, often such as would be accepted in `state`."""
    dossier = getattr(state, "dossier", None)
    match kind:
        case "draft_application" | "edit_draft":
            return _wishes(kind, random)
        case "submit_application" | "refuse_acceptance" | "refuse_application" | "override_one_time_notice":
            return _papers(kind, dossier, random)
        case "open_sub_order" | "record_sub_order_result":
            return _part(kind, dossier, random)
        case "sign_agreement":
            signed = signature(actor.organisation, DOCUMENT)
            return {"document": DOCUMENT, "key_id": f"key-of-{actor.organisation}", "signature": signed}
        case "register_signed_scan":
            return _scan(state)
        case _:
            return said(kind, random) or _duty(kind, process.plan(state), dossier, random)


def _wishes(kind: str, random: Random) -> dict[str, Any]:
    wishes: dict[str, Any] = {
        "scenario": random.choice(["避让", "预警"]),
        "delivery": random.choice(["api", "download", "offline", "offline", "sandbox", "privacy_computing"]),
        "term_months": random.choice([0, 2, 3]),
        "report_cycle_months": random.choice([0, 1]),
        "joint_applicants": random.choice([[], [], [], [], [], ["partner"]]),
        "further_items": random.choice([[], [], [], [ROADS_ITEM.item_id]]),
        "sources": random.choice([[], [], ["车载轨迹"]]),
    }
    if kind == "edit_draft":
        return wishes
    return {**wishes, "item_id": ITEM.item_id, "supersedes": random.choice(["", *CASES])}


def _papers(kind: str, dossier: Dossier | None, random: Random) -> dict[str, Any]:
    requirements = [line.id for line in dossier.requirements] if dossier else REQUIREMENTS
    requirement, condition = random.choice(requirements or REQUIREMENTS), random.choice([*CONDITIONS, "invented"])
    missing = dossier is not None and not dossier.material(requirement)
    if kind == "submit_application":
        handed_in = requirements if random.random() < 0.9 else requirements[:1]
        materials = [{"requirement": name, "material": random.choice(list(HASHES.values()))} for name in handed_in]
        return {"rules_accepted": True, "materials": materials, "commitment": random.choice([COMMITS, USUAL, USUAL])}
    if kind == "refuse_acceptance":
        return {"reasons": [{"requirement": requirement, "defect": "missing" if missing else "unclear"}]}
    if kind == "refuse_application":
        return {"reasons": [{"condition": condition, "explanation": "不符"}]}
    return {"subjects": random.choice([REQUIREMENTS, CONDITIONS]), "justification": "无法发现"}


def _part(kind: str, dossier: Dossier | None, random: Random) -> dict[str, Any]:
    if kind == "open_sub_order":
        drafted = CASE.given(draft("2025-08-01 09:00")).state.dossier
        kept = drafted.model_dump(include={"applicant", "drafted_by", "item", "contents"})
        commitment = random.choice([COMMITS, USUAL])
        return {**kept, "parent": "case-0", "fused_with": [ROADS_ITEM.item_id], "commitment": commitment}
    parts = dossier.sub_orders if dossier else ()
    part = random.choice(parts) if parts else None
    known = {"sub_order": part.case_id, "item_id": part.item_id} if part else {"sub_order": "none", "item_id": "none"}
    return {**known, "result": random.choice(list(PartResult))}


def _scan(state: Any) -> dict[str, Any]:
    """Of a paper that all sides signed on the day of the approval."""
    window = getattr(state, "window", None)
    sides = {"weather", "shenjiang", *getattr(state, "dossier", CASE_DOSSIER).contents.joint_applicants}
    day = window.receipt.started_at.astimezone(SHANGHAI).date() if window else date(2025, 9, 1)
    return {"signed_on": day, "scan": SCAN, "document": DOCUMENT, "organisations": sorted(sides)}


def _duty(kind: str, plan: Plan, dossier: Dossier | None, random: Random) -> dict[str, Any]:
    failed = [each.duty.id for each in dossier.failed] if dossier else []
    ids = failed if kind == "retry_duty" else [duty.id for duty in plan.duties]
    duty_id = random.choice(ids or ["case-1:0:none"])
    match kind:
        case "record_agreement_drafted":
            clauses = [clause.value for clause in FOUR[: random.choice([4, 4, 4, 3])]]
            return {"duty_id": duty_id, "document": DOCUMENT, "template": "t", "clauses": clauses}
        case "record_delivery":
            return {"duty_id": duty_id, "delivery": _delivery(dossier.contents.delivery if dossier else "api")}
        case "record_package_prepared":
            return {"duty_id": duty_id, "sha256": PACKAGE, "size": 1}
        case "report_duty_failed":
            return {"duty_id": duty_id, "why": "away"}
        case "retry_duty":
            return {"duty_id": duty_id}
        case _:
            return {"duty_id": duty_id} if kind.startswith("record_") else {}


def _delivery(mode: str) -> dict[str, Any]:
    if mode == "api":
        return {"mode": mode, "delivery_id": "d", "credential_prefix": "p"}
    if mode in {"sandbox", "privacy_computing"}:
        return {"mode": mode, "delivery_id": "d", "credential_prefix": "p", "manifest": PACKAGE}
    ends = datetime.fromisoformat("2026-01-01T00:00:00+08:00")
    return {"mode": "download", "delivery_id": "d", "sha256": PACKAGE, "size": 1, "expires_at": ends}
