"""What other cases tell a row of the annual plan.

Sent by the clock as duties of those cases. This module imports no other process.
"""

from typing import Literal

from pydantic import AwareDatetime

from domain.examples import example
from domain.texts import Id
from domain.value import Value


class LinkOrder(Value):
    """A list change that is to fulfil the row was submitted."""

    model_config = example(order="lis-1")
    kind: Literal["link_order"] = "link_order"
    order: Id


class RecordItemEffective(Value):
    """The item that fulfils the row is on the open list."""

    model_config = example(item_id="sh-2025-110", version=1)
    kind: Literal["record_item_effective"] = "record_item_effective"
    item_id: Id
    version: int
    at: AwareDatetime | None = None  # since when, if not since now: what is told late still counts from then


class RecordDataPresent(Value):
    """The item's data is there: only item and data together fulfil the row."""

    model_config = example(item_id="sh-2025-110")
    kind: Literal["record_data_present"] = "record_data_present"
    item_id: Id
    at: AwareDatetime | None = None  # since when, if not since now


class RecordItemWithdrawn(Value):
    """The item is no longer open; what was completed stays completed, and says so."""

    model_config = example(item_id="sh-2025-110", order="lis-2")
    kind: Literal["record_item_withdrawn"] = "record_item_withdrawn"
    item_id: Id
    order: Id
    at: AwareDatetime | None = None  # since when, if not since now
