"""What the examples beside the commands can't say, for the pages that are made from them."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from domain.demand.outbox import OPEN_ORDER
from domain.kernel import case_id_of

# the shortest way there: submitted, prioritised, forwarded, and the fourth event orders
_ORDER = case_id_of("list_change", f"case-1:4:{OPEN_ORDER}")

MORE: Mapping[str, Sequence[Mapping[str, JsonValue]]] = {
    "submit_demand": [
        {
            "title": "社区养老机构床位",
            "need": "按街镇更新的空余床位",
            "category": "livelihood",
            "channel": "meeting",
            "on_behalf_of": "座谈会上的养老服务企业",
        }
    ],
    "forward_demand": [{"publisher": "sh-jiaotongwei", "note": "更可能由贵单位掌握"}],
    "merge_demand": [{"into": "demand/received"}],
    "record_merged_outcome": [{"demand": "demand/received", "phase": "declined", "answer": "该数据涉及商业秘密"}],
    "record_order_effective": [{"order": _ORDER, "item_id": "sh-2025-110"}],
    "record_order_ended": [{"order": _ORDER, "why": "cancelled"}],
}
