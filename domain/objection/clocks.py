"""Which time limits start when. All are our setting: the city's own rules on objections are not among the texts."""

from domain.clocks import ahead_of, start_limit
from domain.deadlines import Deadline, Level, Limit
from domain.kernel import Context
from domain.people import Role

MARK = "objection.mark"
TRANSFER = "objection.transfer"
DECIDE = "objection.decide"


def raised(context: Context) -> tuple[Limit, Limit]:
    """To mark and to transfer, both from the raising. The named officer hears, and the operator who may act too."""
    mark = start_limit(context, MARK, Level.L1, tells=(Role.DESIGNATED_OFFICER, Role.PLATFORM_OPERATOR))
    return mark, start_limit(context, TRANSFER, Level.L1, tells=(Role.PLATFORM_OPERATOR,))


def decide(context: Context) -> tuple[Limit, tuple[Deadline, ...]]:
    """To correct or uphold, from the transfer; the publisher is reminded."""
    limit = start_limit(context, DECIDE, Level.L2)
    return limit, ahead_of(context, limit, Role.DATA_PUBLISHER)
