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
from domain.standing import DutyEvent, MessagesSent, TimeEvent

Event = (
    IntakeEvent
    | ReviewEvent
    | FastTrackEvent
    | AgreementEvent
    | DeliveryEvent
    | UsageEvent
    | NewsEvent
    | AccessEvent
    | MessagesSent
    | DutyEvent
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
    "DataDelivered",
    "DataHandedOver",
    "DeletionConfirmed",
    "DeliveryEvent",
    "DeliveryOrdered",
    "DeliveryResumed",
    "DeliverySuspended",
    "DraftEdited",
    "Event",
    "FastTrackEvent",
    "FilingQuestioned",
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
    "PackagePrepared",
    "PolicyGapFound",
    "RectificationOrdered",
    "RestrictionLifted",
    "ReviewEvent",
    "SignatureGiven",
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
]
