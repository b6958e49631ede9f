"""What of a violation its party is not shown: who reported it, who concurred in what, who approved its publicity.

A report's own case is hidden from the party as a whole (`summary.py`); its reporter sees that one, as one who asked.
"""

from collections.abc import Mapping

from domain.kernel import Part
from domain.people import Role
from domain.violation.events import ConcurrenceGiven, ViolationAlleged, ViolationPublicised
from domain.violation.papers import Concurrence
from domain.violation.state import Dossier, Publicised
from domain.visibility import INSIDE

WITHHELD: Mapping[Role, frozenset[Part]] = {
    Role.APPLICANT: INSIDE
    | {
        (ViolationAlleged, "report"),
        (Dossier, "report"),
        (ViolationAlleged, "detected_by"),
        (ViolationPublicised, "approver"),
        (Publicised, "approver"),
        ConcurrenceGiven,
        Concurrence,
    },
}
