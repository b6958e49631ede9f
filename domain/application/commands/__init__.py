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
    RequireWorkspace,
)
from domain.application.commands.intake import (
    DraftApplication,
    EditDraft,
    IntakeCommand,
    SubmitApplication,
    WithdrawApplication,
)
from domain.application.commands.paper_signing import (
    ConsentToPaper,
    PaperSigningCommand,
    RegisterSignedScan,
    RequestPaperSigning,
)
from domain.application.commands.records import RecordsCommand, RegisterOutcome, RegisterReceipt
from domain.application.commands.review import (
    AcceptMaterials,
    ApproveApplication,
    OverrideOneTimeNotice,
    RefuseAcceptance,
    RefuseApplication,
    ReviewCommand,
)
from domain.application.commands.spot_check import (
    AnswerSpotCheck,
    CloseSpotCheck,
    OrderSpotCheck,
    SpotCheckCommand,
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

Command = (
    IntakeCommand
    | ReviewCommand
    | AgreementCommand
    | PaperSigningCommand
    | DeliveryCommand
    | RecordsCommand
    | UsageCommand
    | SpotCheckCommand
    | DutyCommand
    | TimeCommand
)

__all__ = [
    "AcceptMaterials",
    "AcceptUsageReport",
    "AgreementCommand",
    "AnswerSpotCheck",
    "ApproveApplication",
    "CloseSpotCheck",
    "Command",
    "ConfirmDeletion",
    "ConsentToPaper",
    "DeliverData",
    "DeliveryCommand",
    "DraftApplication",
    "EditDraft",
    "FileOfflineDelivery",
    "HandOver",
    "IntakeCommand",
    "OrderSpotCheck",
    "OverrideOneTimeNotice",
    "PaperSigningCommand",
    "QuestionFiling",
    "RecordAccessClosed",
    "RecordAgreementDrafted",
    "RecordDelivery",
    "RecordPackagePrepared",
    "RecordsCommand",
    "RefileOfflineDelivery",
    "RefuseAcceptance",
    "RefuseApplication",
    "RegisterOutcome",
    "RegisterReceipt",
    "RegisterSignedScan",
    "RequestPaperSigning",
    "RequireWorkspace",
    "ReturnUsageReport",
    "ReviewCommand",
    "SignAgreement",
    "SpotCheckCommand",
    "SubmitApplication",
    "SubmitUsageReport",
    "UsageCommand",
    "WithdrawApplication",
]
