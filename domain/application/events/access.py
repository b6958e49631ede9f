"""Access restricted, given back, or ended before the term did (R22 §32)."""

from typing import Literal

from domain.application.restrictions import Restriction, RevocationGround
from domain.deadlines import Deadline, Limit
from domain.kernel import Duty
from domain.value import Value


class AccessRestricted(Value):
    """Nothing is given out on this ground. The first ground owes the suspension of what was given out."""

    kind: Literal["access_restricted"] = "access_restricted"
    ground: Restriction
    reason: str
    duties: tuple[Duty, ...]


class RestrictionLifted(Value):
    """That ground is gone. With the last one, what was given out is to work again."""

    kind: Literal["restriction_lifted"] = "restriction_lifted"
    ground: Restriction
    reason: str
    duties: tuple[Duty, ...]


class DeliverySuspended(Value):
    """No link or credential opens anything now. Restricted no more meanwhile, it owes the way back."""

    kind: Literal["delivery_suspended"] = "delivery_suspended"
    duty_id: str
    duties: tuple[Duty, ...]


class DeliveryResumed(Value):
    """Links and credentials work again. Restricted again meanwhile, it owes the suspension anew."""

    kind: Literal["delivery_resumed"] = "delivery_resumed"
    duty_id: str
    duties: tuple[Duty, ...]


class ApprovalRevoked(Value):
    """The approval was taken back before delivery; access that may have been opened meanwhile is to be closed."""

    kind: Literal["approval_revoked"] = "approval_revoked"
    ground: RevocationGround
    reason: str
    duties: tuple[Duty, ...]


class AgreementEndedEarly(Value):
    """The agreement ended before its term: access is to be closed, and the data deleted."""

    kind: Literal["agreement_ended_early"] = "agreement_ended_early"
    ground: RevocationGround
    reason: str
    deletion: Limit
    reminders: tuple[Deadline, ...]
    duties: tuple[Duty, ...]


AccessEvent = (
    AccessRestricted | RestrictionLifted | DeliverySuspended | DeliveryResumed | ApprovalRevoked | AgreementEndedEarly
)
