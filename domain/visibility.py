"""Who may see a case at all. To anyone else it does not exist."""

from domain.kernel import Summary
from domain.people import Actor, Role

SEES_ALL = frozenset(
    {
        Role.PLATFORM_OPERATOR,
        Role.COMPETENT_DEPARTMENT,
        Role.CAC,  # it may spot-check any agreement (R22 §29)
        Role.GENERAL_OFFICE,
        Role.AUDITOR,
        Role.CLOCK,
    }
)
"""Roles that see every case; anyone else sees those that their organisation is a party of."""


def involved(summary: Summary) -> frozenset[str]:
    """The organisations and persons that are party of the case."""
    parties = {one for group in summary.parties.values() for one in group}
    return frozenset(parties | {*summary.applicants})


def may_see(actor: Actor, summary: Summary) -> bool:
    """Whether the case exists for the actor: they or their organisation are party, or their role sees all."""
    return actor.role in SEES_ALL or bool(involved(summary) & {actor.organisation, actor.id})
