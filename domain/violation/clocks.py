"""Which time limits start when. What they amount to stands in `rules/`; both are ours."""

from domain.clocks import ahead_of, start_limit
from domain.deadlines import Deadline, Level, Limit
from domain.kernel import Context
from domain.people import Role

HEARING = "violation.hearing"
PUBLICITY = "violation.publicity"


def hearing(context: Context) -> tuple[Limit, tuple[Deadline, ...]]:
    """For the party's view. Once it passes, the act may be recorded without one; a late view is still heard."""
    window = start_limit(context, HEARING, Level.EFFECT, tells=(Role.COMPETENT_DEPARTMENT,))
    return window, ahead_of(context, window, Role.APPLICANT)


def publicity(context: Context) -> Limit:
    """Months of publicity, which then ends by itself."""
    return start_limit(context, PUBLICITY, Level.EFFECT, tells=(Role.PLATFORM_OPERATOR,))
