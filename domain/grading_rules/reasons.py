"""Why a body of grading rules says no."""

from enum import StrEnum


class GradingRulesReason(StrEnum):
    VERSION_EXISTS = "version_exists"
    NOT_AFTER_LAST = "not_after_last"
    LEVELS_TWICE = "levels_twice"
    UNKNOWN_RULES_DOCUMENT = "unknown_rules_document"
    SUPERVISION_MISSING = "supervision_missing"
    UNKNOWN_GUIDE_VERSION = "unknown_guide_version"
    CONTRADICTS_GUIDE = "contradicts_guide"
