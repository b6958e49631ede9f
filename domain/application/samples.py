"""What the examples beside the commands can't say, for the pages that are made from them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import JsonValue

from domain.days import SHANGHAI

STARTS = (datetime(2023, 9, 1, 9, 30, tzinfo=SHANGHAI),)  # while commitments are provided for (W23)
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
