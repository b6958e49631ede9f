"""What each event makes of the state, along the story. No rule is asked here: it happened."""

from domain.application.events import (
    AccessEvent,
    AgreementEvent,
    DeliveryEvent,
    Event,
    ExpertEvent,
    FastTrackEvent,
    IntakeEvent,
    NewsEvent,
    PaperSigningEvent,
    RecordsEvent,
    ReviewEvent,
    SpotCheckEvent,
    SubOrderEvent,
    UsageEvent,
)
from domain.application.evolve import (
    access,
    agreement,
    delivery,
    expert,
    fast_track,
    intake,
    news,
    paper_signing,
    records,
    review,
    spot_check,
    sub_orders,
    usage,
)
from domain.application.evolve.changes import opened
from domain.application.state import State
from domain.deciding import redated
from domain.phases import changed
from domain.standing import SharedEvent, note


def evolve(state: State, event: Event) -> State:  # noqa: C901 -- a table in words
    """The state after `event`; raises `Impossible` for an event that can't follow on `state`."""
    if isinstance(event, IntakeEvent):
        return intake.evolve(state, event)
    if isinstance(event, ReviewEvent):
        return review.evolve(state, event)
    if isinstance(event, ExpertEvent):
        return expert.evolve(state, event)
    if isinstance(event, FastTrackEvent):
        return fast_track.evolve(state, event)
    if isinstance(event, SubOrderEvent):
        return sub_orders.evolve(state, event)
    if isinstance(event, AgreementEvent):
        return agreement.evolve(state, event)
    if isinstance(event, PaperSigningEvent):
        return paper_signing.evolve(state, event)
    if isinstance(event, DeliveryEvent):
        return delivery.evolve(state, event)
    if isinstance(event, RecordsEvent):
        return records.evolve(state, event)
    if isinstance(event, UsageEvent):
        return usage.evolve(state, event)
    if isinstance(event, SpotCheckEvent):
        return spot_check.evolve(state, event)
    if isinstance(event, NewsEvent):
        return news.evolve(state, event)
    if isinstance(event, AccessEvent):
        return access.evolve(state, event)
    if isinstance(event, SharedEvent):
        case = opened(state)
        return changed(case, dossier=note(case.dossier, event))
    moved: State = redated(state, event)
    return moved
