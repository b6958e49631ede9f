"""Which time limits start when. What they amount to is law or configuration, and stands in `rules/`."""

from datetime import datetime, timedelta

from domain.application.papers import Limit
from domain.application.state import HEADS_UP
from domain.deadlines import Deadline, Level, NoLimit
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
REPORT_DUE = "usage_report.due"
REPORT_RETURNED = "usage_report.returned"
REPORT_GRACE = "usage_report.grace"
REMINDER = "escalation.reminder"

Reminders = tuple[Deadline, ...]


def completeness(context: Context) -> Limit:
    """From submission; passing it alerts the operator and decides nothing."""
    limit = _limit(context, COMPLETENESS, Level.L1)
    return limit.model_copy(update={"tells": (Role.PLATFORM_OPERATOR,)}) if isinstance(limit, Deadline) else limit


def review(context: Context) -> tuple[Limit, Limit, Reminders]:
    """The norm and the year's target, from dispatch to the publisher (R22 §19), and what warns of them.

    The named officer hears of the norm, the reviewer of the target.
    """
    norm = _limit(context, REVIEW, Level.L3)
    target = _limit(context, ANSWER, Level.L2)
    officer = _ahead(context, norm, level=Level.L1)
    return norm, target, officer + _ahead(context, target, Role.DATA_PUBLISHER)


def signing(context: Context) -> tuple[Limit, Reminders]:
    """The window from approval, after which the approval lapses."""
    window = _limit(context, SIGNING, Level.EFFECT)
    return window, _ahead(context, window, Role.APPLICANT, Role.DATA_PUBLISHER)


def delivery(context: Context) -> tuple[Limit, Reminders]:
    """From the agreement's effect."""
    limit = _limit(context, DELIVERY, Level.L1)
    return limit, _ahead(context, limit, Role.DATA_PUBLISHER)


def term(context: Context, months: int) -> Limit:
    """The agreed months of use, from the agreement's effect."""
    return _limit(context, TERM, Level.EFFECT, months)


def deletion(context: Context) -> tuple[Limit, Reminders]:
    """From the end of the term."""
    limit = _limit(context, DELETION, Level.L2, start=_last_day(context))
    return limit, _ahead(context, limit, Role.APPLICANT)


def report(context: Context, effective_at: datetime, months: int) -> tuple[Limit, Reminders]:
    """A period's report, so many months after the agreement's effect (R22 §29; Civil Code §202, §203)."""
    due = _limit(context, REPORT_DUE, Level.L1, months, start=effective_at)
    return due, _ahead(context, due, Role.APPLICANT)


def returned_report(context: Context) -> tuple[Limit, Reminders]:
    """The new date for a report that went back."""
    due = _limit(context, REPORT_RETURNED, Level.L1)
    return due, _ahead(context, due, Role.APPLICANT)


def grace(context: Context) -> Limit:
    """From a report's due date, until a breach is alleged."""
    return _limit(context, REPORT_GRACE, Level.EFFECT, start=_last_day(context))


def _last_day(context: Context) -> datetime:
    """When one limit follows another, it starts on that one's last day, and the next is its first (Civil Code §201)."""
    return context.now - timedelta(microseconds=1)


def _limit(
    context: Context, rule: str, level: Level, amount: int | None = None, *, start: datetime | None = None
) -> Limit:
    return context.rulebook.deadline(rule, start or context.now, name=rule, level=level, amount=amount)


def _ahead(context: Context, limit: Limit, *tells: Role, level: Level = Level.REMINDER) -> Reminders:
    """What warns of `limit`, if there is one: `tells` instead of the level's ladder, if any are named."""
    if isinstance(limit, NoLimit):
        return ()
    days = context.rulebook.number(REMINDER, limit.receipt.started_at)
    reminder = context.rulebook.ahead(limit, days, name=limit.name + HEADS_UP, level=level)
    return (reminder.model_copy(update={"tells": tells}) if tells else reminder,)
