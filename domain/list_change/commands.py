"""What one may ask of a list change; `kind` tells the commands apart."""

from typing import Literal

from pydantic import Field

from domain.examples import example
from domain.list_change.inbox import OpenListChange
from domain.list_change.papers import Declarations, Proposal, ReturnGround
from domain.standing import DutyCommand, RecordMessagesSent, TimeCommand
from domain.texts import OptionalText, Text
from domain.value import Value


class DraftListChange(Proposal):
    """Draft an order that adds an item to the open list, or changes one (R22 §10, §11)."""

    model_config = example(
        change="modify",
        item_id="sh-2025-110",
        reason="补充数据项说明",
        content={
            "title": "未来3小时短时临近预报",
            "domain": "气象",
            "abstract": "全市未来三小时逐十分钟降水预报",
            "fields": [{"name": "降水量", "dictionary": "单位为毫米", "catalogue_link": "qx/forecast/rainfall"}],
            "formats": ["api"],
            "update_frequency": "real_time",
            "relations": "与逐小时实况按站点编号对应",
            "conditions": [{"id": "scenario", "kind": "scenario", "text": "限于出行与物流服务"}],
            "materials": [{"id": "qualification", "title": "主体资格证明"}],
        },
        classification={
            "guide_version": "2023",
            "levels": ["2级"],
            "open_type": "conditional",
            "ground": "time_critical",
        },
    )
    kind: Literal["draft_list_change"] = "draft_list_change"


class EditListChange(Proposal):
    """Replace the order's contents, as long as it is not under review. An item on the list stays the one meant."""

    model_config = example(
        change="archive",
        item_id="sh-2025-110",
        reason="原业务系统已停用，历史数据继续开放",
        classification={
            "guide_version": "2023",
            "levels": ["2级"],
            "open_type": "conditional",
            "ground": "time_critical",
        },
    )
    kind: Literal["edit_list_change"] = "edit_list_change"


class SubmitListChange(Value):
    """Hand the order in for review, or again after it was returned. It is checked at once; findings go with it."""

    model_config = example(
        declarations={"state_secrets": False, "original": True, "machine_readable": True, "reusable": True}
    )
    kind: Literal["submit_list_change"] = "submit_list_change"
    declarations: Declarations


class CancelListChange(Value):
    """Give the order up, as long as it is not approved."""

    model_config = example(why="改为纳入下一年度计划")
    kind: Literal["cancel_list_change"] = "cancel_list_change"
    why: OptionalText = ""


class ReturnListChange(Value):
    """Send the order back on one of the four grounds (R22 §11)."""

    model_config = example(ground=2, note="降低开放类型，但未附说明文件")
    kind: Literal["return_list_change"] = "return_list_change"
    ground: ReturnGround = Field(
        description="1 no reasonable reason, 2 incomplete, 3 breaks the classification rules, 4 other"
    )
    note: Text = Field(description="What is wrong, so that it can be put right")


class ApproveListChange(Value):
    """Approve the order; it takes effect once the item is published."""

    model_config = example(desensitising_insufficient="捐赠人姓名与金额脱敏后仍可识别个人", note="")
    kind: Literal["approve_list_change"] = "approve_list_change"
    desensitising_insufficient: OptionalText = Field(
        default="", description="Where the item becomes less open: why desensitising it would not do (R22 §14(1))"
    )
    note: OptionalText = ""


DraftingCommand = DraftListChange | OpenListChange | EditListChange | SubmitListChange | CancelListChange
ReviewCommand = ReturnListChange | ApproveListChange
Command = DraftingCommand | ReviewCommand | DutyCommand | TimeCommand | RecordMessagesSent
