"""What of a demand its asker is not shown: notes between authorities, and other people's demands."""

from collections.abc import Mapping

from domain.demand.events import DemandForwarded, DemandPrioritised, MergedDemandNoted
from domain.demand.papers import Priority
from domain.demand.state import Adopted, DemandDossier, WithPublisher
from domain.kernel import Part
from domain.people import Role
from domain.visibility import INSIDE

_OTHERS: frozenset[Part] = frozenset({MergedDemandNoted, (DemandDossier, "merged")})

WITHHELD: Mapping[Role, frozenset[Part]] = {
    Role.APPLICANT: INSIDE
    | _OTHERS
    | {
        (DemandForwarded, "note"),
        (WithPublisher, "note"),
        (Adopted, "note"),
        (DemandPrioritised, "reason"),
        (Priority, "reason"),
    },
    Role.CONSULTATION_POINT: INSIDE | _OTHERS,
}
