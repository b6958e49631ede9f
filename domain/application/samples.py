"""What the examples beside the commands can't say, for the pages that are made from them."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

_HASH = "ab" * 32
_AGAIN: dict[str, JsonValue] = {"item_id": "sh-2025-110", "scenario": "为配送车辆提供避雨路线", "delivery": "api"}

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
    "record_delivery": [
        {
            "duty_id": "owed",
            "delivery": {
                "mode": "download",
                "delivery_id": "delivery-2",
                "sha256": _HASH,
                "size": 1,
                "expires_at": "2025-12-01T00:00:00Z",
            },
        }
    ],
    "submit_usage_report": [{"report": {}}],
}
