"""What the examples beside the commands can't say, for the pages that are made from them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import JsonValue

from domain.application.duties import DISPATCH
from domain.application.sub_orders import PartResult
from domain.days import SHANGHAI
from domain.kernel import case_id_of

STARTS = (datetime(2023, 9, 1, 9, 30, tzinfo=SHANGHAI),)  # while commitments are provided for (W23)
_HASH = "ab" * 32
_AGAIN: dict[str, JsonValue] = {"item_id": "sh-2025-110", "scenario": "为配送车辆提供避雨路线", "delivery": "api"}
_WORKSPACE: dict[str, JsonValue] = {"delivery_id": "delivery-3", "credential_prefix": "sbx_1", "manifest": _HASH}
_SAMPLE: dict[str, JsonValue] = {
    "kind": "random",
    "draw": "draw-1",
    "seed": "2025-10-09 000000",
    "population": _HASH,
    "population_size": 3,
    "size": 1,
    "drawn": ["case-1"],
}

_SEVERAL = ("sh-2025-110", "sh-2025-111")  # applied for together

# as if dispatched from an application for both: its refusal may be superseded like any other
_PART: dict[str, JsonValue] = {
    "parent": "case-0",
    "applicant": "the-applicant",
    "drafted_by": "someone-of-the-applicant",
    "item": {
        "item_id": "sh-2025-110",
        "version": 1,
        "title": "样例数据",
        "publisher": "the-data_publisher",
        "open_type": "conditional",
        "conditions": [
            {"id": "scenario", "kind": "scenario", "text": "样例条件一"},
            {"id": "security", "kind": "security", "text": "样例条件二"},
        ],
        "materials": [
            {"id": "qualification", "title": "样例材料一"},
            {"id": "security_system", "title": "样例材料二"},
        ],
        "published_at": "2025-09-26T09:30:00+08:00",
    },
    "contents": {
        "scenario": "为配送车辆提供避雨路线",
        "delivery": "api",
        "term_months": 12,
        "report_cycle_months": 6,
        "joint_applicants": [],
    },
    "materials": [{"requirement": "qualification", "material": _HASH}],
    "fused_with": ["sh-2025-111"],
}


def _results() -> Sequence[Mapping[str, JsonValue]]:
    """Every result of both parts: accepting is the third event of the explored case, whose duty names them."""
    return [
        {
            "sub_order": case_id_of("application", f"case-1:3:{DISPATCH}/{item_id}"),
            "item_id": item_id,
            "result": result.value,
        }
        for item_id in _SEVERAL
        for result in PartResult
    ]


MORE: Mapping[str, Sequence[Mapping[str, JsonValue]]] = {
    "draft_application": [
        {**_AGAIN, "supersedes": "application/not_accepted"},
        {**_AGAIN, "supersedes": "application/refused"},
        {**_AGAIN, "further_items": list(_SEVERAL[1:])},
        {**_AGAIN, "sources": ["自有车载轨迹"]},
    ],
    "submit_application": [
        {
            "materials": [
                {"requirement": "qualification", "material": _HASH},
                {"requirement": "security_system", "material": _HASH},
            ],
            "rules_accepted": True,
        },
        {
            "materials": [
                {"requirement": "qualification", "material": _HASH},
                {"requirement": "security_system", "material": _HASH},
            ],
            "rules_accepted": True,
            "commitment": {
                "kind": "commitment",
                "basis": "listed_scenario",
                "entry": "智慧物流",
                "text_accepted": True,
            },
        },
    ],
    "report_supervision": [{"task": "数据安全管理制度落实情况", "finding": "kept", "note": "现场核查属实"}],
    "refuse_acceptance": [{"reasons": [{"requirement": "qualification", "defect": "unclear"}]}],
    "refuse_application": [{"reasons": [{"condition": "security", "explanation": "未建立安全管理制度"}]}],
    "override_one_time_notice": [
        {
            "subjects": ["qualification", "security_system", "scenario", "security"],
            "justification": "此前无法发现",
        }
    ],
    "open_sub_order": [_PART],
    "record_sub_order_result": _results(),
    "register_signed_scan": [
        {
            "signed_on": "2025-12-30",
            "scan": _HASH,
            "document": _HASH,
            "organisations": ["the-applicant", "the-data_publisher"],
        }
    ],
    "record_delivery": [
        *({"duty_id": "owed", "delivery": {**_WORKSPACE, "mode": mode}} for mode in ("sandbox", "privacy_computing")),
        {
            "duty_id": "owed",
            "delivery": {
                "mode": "download",
                "delivery_id": "delivery-2",
                "sha256": _HASH,
                "size": 1,
                "expires_at": "2025-12-01T00:00:00Z",
            },
        },
    ],
    "submit_usage_report": [{"report": {}}],
    "order_spot_check": [{"ground": _SAMPLE}],
    "answer_spot_check": [{"answer": {}}],
    "close_spot_check": [{"verdict": "ok"}],
    "register_outcome": [{"form": "paper", "title": "论文", "citation": "无", "cites_source": False}],
}
