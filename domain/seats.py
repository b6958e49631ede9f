"""Where an open case waits: the seats that worklists are read from (migration 0012), for one case at a time."""

from domain.deadlines import Level
from domain.kernel import DeadlinePassed, Summary
from domain.people import Actor, Role
from domain.value import Value
from domain.visibility import SEES_ALL

Seats = frozenset[tuple[Role, str]]
"""Roles of organisations; '' for a role that no organisation is bound in."""


def seats_of(summary: Summary, *, closed: bool) -> Seats:
    """The seats of a case: its holder's, and those of whom it was escalated to; none once it is closed."""
    roles = () if closed else (*summary.escalated_to, *((summary.holder,) if summary.holder else ()))
    return frozenset((role, one) for role in roles for one in summary.parties.get(role, ("",)))


def sits(actor: Actor, seats: Seats) -> bool:
    """Whether it waits for the actor; an unbound role waits for all who hold it, if they see every case."""
    unbound = actor.role in SEES_ALL and (actor.role, "") in seats
    return unbound or (actor.role, actor.organisation) in seats


def is_late(event: Value) -> bool:
    """Whether a deadline passed that changes nothing by itself: a reminder, a limit, an escalation."""
    return isinstance(event, DeadlinePassed) and event.level is not Level.EFFECT
