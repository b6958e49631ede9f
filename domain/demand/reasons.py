"""Why this process says no."""

from enum import StrEnum


class DemandReason(StrEnum):
    NOT_FOR_OTHERS = "not_for_others"
    WHOSE_BEHALF = "whose_behalf"
    NO_PRIORITY_YET = "no_priority_yet"
    ALREADY_HEARD = "already_heard"
    CANNOT_MERGE = "cannot_merge"
    OTHER_DEMAND = "other_demand"
    SAME_PUBLISHER = "same_publisher"
    OTHER_ORDER = "other_order"
