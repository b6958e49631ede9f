"""Why a row of the plan says no."""

from enum import StrEnum


class PlanItemReason(StrEnum):
    UNKNOWN_PLAN = "unknown_plan"
    DAY_BEFORE_PLAN = "day_before_plan"
    DAY_PASSED = "day_passed"
    SAME_DAY = "same_day"
    ANOTHER_ITEMS_ROW = "another_items_row"
