"""What other cases ask of a list change.

Sent by the clock as duties of those cases. This module imports no other process.
"""

from typing import Literal

from domain.examples import example
from domain.items import ChangeType
from domain.standing import Askers
from domain.texts import Id, OptionalText, Text
from domain.value import Value


class OpenListChange(Value):
    """Open a draft for the publisher to complete: an adopted demand, or a rights claim that was found right."""

    model_config = example(
        change="add",
        publisher="sh-qixiangju",
        title="逐小时降水实况",
        reason="采纳数据需求",
        origin="dem-1",
        origin_process="demand",
    )
    kind: Literal["open_list_change"] = "open_list_change"
    change: ChangeType
    publisher: Id
    title: Text
    reason: Text
    origin: Id
    origin_process: Id
    item_id: OptionalText = ""  # empty for an item that is not on the list yet
    askers: Askers = Askers()  # who asked in the other case
