"""Put on record once the data was delivered."""

from typing import assert_never

from domain.application.delivery_papers import Receipt
from domain.application.events.records import OutcomeRegistered, ReceiptRegistered, RecordsEvent
from domain.application.state import State, Using
from domain.phases import changed, was


def evolve(state: State, event: RecordsEvent) -> State:
    using = was(state, Using)
    match event:
        case ReceiptRegistered():
            return changed(using, receipt=Receipt(number=event.receipt))
        case OutcomeRegistered():
            return changed(using, outcomes=(*using.outcomes, event.title))
        case _:
            assert_never(event)
