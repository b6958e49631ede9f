"""What the examples beside the commands can't say, for the pages that are made from them."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from domain.kernel import case_id_of

# The list change that a claim waits for has an id made from the duty that opened it.
_ORDERS = [
    case_id_of("list_change", f"case-1:{version}:{duty}")
    for version in (3, 5)  # decided while the item is open, and while it is suspended
    for duty in ("open_withdrawal", "open_processing")
]

MORE: Mapping[str, Sequence[Mapping[str, JsonValue]]] = {
    "file_rights_claim": [{"item_id": "sh-2025-110", "harm": "privacy", "text": "数据中可识别出个人住址"}],
    "add_evidence": [{"evidence": ["cd" * 32]}],
    "record_order_effective": [{"order": order, "item_id": "sh-2025-110"} for order in _ORDERS],
    "record_order_ended": [{"order": order, "why": "工单已取消"} for order in _ORDERS],
}
