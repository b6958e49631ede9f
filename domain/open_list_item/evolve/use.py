"""Used without application, or applied for again."""

from typing import assert_never

from domain.open_list_item.events import UseEvent, UseWithoutApplicationAllowed, UseWithoutApplicationEnded
from domain.open_list_item.papers import AppliedFor
from domain.open_list_item.state import ItemDossier
from domain.phases import changed


def evolve(dossier: ItemDossier, event: UseEvent) -> ItemDossier:
    match event:
        case UseWithoutApplicationAllowed(use=use):
            return changed(dossier, use=use)
        case UseWithoutApplicationEnded():
            return changed(dossier, use=AppliedFor())
        case _:
            assert_never(event)
