"""What happened to an application, along the story. Kinds and fields are storage: never rename one."""

from domain.application.events.access import (
    AccessEvent,
    AccessRestricted,
    AgreementEndedEarly,
    ApprovalRevoked,
    DeliveryResumed,
    DeliverySuspended,
    RestrictionLifted,
)
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
from domain.application.events.expert import (
    ConflictDeclared,
    ExpertEvent,
    ExpertReviewRequested,
    FusionRiskAssessed,
    OpinionGiven,
    PriorityMarked,
)
from domain.application.events.fast_track import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentRectified,
    FastTrackEvent,
    RectificationOrdered,
    SupervisionStarted,
)
from domain.application.events.intake import (
    ApplicationDrafted,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    DraftEdited,
    IntakeEvent,
)
from domain.application.events.news import (
    ItemChangeNoted,
    ItemResumptionNoted,
    ItemSuspensionNoted,
    NewsEvent,
    ViolationNoted,
)
from domain.application.events.paper_signing import (
    PaperSigningConsented,
    PaperSigningEvent,
    PaperSigningRequested,
    SignedScanRegistered,
)
from domain.application.events.records import OutcomeRegistered, ReceiptRegistered, RecordsEvent, ResultAcknowledged
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
from domain.application.events.sub_orders import (
    ApplicationConcluded,
    ApplicationDispatched,
    SubOrderDecided,
    SubOrderEvent,
    SubOrderOpened,
    SubOrderResultNoted,
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
from domain.standing import AskersNoted, DutyEvent, MessagesSent, TimeEvent

Event = (
    IntakeEvent
    | ReviewEvent
    | ExpertEvent
    | FastTrackEvent
    | SubOrderEvent
    | AgreementEvent
    | PaperSigningEvent
    | DeliveryEvent
    | RecordsEvent
    | UsageEvent
    | SpotCheckEvent
    | NewsEvent
    | AccessEvent
    | MessagesSent
    | DutyEvent
    | AskersNoted
    | TimeEvent
)

__all__ = [
    "AcceptanceRefused",
    "AccessClosed",
    "AccessEvent",
    "AccessRestricted",
    "AgreementDrafted",
    "AgreementEndedEarly",
    "AgreementEvent",
    "AgreementSigned",
    "ApplicationApproved",
    "ApplicationConcluded",
    "ApplicationDispatched",
    "ApplicationDrafted",
    "ApplicationRefused",
    "ApplicationSubmitted",
    "ApplicationWithdrawn",
    "ApprovalLapsed",
    "ApprovalRevoked",
    "CaseClosed",
    "CommitmentBroken",
    "CommitmentKept",
    "CommitmentRectified",
    "ConflictDeclared",
    "DataDelivered",
    "DataHandedOver",
    "DeletionConfirmed",
    "DeliveryEvent",
    "DeliveryOrdered",
    "DeliveryResumed",
    "DeliverySuspended",
    "DraftEdited",
    "Event",
    "ExpertEvent",
    "ExpertReviewRequested",
    "FastTrackEvent",
    "FilingQuestioned",
    "FusionRiskAssessed",
    "IntakeEvent",
    "ItemChangeNoted",
    "ItemResumptionNoted",
    "ItemSuspensionNoted",
    "MaterialsAccepted",
    "NewsEvent",
    "OfflineDeliveryFiled",
    "OfflineDeliveryRefiled",
    "OneTimeNoticeBreached",
    "OneTimeNoticeOverridden",
    "OpinionGiven",
    "OutcomeRegistered",
    "PackagePrepared",
    "PaperSigningConsented",
    "PaperSigningEvent",
    "PaperSigningRequested",
    "PolicyGapFound",
    "PriorityMarked",
    "ReceiptRegistered",
    "RecordsEvent",
    "RectificationOrdered",
    "RestrictionLifted",
    "ResultAcknowledged",
    "ReviewEvent",
    "SignatureGiven",
    "SignedScanRegistered",
    "SpotCheckAnswered",
    "SpotCheckClosed",
    "SpotCheckEvent",
    "SpotCheckOrdered",
    "SubOrderDecided",
    "SubOrderEvent",
    "SubOrderOpened",
    "SubOrderResultNoted",
    "SupervisionStarted",
    "TermEnded",
    "UsageBreachAlleged",
    "UsageEvent",
    "UsageReportAccepted",
    "UsageReportOverdue",
    "UsageReportReturned",
    "UsageReportScheduled",
    "UsageReportSubmitted",
    "ViolationNoted",
    "WorkspaceRequired",
]
