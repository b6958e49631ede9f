"""Commands that an application might get: mostly sensible ones, so that random walks come far."""

from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

from domain.application.commands import RefuseAcceptance, RefuseApplication
from domain.application.papers import CompletenessReason, Defect, DeliveryMode, MeritsReason, UsageReport
from domain.application.restrictions import RevocationGround
from domain.application.state import Dossier
from domain.kernel import AnyDecider, Plan, Sketch
from domain.people import Actor, Role
from tests.domain.application.cast import (
    BUREAU,
    CASE,
    CLERK,
    DOCUMENT,
    FOUR,
    HASHES,
    ITEM,
    OFFICE,
    PACKAGE,
    PARTNER,
    REVIEWER,
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
CASES = {"incomplete": _INCOMPLETE.state, "refused": _REFUSED.state}
_RECORD = Sketch(case_id="vio-9", process="violation", phase="recorded", subject="", title="", closed=False)
WORLD = replace(CASE.world, cases=CASES, sketches=((_RECORD, ("partner",)),))
STARTS = tuple(  # while commitments are provided for (W23), and when the detailed rules end
    datetime.fromisoformat(f"{day}T09:00:00+08:00") for day in ("2023-09-01", "2023-10-10", "2027-12-29")
)
_TASKS = ["制度", "日志"]
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
        "note_item_changed",
        "note_item_suspended",
        "note_item_resumed",
        "note_violation",
        "restrict_access",
        "suspend_use",
        "close_for_violation",
        "revoke_approval",
    }
)
PEOPLE: dict[Role, tuple[Actor, ...]] = {
    Role.APPLICANT: (*(WANG,) * 15, PARTNER),
    Role.PLATFORM_OPERATOR: (CLERK,),
    Role.DATA_PUBLISHER: (REVIEWER,),
    Role.GENERAL_OFFICE: (OFFICE,),
    Role.COMPETENT_DEPARTMENT: (BUREAU,),
}
_COMMITS = {"kind": "commitment", "basis": "listed_scenario", "entry": "智慧物流", "text_accepted": True}
_USUAL = {"kind": "no_commitment"}
REQUIREMENTS = [line.id for line in ITEM.materials]
CONDITIONS = [condition.id for condition in ITEM.conditions]


def invent(kind: str, state: Any, actor: Actor, random: Random, process: AnyDecider) -> dict[str, Any]:
    """Fields for a command of that kind, often such as would be accepted in `state`."""
    dossier = getattr(state, "dossier", None)
    plan = process.plan(state)
    if kind in _SAME:
        return _SAME[kind]
    match kind:
        case "draft_application" | "edit_draft":
            return _wishes(kind, random)
        case "submit_application" | "refuse_acceptance" | "refuse_application" | "override_one_time_notice":
            return _papers(kind, dossier, random)
        case "approve_application":
            extra = random.sample(["只在自有机房"], random.randint(0, 1))
            return {"conditions_met": True, "extra_conditions": extra, **_credit(random)}
        case "fast_track_approve":
            return {"listed": True, "tasks": random.choice([_TASKS, _TASKS[:1]]), **_credit(random)}
        case "report_supervision":
            return {
                "task": random.choice(_TASKS),
                "finding": random.choice(["kept", "rectify", "rectify"]),
                "note": "现场核查",
            }
        case "sign_agreement":
            signed = signature(actor.organisation, DOCUMENT)
            return {"document": DOCUMENT, "key_id": f"key-of-{actor.organisation}", "signature": signed}
        case "submit_usage_report":
            texts = {name: random.choice(["x", "x", "x", "x", "x", ""]) for name in UsageReport.model_fields}
            return {"report": texts}
        case "revoke_approval":
            return {"ground": random.choice(list(RevocationGround)), "reason": "核实"}
        case _:
            return _duty(kind, plan, dossier, random)


