"""What each event makes of the state, along the story. No rule is asked here: it happened."""

from domain.application.events import (
    AgreementEvent,
    DeadlinePassed,
    DeliveryEvent,
    Event,
    IntakeEvent,
    ReviewEvent,
    UsageEvent,
)
from domain.application.evolve import agreement, delivery, intake, review, usage
from domain.application.evolve.changes import noting, opened
from domain.application.state import State
from domain.deciding import redated


def evolve(state: State, event: Event) -> State:
    """The state after `event`; raises `TypeError` for an event that can't follow on `state`."""
    if isinstance(event, IntakeEvent):
        return intake.evolve(state, event)
    if isinstance(event, ReviewEvent):
        return review.evolve(state, event)
    if isinstance(event, AgreementEvent):
        return agreement.evolve(state, event)
    if isinstance(event, DeliveryEvent):
        return delivery.evolve(state, event)
    if isinstance(event, UsageEvent):
        return usage.evolve(state, event)
    if isinstance(event, DeadlinePassed):
        case_file = opened(state)
        return noting(case_file, passed=(*case_file.dossier.passed, event))
    moved: State = redated(state, event)
    return moved
