"""What one may ask of an application, along the story; `kind` tells the commands apart."""

from domain.application.commands.agreement import (
    AgreementCommand,
    RecordAgreementDrafted,
    RetryDuty,
    SignAgreement,
)
from domain.application.commands.delivery import (
    DeliverData,
    DeliveryCommand,
    FileOfflineDelivery,
    HandOver,
    QuestionFiling,
    RecordDelivery,
    RecordPackagePrepared,
    RefileOfflineDelivery,
)
from domain.application.commands.intake import (
    DraftApplication,
    EditDraft,
    IntakeCommand,
    SubmitApplication,
    WithdrawApplication,
)
from domain.application.commands.review import (
    AcceptMaterials,
    ApproveApplication,
    OverrideOneTimeNotice,
    RefuseAcceptance,
    RefuseApplication,
    ReviewCommand,
)
from domain.application.commands.usage import (
    AcceptUsageReport,
    ConfirmDeletion,
    RecordAccessClosed,
    ReturnUsageReport,
    SubmitUsageReport,
    UsageCommand,
)
from domain.kernel import AdoptCalendar, ReportDeadlinePassed, ReportDutyFailed

Command = (
    IntakeCommand
    | ReviewCommand
    | AgreementCommand
    | DeliveryCommand
    | UsageCommand
    | ReportDeadlinePassed
    | ReportDutyFailed
    | AdoptCalendar
)

__all__ = [
    "AcceptMaterials",
    "AcceptUsageReport",
    "AdoptCalendar",
    "AgreementCommand",
    "ApproveApplication",
    "Command",
    "ConfirmDeletion",
    "DeliverData",
    "DeliveryCommand",
    "DraftApplication",
    "EditDraft",
    "FileOfflineDelivery",
    "HandOver",
    "IntakeCommand",
    "OverrideOneTimeNotice",
    "QuestionFiling",
    "RecordAccessClosed",
    "RecordAgreementDrafted",
    "RecordDelivery",
    "RecordPackagePrepared",
    "RefileOfflineDelivery",
    "RefuseAcceptance",
    "RefuseApplication",
    "ReportDeadlinePassed",
    "ReportDutyFailed",
    "RetryDuty",
    "ReturnUsageReport",
    "ReviewCommand",
    "SignAgreement",
    "SubmitApplication",
    "SubmitUsageReport",
    "UsageCommand",
    "WithdrawApplication",
]
