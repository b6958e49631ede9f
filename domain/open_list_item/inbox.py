"""What other cases tell an item of the open list.

Sent by the clock as duties of those cases. This module imports no other process.
"""

from typing import Literal

from domain.examples import example
from domain.items import ChangeType, ItemContent
from domain.texts import Id, OptionalText, Text
from domain.value import Value


class RegisterItem(Value):
    """Put a new item on the list; its case has the item's id. Its first version is published at once."""

    model_config = example(
        item={
            "item_id": "sh-2025-110",
            "title": "未来3小时短时临近预报",
            "publisher": "sh-qixiangju",
            "open_type": "conditional",
        },
        order="lis-1",
        plan_item="plan-2025-110",
    )
    kind: Literal["register_item"] = "register_item"
    item: ItemContent
    order: OptionalText = ""  # the list change that decided it; empty when it was imported
    plan_item: OptionalText = ""  # the plan's row that it fulfils


class PublishVersion(Value):
    """Publish a new version, as an approved list change says."""

    model_config = example(
        item={
            "item_id": "sh-2025-110",
            "title": "未来3小时短时临近预报",
            "publisher": "sh-qixiangju",
            "open_type": "conditional",
        },
        order="lis-2",
        change="modify",
    )
    kind: Literal["publish_version"] = "publish_version"
    item: ItemContent
    order: Id
    change: ChangeType


class MarkItem(Value):
    """Show that an objection to the item's data is being looked into (R22 §16)."""

    model_config = example(objection="obj-1", fields=["rainfall"])
    kind: Literal["mark_item"] = "mark_item"
    objection: Id
    fields: tuple[Id, ...]


class UnmarkItem(Value):
    """Take an objection's mark off again, its data corrected or upheld."""

    model_config = example(objection="obj-1", corrected=True)
    kind: Literal["unmark_item"] = "unmark_item"
    objection: Id
    corrected: bool


class SuspendItem(Value):
    """Suspend the item's opening for a rights claim: item, sample and live credentials (R22 §31)."""

    model_config = example(claim="rig-1", reason="涉嫌侵犯个人隐私")
    kind: Literal["suspend_item"] = "suspend_item"
    claim: Id
    reason: Text


class ResumeItem(Value):
    """End the suspension that a rights claim asked for."""

    model_config = example(claim="rig-1")
    kind: Literal["resume_item"] = "resume_item"
    claim: Id
