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

Event = IntakeEvent | ReviewEvent | AgreementEvent | DeliveryEvent | UsageEvent | DutyEvent | TimeEvent

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
    "PackagePrepared",
    "PolicyGapFound",
    "ReviewEvent",
    "SignatureGiven",
    "TermEnded",
    "UsageBreachAlleged",
    "UsageEvent",
    "UsageReportAccepted",
    "UsageReportOverdue",
    "UsageReportReturned",
    "UsageReportScheduled",
    "UsageReportSubmitted",
]
