"""What a list change tells other cases."""

from collections.abc import Callable, Mapping, Sequence

from domain.demand import inbox as demand
from domain.items import ChangeType
from domain.kernel import Duty, Message, Registry
from domain.list_change.papers import NoOrigin
from domain.list_change.state import Cancelled, Effective, Opened, Publishing, State
from domain.open_list_item.inbox import PublishVersion, RegisterItem
from domain.phases import in_phase
from domain.plan_item.inbox import LinkOrder
from domain.rights_claim import inbox as rights_claim
from domain.value import Value

LINK_PLAN_ITEM = "link_plan_item"
PUBLISH_ITEM = "publish_item"
TELL_ORIGIN = "tell_origin"


def _link(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    """The plan's row learns which order is to fulfil it."""
    dossier = in_phase(state, Opened).dossier
    return [Message("plan_item", dossier.linked, LinkOrder(order=dossier.case_id))]


def _publish(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    """The item is put on the list, or gets its next version. It tells everyone whom that concerns."""
    approved = in_phase(state, Publishing)
    dossier, content = approved.dossier, approved.submission.content
    command: Value
    if dossier.proposal.change is ChangeType.ADD:
        command = RegisterItem(item=content, order=dossier.case_id, plan_item=dossier.proposal.plan_item)
    else:
        command = PublishVersion(item=content, order=dossier.case_id, change=dossier.proposal.change)
    return [Message("open_list_item", content.item_id, command, needed=True)]


def _tell(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    """The case that the order was opened for learns how it ended."""
    dossier = in_phase(state, Opened).dossier
    if isinstance(dossier.origin, NoOrigin):
        return []
    effective, ended = ORIGINS[dossier.origin.process]
    if isinstance(state, Cancelled):
        command = ended(dossier.case_id, state.why)
    else:
        version = in_phase(state, Effective).submission.replaces + 1
        command = effective(dossier.case_id, dossier.proposal.item_id, version)
    return [Message(dossier.origin.process, dossier.origin.case_id, command)]


# the processes that open list changes → how each is told that one took effect, or ended without
ORIGINS: Mapping[str, tuple[Callable[[str, str, int], Value], Callable[[str, str], Value]]] = {
    "demand": (
        lambda order, item_id, _: demand.RecordOrderEffective(order=order, item_id=item_id),
        lambda order, why: demand.RecordOrderEnded(order=order, why=why),
    ),
    "rights_claim": (
        lambda order, item_id, version: rights_claim.RecordOrderEffective(
            order=order, item_id=item_id, version=version
        ),
        lambda order, why: rights_claim.RecordOrderEnded(order=order, why=why),
    ),
}

SENDS = {LINK_PLAN_ITEM: _link, PUBLISH_ITEM: _publish, TELL_ORIGIN: _tell}
