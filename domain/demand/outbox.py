"""What a demand tells other cases."""

from collections.abc import Callable, Mapping, Sequence

from domain.demand.inbox import NoteMerged, RecordMergedOutcome
from domain.demand.state import Adopted, Declined, Merged, Satisfied, State
from domain.demand.summary import summary
from domain.items import ChangeType
from domain.kernel import Duty, Message, Registry
from domain.list_change.inbox import OpenListChange
from domain.standing import Askers

OPEN_ORDER = "open_order"
TELL_MAIN = "tell_main_demand"
TELL_MERGED = "tell_merged_demands"


def _open_order(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    if not isinstance(state, Adopted):
        return ()
    order = OpenListChange(
        change=ChangeType.ADD,
        publisher=state.publisher,
        title=state.title,
        reason=state.answer,
        origin=state.dossier.case_id,
        origin_process="demand",
        askers=Askers(who=summary(state).asked),
    )
    return (Message("list_change", state.order, order, needed=True),)


def _tell_main(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    """Needed: one that closed meanwhile would leave the merged demand waiting for ever."""
    if not isinstance(state, Merged):
        return ()
    return (Message("demand", state.into, NoteMerged(demand=state.dossier.case_id), needed=True),)


def _tell_merged(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    """Not needed: one that was separated again goes its own way."""
    match state:
        case Declined():
            answer, item_id = state.ground, ""
        case Satisfied():
            answer, item_id = state.answer, state.item_id
        case _:
            return ()
    own = state.dossier.case_id
    outcome = RecordMergedOutcome(demand=own, phase=state.phase, answer=answer, item_id=item_id)
    return tuple(Message("demand", merged, outcome) for merged in state.dossier.merged)


SENDS: Mapping[str, Callable[[Duty, State, Registry], Sequence[Message]]] = {
    OPEN_ORDER: _open_order,
    TELL_MAIN: _tell_main,
    TELL_MERGED: _tell_merged,
}
