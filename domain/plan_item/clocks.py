"""The row's day as a time limit: its end is in the plan, so the limit takes as many days as lead there."""

from datetime import date

from domain.clocks import ahead_of, start_limit
from domain.days import day_start
from domain.deadlines import Level
from domain.kernel import Context, Refused
from domain.people import Role
from domain.plan_item.papers import Term
from domain.plan_item.reasons import PlanItemReason

DUE = "plan_item.due"


def term(context: Context, instrument: str, day: date) -> Term:
    """The limit to the end of `day`, counted from the plan's publication, and what warns of it.

    A reminder whose time is past is left out: the row was imported or adjusted too late for it. Raises `Refused`
    for a plan that the rules don't know, and for a day that does not come after it.
    """
    start = _published(context, instrument)
    days = (day - start).days
    if days < 1:
        raise Refused(PlanItemReason.DAY_BEFORE_PLAN, f"{day} is not after the plan of {start}")
    limit = start_limit(context, DUE, Level.L2, days, start=day_start(start))
    warnings = ahead_of(context, limit, Role.DATA_PUBLISHER)
    return Term(day=day, limit=limit, reminders=tuple(one for one in warnings if one.due > context.now))


def _published(context: Context, instrument: str) -> date:
    for known in context.rulebook.policy.instruments:
        if instrument in known.zh:
            return known.valid_from
    raise Refused(PlanItemReason.UNKNOWN_PLAN, f"{instrument} is not among the rules' instruments")
