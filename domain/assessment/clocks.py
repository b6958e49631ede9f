"""The end of the year as a time limit, and the limit for a report that went back."""

from datetime import date, datetime

from domain.clocks import ahead_of, start_limit
from domain.days import day_start, local_day
from domain.deadlines import Deadline, Level, Limit
from domain.kernel import Context
from domain.people import Role

YEARLY = "assessment.yearly"
RETURNED = "assessment.returned"
REMINDER = "assessment.reminder"

Running = tuple[Limit, tuple[Deadline, ...]]


def yearly(context: Context, year: int) -> Running:
    """To the end of 31 December, whenever the case was opened; the day before the year is not counted (CC §201).

    A reminder whose time is past is left out.
    """
    eve, last = date(year - 1, 12, 31), date(year, 12, 31)
    limit = start_limit(context, YEARLY, Level.L2, (last - eve).days, start=day_start(eve))
    warnings = ahead_of(context, limit, Role.DATA_PUBLISHER, Role.DESIGNATED_OFFICER, rule=REMINDER)
    return limit, tuple(one for one in warnings if one.due > context.now)


def returned(context: Context) -> Running:
    """The new date for a report that went back."""
    limit = start_limit(context, RETURNED, Level.L1)
    return limit, ahead_of(context, limit, Role.DATA_PUBLISHER)


def days_late(due: datetime, at: datetime) -> int:
    """Calendar days begun after the last day; 0 when `at` is in time."""
    return (local_day(at) - local_day(due)).days + 1 if at >= due else 0
