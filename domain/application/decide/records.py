"""What is put on record once the data is delivered (R22 §21, §29)."""

from typing import assert_never

from domain.application.commands.records import RecordsCommand, RegisterOutcome, RegisterReceipt
from domain.application.delivery_papers import HandedOver, Receipt
from domain.application.events import Event, OutcomeRegistered, ReceiptRegistered
from domain.application.reasons import ApplicationReason
from domain.application.state import State, Using
from domain.kernel import Refused
from domain.phases import in_phase


def decide(command: RecordsCommand, state: State) -> list[Event]:
    using = in_phase(state, Using)
    match command:
        case RegisterReceipt():
            return [_receipt(command, using)]
        case RegisterOutcome():
            if not command.cites_source:
                raise Refused(ApplicationReason.SOURCE_NOT_CITED, "what is made with the data cites its source")
            return [OutcomeRegistered(form=command.form, title=command.title, citation=command.citation)]
        case _:
            assert_never(command)


def _receipt(command: RegisterReceipt, using: Using) -> ReceiptRegistered:
    if not isinstance(using.delivered, HandedOver):
        raise Refused(ApplicationReason.NOT_HANDED_OVER, "the data was delivered on the platform")
    if isinstance(using.receipt, Receipt):
        raise Refused(ApplicationReason.RECEIPT_KNOWN, f"registered is {using.receipt.number}")
    return ReceiptRegistered(filing=using.delivered.filing, receipt=command.receipt, note=command.note)
