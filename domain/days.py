"""Days and their bounds in Shanghai, where every limit of these rules runs (Civil Code §202-203)."""

from calendar import monthrange
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")  # no summer time there since 1991
ONE_DAY = timedelta(days=1)
SATURDAY = 5


def local_day(instant: datetime) -> date:
    """The day in Shanghai. A naive instant is a ValueError: it would mean this machine's zone."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} has no time zone")
    return instant.astimezone(SHANGHAI).date()


def day_start(day: date) -> datetime:
    """00:00 in Shanghai."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def day_end(day: date) -> datetime:
    """24:00 in Shanghai, the exclusive bound of a deadline's last day (Civil Code §203)."""
    return day_start(day + ONE_DAY)


def corresponding_day(start: date, months: int) -> date:
    """The same day of the month, else the month's last (Civil Code §202)."""
    year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month0 + 1, min(start.day, monthrange(year, month0 + 1)[1]))


class PlanStanding(StrEnum):
    """How "by X月X日前" was met; the day itself is inside, and flagged (POLICY.md, config)."""

    MET = "met"
    BOUNDARY = "boundary"
    LATE = "late"


def plan_standing(last_day: date, met_at: datetime) -> PlanStanding:
    """Reads a plan's date: it is included, a calendar date, and never rolled over a rest day.

    Its exclusive bound is `day_end(last_day)`.
    """
    day = local_day(met_at)
    if day == last_day:
        return PlanStanding.BOUNDARY
    return PlanStanding.MET if day < last_day else PlanStanding.LATE
