"""The one time limit of a list change; what it amounts to stands in `rules/`."""

from domain.clocks import ahead_of, start_limit
from domain.deadlines import Deadline, Level, Limit
from domain.kernel import Context
from domain.people import Role

REVIEW = "list_change.review"


def review(context: Context, reviewer: Role) -> tuple[Limit, tuple[Deadline, ...]]:
    """From submission, and again from each later one; the reviewer is reminded. Passing it decides nothing."""
    limit = start_limit(context, REVIEW, Level.L2)
    return limit, ahead_of(context, limit, reviewer)
