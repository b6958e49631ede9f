"""What the examples beside the commands can't say, for the pages that are made from them."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

_FITTING: dict[str, JsonValue] = {
    "guide_version": "2023",
    "levels": ["2级"],
    "open_type": "conditional",
    "ground": "time_critical",
}

MORE: Mapping[str, Sequence[Mapping[str, JsonValue]]] = {
    "draft_list_change": [
        # a downgrade without its document, a new item whose id is taken, a file and a row that aren't there
        {
            "change": "downgrade",
            "item_id": "sh-2025-110",
            "reason": "含个人信息",
            "classification": {**_FITTING, "open_type": "non_open", "ground": "privacy"},
        },
        {"change": "add", "item_id": "new/item", "reason": "采纳需求", "classification": _FITTING},
        {
            "change": "modify",
            "item_id": "sh-2025-110",
            "reason": "更正摘要",
            "document": "ab" * 32,
            "classification": _FITTING,
        },
        {
            "change": "modify",
            "item_id": "sh-2025-110",
            "reason": "更正摘要",
            "plan_item": "plan_item/planned",
            "classification": _FITTING,
        },
        {
            "change": "modify",
            "item_id": "sh-2025-110",
            "reason": "更正摘要",
            "plan_item": "no-such-row",
            "classification": _FITTING,
        },
    ],
    "edit_list_change": [
        {"change": "modify", "item_id": "sh-2025-111", "reason": "更正摘要", "classification": _FITTING}
    ],
    "open_list_change": [
        {
            "change": "modify",
            "publisher": "the-data_publisher",
            "title": "样例数据",
            "reason": "权益保护主张成立",
            "origin": "rig-1",
            "origin_process": "rights_claim",
            "item_id": "sh-2025-110",
        },
        {
            "change": "modify",
            "publisher": "the-data_publisher",
            "title": "样例数据",
            "reason": "另有来源",
            "origin": "app-1",
            "origin_process": "application",
            "item_id": "sh-2025-110",
        },
    ],
    "submit_list_change": [
        {"declarations": {"state_secrets": True, "original": True, "machine_readable": True, "reusable": True}}
    ],
    "approve_list_change": [{"desensitising_insufficient": ""}],
}
