"""What a rights claim tells others: the item, and the list change that puts an outcome into effect."""

from collections.abc import Callable, Mapping, Sequence

from domain.items import ChangeType
from domain.kernel import Duty, Message, Registry
from domain.list_change.inbox import OpenListChange
from domain.open_list_item.inbox import ResumeItem, SuspendItem
from domain.phases import in_phase
from domain.rights_claim.state import Opened, Ordered, State, Suspending
from domain.rights_claim.summary import summary
from domain.standing import Askers

SUSPEND_ITEM = "suspend_item"
RESUME_ITEM = "resume_item"
OPEN_WITHDRAWAL = "open_withdrawal"
OPEN_PROCESSING = "open_processing"

Send = Callable[[Duty, State, Registry], Sequence[Message]]


def _suspend_item(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    suspending = in_phase(state, Suspending)
    dossier = suspending.dossier
    command = SuspendItem(claim=dossier.case_id, reason=suspending.reason)
    return (Message("open_list_item", dossier.item_id, command, needed=True),)


def _resume_item(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    dossier = in_phase(state, Opened).dossier
    return (Message("open_list_item", dossier.item_id, ResumeItem(claim=dossier.case_id), needed=True),)


def _list_change(change: ChangeType) -> Send:
    def send(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
        ordered = in_phase(state, Ordered)
        dossier = ordered.dossier
        command = OpenListChange(
            change=change,
            publisher=dossier.publisher,
            title=dossier.item_title,
            reason=ordered.finding,
            origin=dossier.case_id,
            origin_process="rights_claim",
            item_id=dossier.item_id,
            askers=Askers(who=summary(state).asked),
        )
        return (Message("list_change", ordered.order, command, needed=True),)

    return send


SENDS: Mapping[str, Send] = {
    SUSPEND_ITEM: _suspend_item,
    RESUME_ITEM: _resume_item,
    OPEN_WITHDRAWAL: _list_change(ChangeType.DOWNGRADE),
    OPEN_PROCESSING: _list_change(ChangeType.DESENSITISE),
}
