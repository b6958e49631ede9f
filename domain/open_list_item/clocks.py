"""When new data is due. How many days each frequency gives is configuration, in `rules/` (R22 §9(5); P25 §6)."""

from datetime import datetime

from domain.clocks import ahead_of, last_day, start_limit
from domain.days import local_day
from domain.deadlines import Deadline, Level, Limit
from domain.items import PublishedItem, UpdateFrequency
from domain.kernel import Context
from domain.open_list_item.papers import Awaited, Late, Untimed, Updates
from domain.open_list_item.state import is_renewed
from domain.people import Role
from domain.rulebook import INSTANT

# real time and static have none
RULES = {
    UpdateFrequency.DAILY: "item.update.daily",
    UpdateFrequency.WEEKLY: "item.update.weekly",
    UpdateFrequency.MONTHLY: "item.update.monthly",
    UpdateFrequency.QUARTERLY: "item.update.quarterly",
    UpdateFrequency.YEARLY: "item.update.yearly",
}


def awaiting(context: Context, item: PublishedItem) -> Updates:
    """The date by which the item's next data is due, counted from now; none where no date runs."""
    rule = RULES.get(item.update_frequency)
    if rule is None or not is_renewed(item):
        return Untimed()
    due, reminders = _due(context, rule, context.now)
    return Awaited(due=due, reminders=reminders)


def following(context: Context, item: PublishedItem) -> tuple[Limit, tuple[Deadline, ...]]:
    """The date after one that is just missed: the periods follow one another without a gap."""
    return _due(context, RULES[item.update_frequency], last_day(context))


def _due(context: Context, rule: str, start: datetime) -> tuple[Limit, tuple[Deadline, ...]]:
    """A date, and what warns the publisher of it, unless that would be no later than the start."""
    due = start_limit(context, rule, Level.L1, start=start)
    reminders = ahead_of(context, due, Role.DATA_PUBLISHER)
    return due, tuple(reminder for reminder in reminders if reminder.due > context.now)


def running(updates: Updates) -> tuple[Limit, ...]:
    """The date that runs with its reminders, if one does."""
    return () if isinstance(updates, Untimed) else (updates.due, *updates.reminders)


def is_timed(updates: Updates) -> bool:
    """Whether a date runs."""
    return any(isinstance(due, Deadline) for due in running(updates))


def days_late(updates: Updates, now: datetime) -> int:
    """Calendar days after the first date missed; 0 when none was."""
    if not isinstance(updates, Late):
        return 0
    return (local_day(now) - local_day(updates.since - INSTANT)).days
