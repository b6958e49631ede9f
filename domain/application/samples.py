"""What the examples beside the commands can't say, for the pages that are made from them."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

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

MORE: Mapping[str, Sequence[Mapping[str, JsonValue]]] = {
    "draft_application": [
        {**_AGAIN, "supersedes": "application/not_accepted"},
        {**_AGAIN, "supersedes": "application/refused"},
    ],
    "submit_application": [
        {
            "materials": [
                {"requirement": "qualification", "material": _HASH},
                {"requirement": "security_system", "material": _HASH},
            ],
            "rules_accepted": True,
        }
    ],
    "refuse_acceptance": [{"reasons": [{"requirement": "qualification", "defect": "unclear"}]}],
    "refuse_application": [{"reasons": [{"condition": "security", "explanation": "未建立安全管理制度"}]}],
    "override_one_time_notice": [
        {
            "subjects": ["qualification", "security_system", "scenario", "security"],
            "justification": "此前无法发现",
        }
    ],
    "register_signed_scan": [
        {
            "signed_on": "2025-09-26",
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
