"""Starting a time limit, and what warns of it. What a limit amounts to stands in `rules/`."""

from datetime import datetime, timedelta

from domain.deadlines import Deadline, Level, Limit, NoLimit
from domain.kernel import Context
from domain.people import Role
from domain.standing import HEADS_UP

REMINDER = "escalation.reminder"


def start_limit(
    context: Context,
    rule: str,
    level: Level,
    amount: int | None = None,
    *,
    start: datetime | None = None,
    tells: tuple[Role, ...] | None = None,
) -> Limit:
    """The limit of that rule, from now or from `start`, told on passing to its level's ladder or to `tells`."""
    limit = context.rulebook.deadline(rule, start or context.now, name=rule, level=level, amount=amount)
    told = tells is not None and isinstance(limit, Deadline)
    return limit.model_copy(update={"tells": tells}) if told else limit


def ahead_of(
    context: Context, limit: Limit, *tells: Role, level: Level = Level.REMINDER, rule: str = REMINDER
) -> tuple[Deadline, ...]:
    """What warns of `limit`, if there is one, so many working days ahead as `rule` says.

    `tells` instead of the level's ladder, if any are named.
    """
    if isinstance(limit, NoLimit):
        return ()
    days = context.rulebook.number(rule, limit.receipt.started_at)
    reminder = context.rulebook.ahead(limit, days, name=limit.name + HEADS_UP, level=level, rule=rule)
    return (reminder.model_copy(update={"tells": tells}) if tells else reminder,)


def last_day(context: Context) -> datetime:
    """When one limit follows another, it starts on that one's last day, and the next is its first (Civil Code §201)."""
    return context.now - timedelta(microseconds=1)
