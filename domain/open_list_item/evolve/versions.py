"""Registered, and published anew."""

from typing import assert_never

from domain.items import OpenType, PublishedItem
from domain.open_list_item.events import ItemRegistered, VersionEvent, VersionPublished
from domain.open_list_item.evolve.changes import opened, sent_on
from domain.open_list_item.papers import AppliedFor, NoSample, Star
from domain.open_list_item.state import ItemDossier, State, placed
from domain.phases import changed


def evolve(state: State, event: VersionEvent) -> State:
    match event:
        case ItemRegistered():
            dossier = ItemDossier(
                case_id=event.item.item_id,
                published=event.item,
                orders=(event.order,) if event.order else (),
                plan_item=event.plan_item,
                conditions=event.conditions,
                materials=event.materials,
                been_open=_is_open(event.item),
            )
        case VersionPublished():
            dossier = _renewed(opened(state).dossier, event)
        case _:
            assert_never(event)
    return placed(sent_on(dossier, event.order, *event.duties), event.updates)


def _renewed(dossier: ItemDossier, event: VersionPublished) -> ItemDossier:
    item = event.item
    return changed(
        dossier,
        published=item,
        orders=(*dossier.orders, event.order),
        conditions=event.conditions,
        materials=event.materials,
        been_open=dossier.been_open or _is_open(item),
        # a sample, and use without application, are of conditionally open data, a star of open data
        sample=dossier.sample if item.open_type is OpenType.CONDITIONAL else NoSample(),
        use=dossier.use if item.open_type is OpenType.CONDITIONAL else AppliedFor(),
        star=dossier.star if _is_open(item) else Star.NONE,
    )


def _is_open(item: PublishedItem) -> bool:
    return item.open_type is not OpenType.NON_OPEN
