"""Why this process says no."""

from enum import StrEnum


class RightsClaimReason(StrEnum):
    UNKNOWN_ITEM = "unknown_item"
    UNKNOWN_MATERIAL = "unknown_material"
    EVIDENCE_GIVEN = "evidence_given"
    EVIDENCE_KNOWN = "evidence_known"
    NO_EVIDENCE = "no_evidence"
    UNKNOWN_ORDER = "unknown_order"
    NOT_PUBLISHED_AGAIN = "not_published_again"
