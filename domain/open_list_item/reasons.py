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
    # use without application
    USE_WITHOUT_APPLICATION_OFF = "use_without_application_off"
    ALREADY_WITHOUT_APPLICATION = "already_without_application"
    NO_USE_WITHOUT_APPLICATION = "no_use_without_application"
    # the catalogue chain
    NO_MISMATCH = "no_mismatch"
