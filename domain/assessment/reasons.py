"""Why a yearly assessment says no."""

from enum import StrEnum


class AssessmentReason(StrEnum):
    UNKNOWN_MATERIAL = "unknown_material"
    UNKNOWN_ITEM = "unknown_item"
    ANOTHERS_ITEM = "anothers_item"
    FOUND_TWICE = "found_twice"
    NOTHING_ASSESSED = "nothing_assessed"
    ALREADY_RETURNED = "already_returned"
    UNKNOWN_FINDING = "unknown_finding"
    NOTHING_TO_FOLLOW_UP = "nothing_to_follow_up"
    NO_SUCH_ORDER = "no_such_order"
