"""What of an application is not shown to whom: the review's inside to those who asked, all after it to experts."""

from collections.abc import Mapping
from typing import get_args

from domain.application.commitment import Supervision
from domain.application.credit import CreditCheck
from domain.application.delivery_papers import ApiAccess, Download, Filing, HandedOver, Package, Receipt, Workspace
from domain.application.dossier import Dossier
from domain.application.events import (
    AccessEvent,
    AgreementEvent,
    ApplicationApproved,
    ConflictDeclared,
    DeliveryEvent,
    ExpertReviewRequested,
    FastTrackEvent,
    FusionRiskAssessed,
    OpinionGiven,
    PaperSigningEvent,
    PriorityMarked,
    RecordsEvent,
    SpotCheckEvent,
    SubOrderOpened,
    UsageEvent,
    ViolationNoted,
)
from domain.application.papers import Agreement, Drawn, ReportDue, ReportHandedIn
from domain.application.review_papers import ReviewPapers
from domain.application.signing_on_paper import PaperAllowed, PaperRequested
from domain.application.spot_check import CheckAnswered, CheckOrdered, Risk, Sample
from domain.application.state import Using
from domain.kernel import Part
from domain.people import Role
from domain.visibility import INSIDE

_RECORDS: frozenset[Part] = frozenset(
    {ViolationNoted, CreditCheck, (Dossier, "violations"), (SubOrderOpened, "violations")}
)
_REVIEW: frozenset[Part] = frozenset(
    {
        FusionRiskAssessed,
        ExpertReviewRequested,  # experts are not to be spoken to by those they judge
        OpinionGiven,
        ConflictDeclared,
        PriorityMarked,
        ReviewPapers,
        (ApplicationApproved, "risk_note"),
        (Sample, "drawn"),  # other users' cases
        (Risk, "reason"),
    }
)
_AFTER_REVIEW = (
    *(AccessEvent, AgreementEvent, DeliveryEvent, FastTrackEvent),
    *(PaperSigningEvent, RecordsEvent, SpotCheckEvent, UsageEvent),
)
_AFTERWARDS: frozenset[Part] = frozenset(
    {
        *(event for stretch in _AFTER_REVIEW for event in get_args(stretch)),
        *(Agreement, Drawn, PaperRequested, PaperAllowed, Supervision),
        *(Download, ApiAccess, Workspace, HandedOver, Filing, Package, Receipt),
        *(ReportDue, ReportHandedIn, CheckOrdered, CheckAnswered),
        (Using, "outcomes"),
        (Dossier, "acknowledged"),
        (Dossier, "restricted"),
    }
)
_OTHER_EXPERTS: frozenset[Part] = frozenset({ConflictDeclared, (ReviewPapers, "conflicts")})

WITHHELD: Mapping[Role, frozenset[Part]] = {
    Role.APPLICANT: INSIDE | _RECORDS | _REVIEW,
    Role.EXPERT: INSIDE | _RECORDS | _AFTERWARDS | _OTHER_EXPERTS,
}
