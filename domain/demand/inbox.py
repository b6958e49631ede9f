"""What other cases tell a demand.

Sent by the clock as duties of those cases. This module imports no other process.
"""

from typing import Literal

from domain.examples import example
from domain.texts import Id, OptionalText, Text
from domain.value import Value


class RecordOrderEffective(Value):
    """The list change that this case opened has taken effect."""

    model_config = example(order="lis-1", item_id="sh-2025-110")
    kind: Literal["record_order_effective"] = "record_order_effective"
    order: Id
    item_id: Id


class RecordOrderEnded(Value):
    """The list change that this case opened was cancelled, without effect."""

    model_config = example(order="lis-1", why="cancelled")
    kind: Literal["record_order_ended"] = "record_order_ended"
    order: Id
    why: OptionalText = ""


class RecordMergedOutcome(Value):
    """The demand that this one was merged into has its answer: both askers are told."""

    model_config = example(demand="dem-2", phase="declined", answer="该数据涉及商业秘密")
    kind: Literal["record_merged_outcome"] = "record_merged_outcome"
    demand: Id
    phase: Id
    answer: Text
    item_id: OptionalText = ""  # the item that now is on the open list, if it came to that


class NoteMerged(Value):
    """Another demand was merged into this one, and waits for its outcome."""

    model_config = example(demand="dem-1")
    kind: Literal["note_merged"] = "note_merged"
    demand: Id
