"""What happened to an application, along the story. Kinds and fields are storage: never rename one."""

from domain.application.events.agreement import (
    AgreementDrafted,
    AgreementEvent,
    AgreementSigned,
    ApprovalLapsed,
    SignatureGiven,
)
from domain.application.events.delivery import (
    DataDelivered,
    DataHandedOver,
    DeliveryEvent,
    DeliveryOrdered,
    FilingQuestioned,
    OfflineDeliveryFiled,
    OfflineDeliveryRefiled,
    PackagePrepared,
    WorkspaceRequired,
)
from domain.application.events.intake import (
    ApplicationDrafted,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    DraftEdited,
    IntakeEvent,
)
from domain.application.events.paper_signing import (
    PaperSigningConsented,
    PaperSigningEvent,
    PaperSigningRequested,
    SignedScanRegistered,
)
from domain.application.events.records import OutcomeRegistered, ReceiptRegistered, RecordsEvent
from domain.application.events.review import (
    AcceptanceRefused,
    ApplicationApproved,
    ApplicationRefused,
    MaterialsAccepted,
    OneTimeNoticeBreached,
    OneTimeNoticeOverridden,
    PolicyGapFound,
    ReviewEvent,
)
from domain.application.events.spot_check import (
    SpotCheckAnswered,
    SpotCheckClosed,
    SpotCheckEvent,
    SpotCheckOrdered,
)
from domain.application.events.usage import (
    AccessClosed,
    CaseClosed,
    DeletionConfirmed,
    TermEnded,
    UsageBreachAlleged,
    UsageEvent,
    UsageReportAccepted,
    UsageReportOverdue,
    UsageReportReturned,
    UsageReportScheduled,
    UsageReportSubmitted,
)
from domain.standing import DutyEvent, TimeEvent

Event = (
    IntakeEvent
    | ReviewEvent
    | AgreementEvent
    | PaperSigningEvent
    | DeliveryEvent
    | RecordsEvent
    | UsageEvent
    | SpotCheckEvent
    | DutyEvent
    | TimeEvent
)

__all__ = [
    "AcceptanceRefused",
    "AccessClosed",
    "AgreementDrafted",
    "AgreementEvent",
    "AgreementSigned",
    "ApplicationApproved",
    "ApplicationDrafted",
    "ApplicationRefused",
    "ApplicationSubmitted",
    "ApplicationWithdrawn",
    "ApprovalLapsed",
    "CaseClosed",
    "DataDelivered",
    "DataHandedOver",
    "DeletionConfirmed",
    "DeliveryEvent",
    "DeliveryOrdered",
    "DraftEdited",
    "Event",
    "FilingQuestioned",
    "IntakeEvent",
    "MaterialsAccepted",
    "OfflineDeliveryFiled",
    "OfflineDeliveryRefiled",
    "OneTimeNoticeBreached",
    "OneTimeNoticeOverridden",
    "OutcomeRegistered",
    "PackagePrepared",
    "PaperSigningConsented",
    "PaperSigningEvent",
    "PaperSigningRequested",
    "PolicyGapFound",
    "ReceiptRegistered",
    "RecordsEvent",
    "ReviewEvent",
    "SignatureGiven",
    "SignedScanRegistered",
    "SpotCheckAnswered",
    "SpotCheckClosed",
    "SpotCheckEvent",
    "SpotCheckOrdered",
    "TermEnded",
    "UsageBreachAlleged",
    "UsageEvent",
    "UsageReportAccepted",
    "UsageReportOverdue",
    "UsageReportReturned",
    "UsageReportScheduled",
    "UsageReportSubmitted",
    "WorkspaceRequired",
]
