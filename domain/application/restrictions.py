"""On what grounds access is restricted, or an approval taken back (R22 §31, §32)."""

from enum import StrEnum

from domain.value import Value


class RevocationGround(StrEnum):
    """Why an approval is taken back."""

    ITEM_NOT_OPEN = "item_not_open"
    COMMITMENT_BROKEN = "commitment_broken"
    FALSE_MATERIALS = "false_materials"
    VIOLATION = "violation"
    OTHER = "other"


class RestrictedBy(StrEnum):
    """What stands in the way of giving anything out."""

    VIOLATION = "violation"
    PUBLISHER = "publisher"
    COMMITMENT = "commitment"


class Restriction(Value):
    """One ground on which access is restricted; several may stand at once."""

    by: RestrictedBy
    case: str = ""  # the violation's case
