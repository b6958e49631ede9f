"""What each event makes of the state, along the story. No rule is asked here: it happened."""

from domain.application.events import (
    AgreementEvent,
    DeliveryEvent,
    Event,
    IntakeEvent,
    PaperSigningEvent,
    RecordsEvent,
    ReviewEvent,
    SpotCheckEvent,
    UsageEvent,
)
from domain.application.evolve import agreement, delivery, intake, paper_signing, records, review, spot_check, usage
from domain.application.evolve.changes import changed, opened
from domain.application.state import State
from domain.deciding import redated
from domain.standing import SharedEvent, note


def evolve(state: State, event: Event) -> State:
    """The state after `event`; raises `TypeError` for an event that can't follow on `state`."""
    if isinstance(event, IntakeEvent):
        return intake.evolve(state, event)
    if isinstance(event, ReviewEvent):
        return review.evolve(state, event)
    if isinstance(event, AgreementEvent):
        return agreement.evolve(state, event)
    if isinstance(event, PaperSigningEvent):
        return paper_signing.evolve(state, event)
    if isinstance(event, DeliveryEvent):
        return delivery.evolve(state, event)
    if isinstance(event, RecordsEvent):
        return records.evolve(state, event)
    if isinstance(event, SpotCheckEvent):
        return spot_check.evolve(state, event)
    if isinstance(event, UsageEvent):
        return usage.evolve(state, event)
    if isinstance(event, SharedEvent):
        case = opened(state)
        return changed(case, dossier=note(case.dossier, event))
    moved: State = redated(state, event)
    return moved
