"""Why this process says no."""

from enum import StrEnum


class ViolationReason(StrEnum):
    UNKNOWN_ITEM = "unknown_item"
    UNKNOWN_APPLICATION = "unknown_application"
    PARTY_PUBLISHES = "party_publishes"
    PERSONS_REPORT = "persons_report"
    ALREADY_RESTRICTED = "already_restricted"
    ALREADY_STATED = "already_stated"
    HEARING_OPEN = "hearing_open"
    ALREADY_CONCURRED = "already_concurred"
    NOT_CONCURRED = "not_concurred"
    ALREADY_APPLIED = "already_applied"
    NO_APPLICATION = "no_application"
    ALREADY_PUBLICISED = "already_publicised"
