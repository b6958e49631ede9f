"""What one may ask of an application, along the story; `kind` tells the commands apart."""

from domain.application.commands.access import (
    AccessCommand,
    RecordDeliveryResumed,
    RecordDeliverySuspended,
    ResumeUse,
    RevokeApproval,
    SuspendUse,
)
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
from domain.application.commands.expert import (
    AssessFusionRisk,
    DeclareConflict,
    ExpertCommand,
    GiveOpinion,
    MarkPriority,
    RequestExpertReview,
)
from domain.application.commands.fast_track import FastTrackApprove, FastTrackCommand, ReportSupervision
from domain.application.commands.intake import (
    DraftApplication,
    EditDraft,
    IntakeCommand,
    SubmitApplication,
    WithdrawApplication,
)
from domain.application.commands.news import NewsCommand
from domain.application.commands.paper_signing import (
    ConsentToPaper,
    PaperSigningCommand,
    RegisterSignedScan,
    RequestPaperSigning,
)
from domain.application.commands.records import AcknowledgeResult, RecordsCommand, RegisterOutcome, RegisterReceipt
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
from domain.application.commands.sub_orders import SubOrderCommand
from domain.application.commands.usage import (
    AcceptUsageReport,
    ConfirmDeletion,
    RecordAccessClosed,
    ReturnUsageReport,
    SubmitUsageReport,
    UsageCommand,
)
from domain.application.inbox import (
    CloseForViolation,
    LiftRestriction,
    NoteItemChanged,
    NoteItemResumed,
    NoteItemSuspended,
    NoteViolation,
    OpenSubOrder,
    RecordSubOrderResult,
    RestrictAccess,
)
from domain.standing import DutyCommand, RecordMessagesSent, TimeCommand

Command = (
    IntakeCommand
    | ReviewCommand
    | ExpertCommand
    | FastTrackCommand
    | SubOrderCommand
    | AgreementCommand
    | PaperSigningCommand
    | DeliveryCommand
    | RecordsCommand
    | UsageCommand
    | SpotCheckCommand
    | NewsCommand
    | AccessCommand
    | RecordMessagesSent
    | DutyCommand
    | TimeCommand
)

__all__ = [
    "AcceptMaterials",
    "AcceptUsageReport",
    "AccessCommand",
    "AcknowledgeResult",
    "AgreementCommand",
    "AnswerSpotCheck",
    "ApproveApplication",
    "AssessFusionRisk",
    "CloseForViolation",
    "CloseSpotCheck",
    "Command",
    "ConfirmDeletion",
    "ConsentToPaper",
    "DeclareConflict",
    "DeliverData",
    "DeliveryCommand",
    "DraftApplication",
    "EditDraft",
    "ExpertCommand",
    "FastTrackApprove",
    "FastTrackCommand",
    "FileOfflineDelivery",
    "GiveOpinion",
    "HandOver",
    "IntakeCommand",
    "LiftRestriction",
    "MarkPriority",
    "NewsCommand",
    "NoteItemChanged",
    "NoteItemResumed",
    "NoteItemSuspended",
    "NoteViolation",
    "OpenSubOrder",
    "OrderSpotCheck",
    "OverrideOneTimeNotice",
    "PaperSigningCommand",
    "QuestionFiling",
    "RecordAccessClosed",
    "RecordAgreementDrafted",
    "RecordDelivery",
    "RecordDeliveryResumed",
    "RecordDeliverySuspended",
    "RecordPackagePrepared",
    "RecordSubOrderResult",
    "RecordsCommand",
    "RefileOfflineDelivery",
    "RefuseAcceptance",
    "RefuseApplication",
    "RegisterOutcome",
    "RegisterReceipt",
    "RegisterSignedScan",
    "ReportSupervision",
    "RequestExpertReview",
    "RequestPaperSigning",
    "RequireWorkspace",
    "RestrictAccess",
    "ResumeUse",
    "ReturnUsageReport",
    "ReviewCommand",
    "RevokeApproval",
    "SignAgreement",
    "SpotCheckCommand",
    "SubOrderCommand",
    "SubmitApplication",
    "SubmitUsageReport",
    "SuspendUse",
    "UsageCommand",
    "WithdrawApplication",
]
