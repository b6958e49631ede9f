"""Put on record beside the process."""

from typing import assert_never

from domain.application.delivery_papers import Receipt
from domain.application.events.records import OutcomeRegistered, ReceiptRegistered, RecordsEvent, ResultAcknowledged
from domain.application.evolve.changes import noting, opened
from domain.application.papers import Acknowledged
from domain.application.state import State, Using
from domain.phases import changed, was


def evolve(state: State, event: RecordsEvent) -> State:
    match event:
        case ResultAcknowledged():
            return noting(opened(state), acknowledged=Acknowledged(by=event.by, at=event.at))
        case ReceiptRegistered():
            return changed(was(state, Using), receipt=Receipt(number=event.receipt))
        case OutcomeRegistered():
            using = was(state, Using)
            return changed(using, outcomes=(*using.outcomes, event.title))
        case _:
            assert_never(event)
