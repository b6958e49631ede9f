"""What reminds of a demand. No text sets a date for it, so these only remind, and nothing is ever overdue."""

from domain.clocks import start_limit
from domain.deadlines import Level, Limit
from domain.kernel import Context
from domain.people import Role
from domain.standing import HEADS_UP

TRIAGE = "demand.triage"
REPLY = "demand.reply"


def triage(context: Context) -> Limit:
    """From receipt: the competent department hears that the demand still waits."""
    return _reminder(context, TRIAGE, Role.COMPETENT_DEPARTMENT)


def reply(context: Context) -> Limit:
    """From forwarding: the publisher hears that it has not decided."""
    return _reminder(context, REPLY, Role.DATA_PUBLISHER)


def _reminder(context: Context, rule: str, *tells: Role) -> Limit:
    limit = start_limit(context, rule, Level.REMINDER, tells=tells)
    return limit.model_copy(update={"name": rule + HEADS_UP})
