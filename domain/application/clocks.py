"""Which time limits start when. What they amount to is law or configuration, and stands in `rules/`."""

from datetime import datetime

from domain.clocks import ahead_of, last_day, start_limit
from domain.deadlines import Deadline, Level, Limit
from domain.kernel import Context
from domain.people import Role

COMPLETENESS = "application.completeness"
REVIEW = "application.review"
ANSWER = "application.answer"
SIGNING = "agreement.signing"
DELIVERY = "application.delivery"
TERM = "agreement.term"
TERM_MONTHS = "agreement.term_months"
CYCLE_MONTHS = "usage_report.cycle_months"
DELETION = "agreement.deletion"
SUPERVISE = "commitment.supervise"
RECTIFY = "commitment.rectify"
REPORT_DUE = "usage_report.due"
REPORT_RETURNED = "usage_report.returned"
REPORT_GRACE = "usage_report.grace"
SPOT_CHECK = "spot_check.answer"

Reminders = tuple[Deadline, ...]


def completeness(context: Context) -> Limit:
    """From submission; passing it alerts the operator and decides nothing."""
    return start_limit(context, COMPLETENESS, Level.L1, tells=(Role.PLATFORM_OPERATOR,))


def review(context: Context) -> tuple[Limit, Limit, Reminders]:
    """The norm and the year's target, from dispatch to the publisher (R22 §19), and what warns of them.

    The named officer hears of the norm, the reviewer of the target.
    """
    norm = start_limit(context, REVIEW, Level.L3)
    target = start_limit(context, ANSWER, Level.L2)
    officer = ahead_of(context, norm, level=Level.L1)
    return norm, target, officer + ahead_of(context, target, Role.DATA_PUBLISHER)


def signing(context: Context) -> tuple[Limit, Reminders]:
    """The window from approval, after which the approval lapses."""
    window = start_limit(context, SIGNING, Level.EFFECT)
    return window, ahead_of(context, window, Role.APPLICANT, Role.DATA_PUBLISHER)


def delivery(context: Context) -> tuple[Limit, Reminders]:
    """From the agreement's effect."""
    limit = start_limit(context, DELIVERY, Level.L1)
    return limit, ahead_of(context, limit, Role.DATA_PUBLISHER)


def term(context: Context, months: int) -> Limit:
    """The agreed months of use, from the agreement's effect."""
    return start_limit(context, TERM, Level.EFFECT, months)


def deletion(context: Context, *, early: bool = False) -> tuple[Limit, Reminders]:
    """From the end of the term, or from the instant at which the agreement ended early."""
    limit = start_limit(context, DELETION, Level.L2, start=context.now if early else last_day(context))
    return limit, ahead_of(context, limit, Role.APPLICANT)


def supervision(context: Context) -> tuple[Limit, Reminders]:
    """From an approval on a commitment, until every task has its finding."""
    limit = start_limit(context, SUPERVISE, Level.L1)
    return limit, ahead_of(context, limit, Role.DATA_PUBLISHER)


def rectification(context: Context) -> tuple[Limit, Reminders]:
    """From the order; passing it restricts access and puts the revocation before the publisher."""
    limit = start_limit(context, RECTIFY, Level.EFFECT)
    return limit, ahead_of(context, limit, Role.APPLICANT, Role.DATA_PUBLISHER)


def report(context: Context, effective_at: datetime, months: int) -> tuple[Limit, Reminders]:
    """A period's report, so many months after the agreement's effect (R22 §29; Civil Code §202, §203)."""
    due = start_limit(context, REPORT_DUE, Level.L1, months, start=effective_at)
    return due, ahead_of(context, due, Role.APPLICANT)


def returned_report(context: Context) -> tuple[Limit, Reminders]:
    """The new date for a report that went back."""
    due = start_limit(context, REPORT_RETURNED, Level.L1)
    return due, ahead_of(context, due, Role.APPLICANT)


def grace(context: Context) -> Limit:
    """From a report's due date, until a breach is alleged."""
    return start_limit(context, REPORT_GRACE, Level.EFFECT, start=last_day(context))


def spot_check(context: Context) -> tuple[Limit, Reminders]:
    """From the order of a spot check; who ordered it is told of a missing answer."""
    due = start_limit(context, SPOT_CHECK, Level.L1, tells=(context.actor.role,))
    return due, ahead_of(context, due, Role.APPLICANT)
