"""The catalogue chain, and access that was found shut."""

from typing import assert_never

from domain.open_list_item.events import (
    ChainAttributeCorrected,
    ChainAttributeFound,
    ChainMismatchOpened,
    ChainMismatchResolved,
    UnauthorisedClosureFound,
    WatchEvent,
)
from domain.open_list_item.papers import Scanned
from domain.open_list_item.state import ItemDossier
from domain.phases import changed, was


def evolve(dossier: ItemDossier, event: WatchEvent) -> ItemDossier:
    match event:
        case ChainAttributeFound():
            ticket = dossier.chain.ticket if isinstance(dossier.chain, Scanned) else ""
            return changed(dossier, chain=Scanned(attribute=event.attribute, scan=event.scan, ticket=ticket))
        case ChainAttributeCorrected():
            chain = was(dossier.chain, Scanned)
            return changed(dossier, chain=changed(chain, attribute=event.attribute))
        case ChainMismatchOpened():
            return changed(dossier, chain=changed(was(dossier.chain, Scanned), ticket=event.ticket))
        case ChainMismatchResolved():
            return changed(dossier, chain=changed(was(dossier.chain, Scanned), ticket=""))
        case UnauthorisedClosureFound():
            return changed(dossier, flags=tuple(dict.fromkeys((*dossier.flags, event.flag))))
        case _:
            assert_never(event)
