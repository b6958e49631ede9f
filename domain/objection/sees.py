"""What of an objection the objector is not shown: the operator's note to the publisher."""

from collections.abc import Mapping

from domain.kernel import Part
from domain.objection.events import ObjectionTransferred
from domain.people import Role
from domain.visibility import INSIDE

WITHHELD: Mapping[Role, frozenset[Part]] = {Role.APPLICANT: INSIDE | {(ObjectionTransferred, "note")}}
