"""Registered once, then a new version by each list change, and by nothing else (R22 §9, §11)."""

from typing import assert_never

from domain.items import ItemContent, OpenType, PublishedItem
from domain.kernel import Context, Refused
from domain.open_list_item import clocks
from domain.open_list_item.commands import VersionCommand
from domain.open_list_item.decide.watching import compared
from domain.open_list_item.events import Event, ItemRegistered, VersionPublished
from domain.open_list_item.inbox import PublishVersion, RegisterItem
from domain.open_list_item.papers import Edition, Updates
from domain.open_list_item.reasons import ItemReason
from domain.open_list_item.state import Current, ItemDossier, Opened, OpenedState, State, opened
from domain.standing import new_duty

_OPENNESS = (OpenType.NON_OPEN, OpenType.CONDITIONAL, OpenType.UNCONDITIONAL)


def decide(command: VersionCommand, state: State, context: Context) -> list[Event]:
    if command.item.item_id != context.case_id:
        raise Refused(ItemReason.OTHER_ITEM, f"this is {context.case_id}, not {command.item.item_id}")
    match command:
        case RegisterItem():
            return _again(command, state) if isinstance(state, Opened) else [_registered(command, context)]
        case PublishVersion():
            return _publish(command, opened(state), context)
        case _:
            assert_never(command)


def _again(command: RegisterItem, state: Opened) -> list[Event]:
    """A registration that is asked for again is no news; another one is refused."""
    dossier = state.dossier
    known = command.order in dossier.orders if command.order else command.item == dossier.published.content()
    if known:
        return []
    raise Refused(ItemReason.ALREADY_REGISTERED, f"{command.item.item_id} is on the list since version 1")


def _registered(command: RegisterItem, context: Context) -> ItemRegistered:
    item = _version(command.item, 1, context)
    edition = Edition(version=1, published_at=context.now)
    is_open = item.open_type is not OpenType.NON_OPEN
    effective = is_open and bool(command.plan_item)
    return ItemRegistered(
        item=item,
        order=command.order,
        plan_item=command.plan_item,
        conditions=edition,
        materials=edition,
        updates=clocks.awaiting(context, item),
        duties=(new_duty(context, "tell_plan_effective"),) if effective else (),
    )


def _publish(command: PublishVersion, state: OpenedState, context: Context) -> list[Event]:
    dossier = state.dossier
    if command.order in dossier.orders:
        return []  # each order publishes once, however often it is told
    item = _version(command.item, dossier.published.version + 1, context)
    published = VersionPublished(
        item=item,
        order=command.order,
        change=command.change,
        conditions=_edition(dossier.conditions, item.conditions == dossier.published.conditions, context),
        materials=_edition(dossier.materials, item.materials == dossier.published.materials, context),
        updates=_updates(state, item, context),
        duties=tuple(new_duty(context, name) for name in _told(dossier, item)),
    )
    return [published, *compared(dossier.chain, item.open_type, "version", context)]


def _version(content: ItemContent, number: int, context: Context) -> PublishedItem:
    fields = {name: getattr(content, name) for name in ItemContent.model_fields}
    return PublishedItem(**fields, version=number, published_at=context.now)


def _edition(edition: Edition, same: bool, context: Context) -> Edition:
    return edition if same else Edition(version=edition.version + 1, published_at=context.now)


def _updates(state: OpenedState, item: PublishedItem, context: Context) -> Updates:
    """The date that runs goes on, unless the frequency is another or the data was at rest."""
    fresh = clocks.awaiting(context, item)
    same = item.update_frequency is state.published.update_frequency
    return state.updates if isinstance(state, Current) and clocks.is_timed(fresh) and same else fresh


def _told(dossier: ItemDossier, item: PublishedItem) -> list[str]:
    """Who has to hear of the new version: applicants of a downgraded item, and the plan's row."""
    old, new = dossier.published.open_type, item.open_type
    names = ["tell_applications_changed"] if _OPENNESS.index(new) < _OPENNESS.index(old) else []
    if dossier.plan_item:
        names += ["tell_plan_withdrawn"] if new is OpenType.NON_OPEN is not old else []
        names += ["tell_plan_effective"] if new is not OpenType.NON_OPEN and not dossier.been_open else []
    return names
