"""What one may ask of an application, along the story; `kind` tells the commands apart."""

from domain.application.commands.agreement import (
    AgreementCommand,
    RecordAgreementDrafted,
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
from domain.standing import DutyCommand, TimeCommand

Command = IntakeCommand | ReviewCommand | AgreementCommand | DeliveryCommand | UsageCommand | DutyCommand | TimeCommand

__all__ = [
    "AcceptMaterials",
    "AcceptUsageReport",
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
    "ReturnUsageReport",
    "ReviewCommand",
    "SignAgreement",
    "SubmitApplication",
    "SubmitUsageReport",
    "UsageCommand",
    "WithdrawApplication",
]
