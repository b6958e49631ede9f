"""What each event makes of the state. No rule is asked here: it happened."""

from domain.deciding import redated
from domain.open_list_item.events import (
    Event,
    QualityEvent,
    SuspensionEvent,
    UpdateEvent,
    UseEvent,
    VersionEvent,
    WatchEvent,
)
from domain.open_list_item.evolve import quality, suspensions, updates, use, versions, watching
from domain.open_list_item.evolve.changes import done, opened
from domain.open_list_item.papers import Errand
from domain.open_list_item.state import ItemDossier, State
from domain.phases import changed
from domain.standing import DutyRetried, MessagesSent, SharedEvent, note


def evolve(state: State, event: Event) -> State:
    """The state after `event`; raises `Impossible` for an event that can't follow on `state`."""
    if isinstance(event, VersionEvent):
        return versions.evolve(state, event)
    item = opened(state)
    if isinstance(event, UpdateEvent):
        return updates.evolve(item, event)
    if isinstance(event, SuspensionEvent):
        return changed(item, dossier=suspensions.evolve(item.dossier, event))
    if isinstance(event, QualityEvent):
        return changed(item, dossier=quality.evolve(item.dossier, event))
    if isinstance(event, UseEvent):
        return changed(item, dossier=use.evolve(item.dossier, event))
    if isinstance(event, WatchEvent):
        return changed(item, dossier=watching.evolve(item.dossier, event))
    if isinstance(event, SharedEvent):
        return changed(item, dossier=_noted(item.dossier, event))
    return redated(item, event)


def _noted(dossier: ItemDossier, event: SharedEvent) -> ItemDossier:
    """A duty that is done again is about the same thing, under its new id."""
    noted = note(dossier, event)
    if isinstance(event, MessagesSent):
        return done(noted, event.duty_id)
    if isinstance(event, DutyRetried):
        again = Errand(duty_id=event.duty.id, about=dossier.errand(event.failed.id))
        left = done(noted, event.failed.id)
        return changed(left, errands=(*left.errands, again))
    return noted
