"""What other cases tell a rights claim.

Sent by the clock as duties of those cases. This module imports no other process.
"""

from typing import Literal

from domain.examples import example
from domain.texts import Id, OptionalText
from domain.value import Value


class RecordOrderEffective(Value):
    """The list change that this case opened has taken effect."""

    model_config = example(order="lis-1", item_id="sh-2025-110")
    kind: Literal["record_order_effective"] = "record_order_effective"
    order: Id
    item_id: Id
    version: int = 0  # of the item, as the order published it


class RecordOrderEnded(Value):
    """The list change that this case opened was cancelled, without effect."""

    model_config = example(order="lis-1", why="cancelled")
    kind: Literal["record_order_ended"] = "record_order_ended"
    order: Id
    why: OptionalText = ""
