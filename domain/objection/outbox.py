"""What an objection tells the item it is about. Needed both: a mark that never shows, or never goes, is seen to."""

from collections.abc import Callable, Mapping, Sequence

from domain.kernel import Duty, Message, Registry
from domain.objection.state import Corrected, State
from domain.open_list_item.inbox import MarkItem, UnmarkItem
from domain.phases import Unopened

MARK_ITEM = "mark_item"
UNMARK_ITEM = "unmark_item"


def _mark(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    if isinstance(state, Unopened):
        return ()
    dossier = state.dossier
    mark = MarkItem(objection=dossier.case_id, fields=dossier.fields)
    return (Message("open_list_item", dossier.item_id, mark, needed=True),)


def _unmark(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    if isinstance(state, Unopened):
        return ()
    dossier = state.dossier
    unmark = UnmarkItem(objection=dossier.case_id, corrected=isinstance(state, Corrected))
    return (Message("open_list_item", dossier.item_id, unmark, needed=True),)


SENDS: Mapping[str, Callable[[Duty, State, Registry], Sequence[Message]]] = {MARK_ITEM: _mark, UNMARK_ITEM: _unmark}
