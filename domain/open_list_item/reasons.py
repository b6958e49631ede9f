"""Why this process says no."""

from enum import StrEnum


class ItemReason(StrEnum):
    # versions
    OTHER_ITEM = "other_item"
    ALREADY_REGISTERED = "already_registered"
    # new data
    PERIOD_REVERSED = "period_reversed"
    # suspension and closure
    UNKNOWN_GROUND = "unknown_ground"
    ANOTHERS_SUSPENSION = "anothers_suspension"
    CLOSURE_EXPLAINED = "closure_explained"
    # sample, star, quality
    NOT_CONDITIONAL = "not_conditional"
    UNKNOWN_MATERIAL = "unknown_material"
    NO_DATA = "no_data"
    NOT_TIMELY = "not_timely"
    ISSUES_OPEN = "issues_open"
    ALREADY_PROPOSED = "already_proposed"
    NOT_PROPOSED = "not_proposed"
    UNKNOWN_ISSUE = "unknown_issue"
    # the catalogue chain
    NO_MISMATCH = "no_mismatch"
