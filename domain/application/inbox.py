"""What other cases tell an application.

Sent by the clock as duties of those cases. This module imports no other process.
"""

from typing import Literal

from domain.examples import example
from domain.items import OpenType
from domain.texts import Id, Text
from domain.value import Value


class NoteItemChanged(Value):
    """The item applied for, or agreed on, has another open type now; what was agreed stays agreed."""

    model_config = example(item_id="sh-2025-110", version=2, open_type="non_open", order="lis-2")
    kind: Literal["note_item_changed"] = "note_item_changed"
    item_id: Id
    version: int
    open_type: OpenType
    order: Id


class NoteItemSuspended(Value):
    """The item's opening is suspended: the clock runs on, but nothing is approved meanwhile (R22 §31)."""

    model_config = example(item_id="sh-2025-110", ground="rig-1")
    kind: Literal["note_item_suspended"] = "note_item_suspended"
    item_id: Id
    ground: Id


class NoteItemResumed(Value):
    """The item's opening goes on."""

    model_config = example(item_id="sh-2025-110", ground="rig-1")
    kind: Literal["note_item_resumed"] = "note_item_resumed"
    item_id: Id
    ground: Id


class NoteViolation(Value):
    """A violation by this party was recorded elsewhere: a flag for reviewers that closes nothing (R22 §15(5))."""

    model_config = example(violation="vio-1", violation_kind=2)
    kind: Literal["note_violation"] = "note_violation"
    violation: Id
    violation_kind: Literal[1, 2, 3, 4, 5]


class RestrictAccess(Value):
    """Restrict access under this agreement while a violation is looked into (R22 §32)."""

    model_config = example(violation="vio-1", reason="调用量异常")
    kind: Literal["restrict_access"] = "restrict_access"
    violation: Id
    reason: Text


class LiftRestriction(Value):
    """Access is no longer restricted for that violation."""

    model_config = example(violation="vio-1")
    kind: Literal["lift_restriction"] = "lift_restriction"
    violation: Id


class CloseForViolation(Value):
    """Close access for good, as the measure against a recorded violation (R22 §32)."""

    model_config = example(violation="vio-1", reason="未经许可转让数据")
    kind: Literal["close_for_violation"] = "close_for_violation"
    violation: Id
    reason: Text
