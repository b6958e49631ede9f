"""Where an open case waits: the seats that worklists are read from (migration 0012), for one case at a time."""

from domain.deadlines import Level
from domain.kernel import DeadlinePassed, Summary
from domain.people import Role
from domain.value import Value

Seats = frozenset[tuple[Role, str]]
"""Roles of organisations; '' for a role that no organisation is bound in."""


def seats_of(summary: Summary) -> Seats:
    """The seats of a case that is not closed: its holder's, and those of whom it was escalated to."""
    roles = (*summary.escalated_to, *((summary.holder,) if summary.holder else ()))
    return frozenset((role, one) for role in roles for one in summary.parties.get(role, ("",)))


def is_late(event: Value) -> bool:
    """Whether a deadline passed that changes nothing by itself: a reminder, a limit, an escalation."""
    return isinstance(event, DeadlinePassed) and event.level is not Level.EFFECT