_FILING = {"reason": "数据量过大", "medium": "硬盘"}
_SUSPENSION = {"item_id": ITEM.item_id, "ground": "rig-1"}
_VIOLATION = {"violation": "vio-1", "reason": "核实"}
_SAME: dict[str, dict[str, Any]] = {
    "file_offline_delivery": _FILING,
    "refile_offline_delivery": _FILING,
    "question_filing": {"question": "为何？"},
    "hand_over": {"medium_id": "m", "sha256": PACKAGE, "receiver_signature": "s"},
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
_BY_ID = frozenset(
    {
        "retry_duty",
        "record_access_closed",
        "record_messages_sent",
        "record_delivery_suspended",
        "record_delivery_resumed",
    }
)


def idle(state: Any) -> frozenset[str]:
    """What has no point in `state`: it would be refused, and the walk be none the further."""
    dossier = getattr(state, "dossier", None)
    if dossier is None:
        return frozenset()
    kinds = {"fast_track_approve"} if dossier.commitment.kind == "no_commitment" else {"approve_application"}
    if dossier.supervision.kind == "no_supervision":
        kinds |= {"report_supervision"}
    if not dossier.restricted:
        kinds |= {"lift_restriction", "resume_use"}
    if dossier.contents.delivery is not DeliveryMode.OFFLINE or state.phase == "approved":
        kinds |= {"file_offline_delivery", "refile_offline_delivery", "question_filing", "hand_over"}
    if dossier.contents.delivery is DeliveryMode.OFFLINE or state.phase == "approved":
        kinds |= {"deliver_data"}
    return frozenset(kinds)


def _credit(random: Random) -> dict[str, Any]:
    return {
        "credit_checked": True,
        "credit_lists": random.choice([["dishonest_debtors"], ["dishonest_debtors"], ["dishonest_debtors"], []]),
        "despite_records": random.choice(["已整改", "已整改", ""]),
    }


def _wishes(kind: str, random: Random) -> dict[str, Any]:
    wishes: dict[str, Any] = {
        "scenario": random.choice(["避让", "预警"]),
        "delivery": random.choice(["api", "download", "offline"]),
        "term_months": random.choice([0, 2, 3]),
        "report_cycle_months": random.choice([0, 1]),
        "joint_applicants": random.choice([[], [], [], [], [], ["partner"]]),
    }
    if kind == "edit_draft":
        return wishes
    return {**wishes, "item_id": ITEM.item_id, "supersedes": random.choice(["", *CASES])}


def _papers(kind: str, dossier: Dossier | None, random: Random) -> dict[str, Any]:
    requirement, condition = random.choice(REQUIREMENTS), random.choice([*CONDITIONS, "invented"])
    missing = dossier is not None and not dossier.material(requirement)
    if kind == "submit_application":
        handed_in = REQUIREMENTS if random.random() < 0.9 else REQUIREMENTS[:1]
        materials = [{"requirement": name, "material": random.choice(list(HASHES.values()))} for name in handed_in]
        return {"rules_accepted": True, "materials": materials, "commitment": random.choice([_COMMITS, _USUAL, _USUAL])}
    if kind == "refuse_acceptance":
        return {"reasons": [{"requirement": requirement, "defect": "missing" if missing else "unclear"}]}
    if kind == "refuse_application":
        return {"reasons": [{"condition": condition, "explanation": "不符"}]}
    return {"subjects": random.choice([REQUIREMENTS, CONDITIONS]), "justification": "无法发现"}


def _duty(kind: str, plan: Plan, dossier: Dossier | None, random: Random) -> dict[str, Any]:
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
            return {"duty_id": duty_id, "delivery": api if mode == "api" else file}
        case "record_package_prepared":
            return {"duty_id": duty_id, "sha256": PACKAGE, "size": 1}
        case "report_duty_failed":
            return {"duty_id": duty_id, "why": "away"}
        case _ if kind in _BY_ID:
            return {"duty_id": duty_id}
        case _:
            return {}
