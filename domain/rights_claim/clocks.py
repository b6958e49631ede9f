"""Which time limits start when. What they amount to stands in `rules/`; all of it is ours, the text says at once."""

from domain.clocks import ahead_of, start_limit
from domain.deadlines import Level, Limit
from domain.kernel import Context
from domain.people import Role

EVIDENCE = "rights_claim.evidence"
SUSPEND = "rights_claim.suspend"
VERIFY = "rights_claim.verify"


def evidence(context: Context) -> tuple[Limit, ...]:
    """From the publisher's question; passing it only reminds both sides, the claim goes on waiting."""
    limit = start_limit(context, EVIDENCE, Level.REMINDER, tells=(Role.APPLICANT, Role.DATA_PUBLISHER))
    return (limit, *ahead_of(context, limit, Role.APPLICANT))


def verify(context: Context) -> tuple[Limit, ...]:
    """From the first evidence, or from the day the claim is to be decided again, to the outcome."""
    limit = start_limit(context, VERIFY, Level.L1)
    return (limit, *ahead_of(context, limit, Role.DATA_PUBLISHER))


def suspend(context: Context) -> Limit:
    """From the judgment that suspension is necessary, until the item is suspended."""
    return start_limit(context, SUSPEND, Level.L2)
