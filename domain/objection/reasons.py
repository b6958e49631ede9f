"""Why this process says no."""

from enum import StrEnum


class ObjectionReason(StrEnum):
    UNKNOWN_ITEM = "unknown_item"
    UNKNOWN_FIELD = "unknown_field"
    NOTHING_POINTED_OUT = "nothing_pointed_out"
    UNKNOWN_EVIDENCE = "unknown_evidence"
