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
)
from domain.application.events.expert import (
    ConflictDeclared,
    ExpertEvent,
    ExpertReviewRequested,
    FusionRiskAssessed,
    OpinionGiven,
    PriorityMarked,
)
from domain.application.events.intake import (
    ApplicationDrafted,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    DraftEdited,
    IntakeEvent,
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
from domain.standing import DutyEvent, MessagesSent, TimeEvent

Event = (
    IntakeEvent
    | ReviewEvent
    | ExpertEvent
    | SubOrderEvent
    | AgreementEvent
    | DeliveryEvent
    | UsageEvent
    | DutyEvent
    | MessagesSent
    | TimeEvent
)

__all__ = [
    "AcceptanceRefused",
    "AccessClosed",
    "AgreementDrafted",
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
    "CaseClosed",
    "ConflictDeclared",
    "DataDelivered",
    "DataHandedOver",
    "DeletionConfirmed",
    "DeliveryEvent",
    "DeliveryOrdered",
    "DraftEdited",
    "Event",
    "ExpertEvent",
    "ExpertReviewRequested",
    "FilingQuestioned",
    "FusionRiskAssessed",
    "IntakeEvent",
    "MaterialsAccepted",
    "OfflineDeliveryFiled",
    "OfflineDeliveryRefiled",
    "OneTimeNoticeBreached",
    "OneTimeNoticeOverridden",
    "OpinionGiven",
    "PackagePrepared",
    "PolicyGapFound",
    "PriorityMarked",
    "ReviewEvent",
    "SignatureGiven",
    "SubOrderDecided",
    "SubOrderEvent",
    "SubOrderOpened",
    "SubOrderResultNoted",
    "TermEnded",
    "UsageBreachAlleged",
    "UsageEvent",
    "UsageReportAccepted",
    "UsageReportOverdue",
    "UsageReportReturned",
    "UsageReportScheduled",
    "UsageReportSubmitted",
]
