"""Used, reported on, and ended."""

from typing import Literal

from domain.application.papers import UsageReport
from domain.deadlines import Deadline, Limit
from domain.kernel import Duty
from domain.people import Role
from domain.value import Value


class UsageReportScheduled(Value):
    """The report of the next period, counted from 1, is owed by its due date."""

    kind: Literal["usage_report_scheduled"] = "usage_report_scheduled"
    number: int
    due: Limit
    reminders: tuple[Deadline, ...]


class UsageReportSubmitted(Value):
    """The applicant reported; late by so many working days, 0 in time."""

    kind: Literal["usage_report_submitted"] = "usage_report_submitted"
    number: int
    report: UsageReport
    working_days_late: int


class UsageReportReturned(Value):
    """The report went back, for missing contents or on a ground; it is owed again by the new date."""

    kind: Literal["usage_report_returned"] = "usage_report_returned"
    number: int
    missing: tuple[str, ...]
    ground: str
    due: Limit
    reminders: tuple[Deadline, ...]


class UsageReportAccepted(Value):
    """The publisher accepted the report."""

    kind: Literal["usage_report_accepted"] = "usage_report_accepted"
    number: int


class UsageReportOverdue(Value):
    """The report was not there on its date; some days of grace run before a breach is alleged."""

    kind: Literal["usage_report_overdue"] = "usage_report_overdue"
    number: int
    grace: Limit


class UsageBreachAlleged(Value):
    """No report within the grace: a breach of the agreement, the fifth recorded act (R22 §32)."""

    kind: Literal["usage_breach_alleged"] = "usage_breach_alleged"
    number: int
    violation_kind: Literal[5] = 5
    tells: tuple[Role, ...]
    duties: tuple[Duty, ...] = ()  # to open the violation's case


class TermEnded(Value):
    """The agreed term is over: access is to be closed, and the data deleted."""

    kind: Literal["term_ended"] = "term_ended"
    deletion: Limit
    reminders: tuple[Deadline, ...]
    duties: tuple[Duty, ...]


class AccessClosed(Value):
    """The credential or link no longer works."""

    kind: Literal["access_closed"] = "access_closed"
    duty_id: str


class DeletionConfirmed(Value):
    """The applicant stated that the data is deleted."""

    kind: Literal["deletion_confirmed"] = "deletion_confirmed"
    statement: str


class CaseClosed(Value):
    """Access closed, data deleted, last report accepted: nothing is owed any more."""

    kind: Literal["case_closed"] = "case_closed"


UsageEvent = (
    UsageReportScheduled
    | UsageReportSubmitted
    | UsageReportReturned
    | UsageReportAccepted
    | UsageReportOverdue
    | UsageBreachAlleged
    | TermEnded
    | AccessClosed
    | DeletionConfirmed
    | CaseClosed
)
