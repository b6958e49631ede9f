"""What other cases tell an application.

Sent by the clock as duties of those cases. This module imports no other process.
"""

from typing import Literal

from domain.application.commitment import MaybeCommitment, NoCommitment
from domain.application.papers import Contents, Earlier, SubmittedMaterial
from domain.application.sub_orders import PartResult
from domain.examples import example
from domain.items import OpenType, PublishedItem
from domain.standing import Askers
from domain.texts import Id, Text
from domain.value import Value


class OpenSubOrder(Value):
    """Open one item's part of an application that was accepted as a whole: its publisher's review starts now."""

    model_config = example(
        parent="app-1",
        applicant="sh-shenjiang",
        drafted_by="wang",
        item={
            "item_id": "sh-2025-110",
            "version": 1,
            "title": "未来3小时短时临近预报",
            "publisher": "sh-qixiangju",
            "open_type": "conditional",
            "conditions": [{"id": "scenario", "kind": "scenario", "text": "用于公共安全或物流"}],
            "published_at": "2025-06-01T09:00:00+08:00",
        },
        contents={
            "scenario": "为沿江配送车辆提供避雨路线",
            "delivery": "api",
            "term_months": 12,
            "report_cycle_months": 6,
            "joint_applicants": [],
        },
        materials=[{"requirement": "qualification", "material": "ab" * 32}],
        fused_with=["sh-2025-111"],
    )
    kind: Literal["open_sub_order"] = "open_sub_order"
    parent: Id
    applicant: Id
    drafted_by: Id
    askers: Askers = Askers()
    item: PublishedItem  # as the application froze it
    contents: Contents
    chain: tuple[Earlier, ...] = ()
    materials: tuple[SubmittedMaterial, ...] = ()
    fused_with: tuple[Id, ...]  # the other items applied for
    commitment: MaybeCommitment = NoCommitment()
    violations: tuple[Id, ...] = ()  # of the applicant, as the application was told


class RecordSubOrderResult(Value):
    """Report to the whole application how the review of one item ended."""

    model_config = example(sub_order="app-2", item_id="sh-2025-110", result="approved")
    kind: Literal["record_sub_order_result"] = "record_sub_order_result"
    sub_order: Id
    item_id: Id
    result: PartResult


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
