"""What an item tells other cases: applications that are about it, and the plan's row that it fulfils."""

from collections.abc import Callable, Mapping, Sequence

from domain.application.inbox import NoteItemChanged, NoteItemResumed, NoteItemSuspended
from domain.kernel import Duty, Message, Registry
from domain.open_list_item.state import ItemDossier, State, opened
from domain.plan_item.inbox import RecordDataPresent, RecordItemEffective, RecordItemWithdrawn
from domain.value import Value


def _tell_suspended(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    """Nobody, when the ground fell away before anyone was told."""
    dossier = opened(state).dossier
    ground = dossier.errand(duty.id)
    news = NoteItemSuspended(item_id=dossier.case_id, ground=ground)
    return _to_applications(news, dossier, registry) if dossier.holds(ground) else []


def _tell_resumed(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    """Nobody, when the ground holds again before anyone was told."""
    dossier = opened(state).dossier
    ground = dossier.errand(duty.id)
    news = NoteItemResumed(item_id=dossier.case_id, ground=ground)
    return [] if dossier.holds(ground) else _to_applications(news, dossier, registry)


def _tell_changed(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    """The newest version, be it a later one than the downgrade."""
    dossier = opened(state).dossier
    item = dossier.published
    news = NoteItemChanged(
        item_id=item.item_id, version=item.version, open_type=item.open_type, order=dossier.published_under
    )
    return _to_applications(news, dossier, registry)


def _to_applications(news: Value, dossier: ItemDossier, registry: Registry) -> Sequence[Message]:
    found = registry.find("application", subject=dossier.case_id)
    return [Message("application", sketch.case_id, news) for sketch in found if not sketch.closed]


def _tell_effective(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    item = opened(state).published
    news = RecordItemEffective(item_id=item.item_id, version=item.version, at=item.published_at)
    return _to_plan(news, state, needed=True)


def _tell_data(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    dossier = opened(state).dossier
    return _to_plan(RecordDataPresent(item_id=dossier.case_id, at=dossier.data_since), state, needed=True)


def _tell_withdrawn(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    dossier = opened(state).dossier
    news = RecordItemWithdrawn(item_id=dossier.case_id, order=dossier.errand(duty.id))
    return _to_plan(news, state, needed=False)  # a row that was never completed has nothing to note


def _to_plan(news: Value, state: State, *, needed: bool) -> Sequence[Message]:
    return [Message("plan_item", opened(state).dossier.plan_item, news, needed=needed)]


SENDS: Mapping[str, Callable[[Duty, State, Registry], Sequence[Message]]] = {
    "tell_applications_suspended": _tell_suspended,
    "tell_applications_resumed": _tell_resumed,
    "tell_applications_changed": _tell_changed,
    "tell_plan_effective": _tell_effective,
    "tell_plan_data": _tell_data,
    "tell_plan_withdrawn": _tell_withdrawn,
}
