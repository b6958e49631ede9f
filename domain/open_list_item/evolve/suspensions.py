"""Suspended and resumed."""

from typing import assert_never

from domain.open_list_item.events import (
    AccessResumed,
    AccessSuspended,
    OpeningResumed,
    OpeningSuspended,
    SuspensionEvent,
)
from domain.open_list_item.evolve.changes import done, sent_on
from domain.open_list_item.state import ItemDossier
from domain.phases import changed


def evolve(dossier: ItemDossier, event: SuspensionEvent) -> ItemDossier:
    match event:
        case OpeningSuspended(suspension=suspension):
            held = (*dossier.suspensions, suspension)
            lifted = tuple(ground for ground in dossier.lifted if ground != suspension.ground)
            suspended = changed(dossier, suspensions=held, lifted=lifted)
            return sent_on(suspended, suspension.ground, *event.duties)
        case OpeningResumed(ground=ground):
            left = tuple(suspension for suspension in dossier.suspensions if suspension.ground != ground)
            resumed = changed(dossier, suspensions=left, lifted=(*dossier.lifted, ground))
            return sent_on(resumed, ground, *event.duties)
        case AccessSuspended() | AccessResumed():
            return sent_on(done(dossier, event.duty_id), event.ground, *event.undo)
        case _:
            assert_never(event)
