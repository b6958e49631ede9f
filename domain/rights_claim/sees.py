"""What of a claim the claimant is not shown: how the platform does its work."""

from collections.abc import Mapping

from domain.kernel import Part
from domain.people import Role
from domain.visibility import INSIDE

WITHHELD: Mapping[Role, frozenset[Part]] = {Role.APPLICANT: INSIDE}
