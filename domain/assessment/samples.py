"""What the examples beside the commands can't say, for the pages that are made from them."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from domain.kernel import Sketch

_CHANGE: dict[str, JsonValue] = {"name": "雷达基数据", "outlook": "open", "reason": "需求集中"}
_KEEP: dict[str, JsonValue] = {"name": "台站日志", "outlook": "stay_closed", "reason": "尚未电子化"}

MORE: Mapping[str, Sequence[Mapping[str, JsonValue]]] = {
    # of whom every uploaded material is, in the pages' world
    "open_assessment": [
        {"year": 2025, "publisher": "the-applicant"},
        {"year": 2026, "publisher": "the-applicant"},  # whose days off are not all known yet
    ],
    "submit_assessment": [
        {"report": "ab" * 32, "unopened": [_CHANGE, _KEEP]},
        {"report": "ab" * 32, "unopened": [_KEEP, _KEEP]},
        {"report": "ab" * 32},
        {"report": "ab" * 32, "items": [{"item_id": "sh-2025-110", "verdict": "keep", "reason": "稳定"}]},
    ],
    "link_order": [
        {"finding": "雷达基数据", "order": "lis-1"},
        {"finding": "雷达基数据", "order": "app-1"},
        {"finding": "台站日志", "order": "lis-1"},
    ],
}

FOUND: Sequence[Sketch] = (
    Sketch(case_id="lis-1", process="list_change", phase="reviewing", subject="", title="雷达基数据", closed=False),
)
