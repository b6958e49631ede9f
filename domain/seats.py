"""Where an open case waits: the seats that worklists are read from (migration 0012), for one case at a time."""

from domain.deadlines import Level
from domain.kernel import DeadlinePassed, Seat, Summary
from domain.value import Value

Seats = frozenset[Seat]


def seats_of(summary: Summary) -> Seats:
    """The seats of a case that is not closed: its holder's, of whom it was escalated to, of who was asked by name."""
    roles = (*summary.escalated_to, *((summary.holder,) if summary.holder else ()))
    in_turn = (Seat(role, one) for role in roles for one in summary.parties.get(role, ("",)))
    return frozenset((*in_turn, *summary.awaited))


def is_late(event: Value) -> bool:
    """Whether a deadline passed that changes nothing by itself: a reminder, a limit, an escalation."""
    return isinstance(event, DeadlinePassed) and event.level is not Level.EFFECT
