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
from domain.application.commands.expert import (
    AssessFusionRisk,
    DeclareConflict,
    ExpertCommand,
    GiveOpinion,
    MarkPriority,
    RequestExpertReview,
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
from domain.application.inbox import OpenSubOrder, RecordSubOrderResult
from domain.standing import DutyCommand, RecordMessagesSent, TimeCommand

SubOrderCommand = OpenSubOrder | RecordSubOrderResult  # what an application and its parts tell each other

Command = (
    IntakeCommand
    | ReviewCommand
    | ExpertCommand
    | SubOrderCommand
    | AgreementCommand
    | DeliveryCommand
    | UsageCommand
    | DutyCommand
    | RecordMessagesSent
    | TimeCommand
)

__all__ = [
    "AcceptMaterials",
    "AcceptUsageReport",
    "AgreementCommand",
    "ApproveApplication",
    "AssessFusionRisk",
    "Command",
    "ConfirmDeletion",
    "DeclareConflict",
    "DeliverData",
    "DeliveryCommand",
    "DraftApplication",
    "EditDraft",
    "ExpertCommand",
    "FileOfflineDelivery",
    "GiveOpinion",
    "HandOver",
    "IntakeCommand",
    "MarkPriority",
    "OpenSubOrder",
    "OverrideOneTimeNotice",
    "QuestionFiling",
    "RecordAccessClosed",
    "RecordAgreementDrafted",
    "RecordDelivery",
    "RecordPackagePrepared",
    "RecordSubOrderResult",
    "RefileOfflineDelivery",
    "RefuseAcceptance",
    "RefuseApplication",
    "RequestExpertReview",
    "ReturnUsageReport",
    "ReviewCommand",
    "SignAgreement",
    "SubOrderCommand",
    "SubmitApplication",
    "SubmitUsageReport",
    "UsageCommand",
    "WithdrawApplication",
]
