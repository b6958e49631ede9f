"""Checked and reviewed."""

from typing import Literal

from domain.application.credit import CreditCheck
from domain.application.papers import CompletenessReason, MeritsReason, Timeliness
from domain.deadlines import Deadline, Limit, NoLimit
from domain.kernel import Duty
from domain.people import Role
from domain.value import Value


class MaterialsAccepted(Value):
    """The application was accepted and dispatched; the publisher's clocks run from this instant."""

    kind: Literal["materials_accepted"] = "materials_accepted"
    norm: Limit
    target: Limit
    reminders: tuple[Deadline, ...]
    waived: tuple[str, ...] = ()  # requirements still missing, that an earlier one-time notice failed to name


class PolicyGapFound(Value):
    """A limit should run, but the rule that set it is not in force. The case goes on."""

    kind: Literal["policy_gap_found"] = "policy_gap_found"
    limit: NoLimit
    tells: tuple[Role, ...]


class AcceptanceRefused(Value):
    """The application was not accepted; its one-time notice names every reason."""

    kind: Literal["acceptance_refused"] = "acceptance_refused"
    reasons: tuple[CompletenessReason, ...]


class OneTimeNoticeOverridden(Value):
    """The General Office let these subjects be raised although they could have been before."""

    kind: Literal["one_time_notice_overridden"] = "one_time_notice_overridden"
    subjects: tuple[str, ...]
    justification: str


class OneTimeNoticeBreached(Value):
    """A refusal used the override: a flag that stays."""

    kind: Literal["one_time_notice_breached"] = "one_time_notice_breached"
    flag: Literal["one_time_notice_breach"] = "one_time_notice_breach"
    subjects: tuple[str, ...]


class ApplicationApproved(Value):
    """The publisher approved; the agreement is to be drawn up, and signed within the window."""

    kind: Literal["application_approved"] = "application_approved"
    extra_conditions: tuple[str, ...]
    risk_note: str
    timeliness: Timeliness
    window: Limit
    reminders: tuple[Deadline, ...]
    duty: Duty
    credit_check: CreditCheck = CreditCheck()


class ApplicationRefused(Value):
    """The publisher refused; the one-time notice ties every reason to a published condition."""

    kind: Literal["application_refused"] = "application_refused"
    reasons: tuple[MeritsReason, ...]
    timeliness: Timeliness


ReviewEvent = (
    MaterialsAccepted
    | PolicyGapFound
    | AcceptanceRefused
    | OneTimeNoticeOverridden
    | OneTimeNoticeBreached
    | ApplicationApproved
    | ApplicationRefused
)
