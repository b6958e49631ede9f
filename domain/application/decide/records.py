"""What is put on record beside the process: that the result was received, and what follows a delivery (R22 §19–§29)."""

from typing import assert_never

from domain.application.commands.records import AcknowledgeResult, RecordsCommand, RegisterOutcome, RegisterReceipt
from domain.application.delivery_papers import HandedOver, Receipt
from domain.application.dossier import Dossier
from domain.application.events import Event, OutcomeRegistered, ReceiptRegistered, ResultAcknowledged
from domain.application.papers import Acknowledged
from domain.application.reasons import ApplicationReason
from domain.application.state import Opened, State, Using
from domain.kernel import Context, Refused
from domain.phases import in_phase


def decide(command: RecordsCommand, state: State, context: Context) -> list[Event]:
    match command:
        case AcknowledgeResult():
            return [_acknowledged(state, in_phase(state, Opened).dossier, context)]
        case RegisterReceipt():
            return [_receipt(command, in_phase(state, Using))]
        case RegisterOutcome():
            in_phase(state, Using)
            if not command.cites_source:
                raise Refused(ApplicationReason.SOURCE_NOT_CITED, "what is made with the data cites its source")
            return [OutcomeRegistered(form=command.form, title=command.title, citation=command.citation)]
        case _:
            assert_never(command)


def _acknowledged(state: State, dossier: Dossier, context: Context) -> ResultAcknowledged:
    """Once, and of an application for several items for all of them together: that is what was submitted."""
    if dossier.parent:
        raise Refused(ApplicationReason.ACKNOWLEDGED_AS_A_WHOLE, f"acknowledge the result at {dossier.parent}")
    if isinstance(dossier.acknowledged, Acknowledged):
        raise Refused(ApplicationReason.ALREADY_ACKNOWLEDGED, f"acknowledged {dossier.acknowledged.at.isoformat()}")
    return ResultAcknowledged(phase=state.phase, by=context.actor.id, at=context.now)


def _receipt(command: RegisterReceipt, using: Using) -> ReceiptRegistered:
    if not isinstance(using.delivered, HandedOver):
        raise Refused(ApplicationReason.NOT_HANDED_OVER, "the data was delivered on the platform")
    if isinstance(using.receipt, Receipt):
        raise Refused(ApplicationReason.RECEIPT_KNOWN, f"registered is {using.receipt.number}")
    return ReceiptRegistered(filing=using.delivered.filing, receipt=command.receipt, note=command.note)
