"""An application for several items: one sub-order for each, a case of its own (docs/adr/0015; R22 §19)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from domain.value import Value

PENDING: Literal["pending"] = "pending"


class PartResult(StrEnum):
    """How the review of one item ended."""

    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class SubOrder(Value):
    """One item's part of an application."""

    case_id: str
    item_id: str
    title: str
    publisher: str
    result: PartResult | Literal["pending"] = PENDING  # until its case reports


class WholeResult(StrEnum):
    """What the parts amount to."""

    APPROVED = "approved"
    PARTIALLY_APPROVED = "partially_approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


_ALL: Mapping[PartResult, WholeResult] = {
    PartResult.APPROVED: WholeResult.APPROVED,
    PartResult.REFUSED: WholeResult.REFUSED,
    PartResult.WITHDRAWN: WholeResult.WITHDRAWN,
}


def whole(results: tuple[PartResult, ...]) -> WholeResult:
    """What these results of all parts amount to: something approved beside something not is approval in part."""
    if len(set(results)) == 1:
        return _ALL[results[0]]
    return WholeResult.PARTIALLY_APPROVED if PartResult.APPROVED in results else WholeResult.REFUSED
