"""Why this process says no."""

from enum import StrEnum


class ListChangeReason(StrEnum):
    # drafting
    UNKNOWN_ITEM = "unknown_item"
    OTHER_ITEM = "other_item"
    ITEM_EXISTS = "item_exists"
    ITEM_ID_UNUSABLE = "item_id_unusable"
    CONTENT_MISSING = "content_missing"
    UNKNOWN_DOCUMENT = "unknown_document"
    UNKNOWN_PLAN_ITEM = "unknown_plan_item"
    UNKNOWN_ORIGIN = "unknown_origin"
    # submission
    OUT_OF_SCOPE = "out_of_scope"
    # review
    NOT_THE_REVIEWER = "not_the_reviewer"
    CHECKS_FAILED = "checks_failed"
    DESENSITISING_UNEXPLAINED = "desensitising_unexplained"
    ITEM_CHANGED = "item_changed"
