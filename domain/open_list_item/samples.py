"""What the examples beside the commands can't say, for the pages that are made from them."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from domain.items import UpdateFrequency

_ITEM: dict[str, JsonValue] = {
    "item_id": "case-1",
    "title": "样例数据",
    "publisher": "the-applicant",  # whose every uploaded material is, in the pages' world
    "open_type": "conditional",
    "update_frequency": "daily",
}
_ELSEWHERE: tuple[dict[str, JsonValue], ...] = ({"open_type": "non_open"}, {"stage": "archived"})

MORE: Mapping[str, Sequence[Mapping[str, JsonValue]]] = {
    "register_item": [
        {"item": {**_ITEM, "update_frequency": frequency}, "plan_item": "pla-1" if frequency == "daily" else ""}
        for frequency in UpdateFrequency
    ]
    + [{"item": {**_ITEM, "update_frequency": "yearly", **other}} for other in _ELSEWHERE],
    "publish_version": [
        {"item": {**_ITEM, "open_type": "non_open"}, "order": "lis-2", "change": "downgrade"},
        {"item": {**_ITEM, "open_type": "unconditional"}, "order": "lis-3", "change": "upgrade"},
        {"item": {**_ITEM, "stage": "static"}, "order": "lis-4", "change": "to_static"},
        {"item": {**_ITEM, "stage": "archived"}, "order": "lis-5", "change": "archive"},
    ],
    "report_update": [{"covers_from": "2025-09-30", "covers_to": "2025-09-01"}],
    "suspend_item": [{"claim": "rig-1", "reason": "涉嫌侵犯个人隐私"}],
    "resume_opening": [{"ground": "case-1:2", "reason": "漏洞已修复"}, {"ground": "rig-1", "reason": "漏洞已修复"}],
    "report_chain_attribute": [{"attribute": "non_open", "scan": "scan-1"}],
}
