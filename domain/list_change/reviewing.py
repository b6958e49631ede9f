"""The rules of the review (R22 §11), and what follows once the item is published."""

from typing import assert_never

from domain.deadlines import Deadline
from domain.kernel import Context, Refused
from domain.list_change.commands import ApproveListChange, ReturnListChange, ReviewCommand
from domain.list_change.drafting import telling
from domain.list_change.events import Event, ListChangeApproved, ListChangeReturned, OrderTookEffect
from domain.list_change.outbox import PUBLISH_ITEM
from domain.list_change.reasons import ListChangeReason
from domain.list_change.state import Publishing, Reviewing, State
from domain.phases import in_phase
from domain.standing import new_duty


def decide(command: ReviewCommand, state: State, context: Context) -> list[Event]:
    reviewing = in_phase(state, Reviewing)
    if context.actor.role is not reviewing.reviewer:
        raise Refused(ListChangeReason.NOT_THE_REVIEWER, f"the reviewer is the {reviewing.reviewer}")
    match command:
        case ReturnListChange():
            late = _working_days_late(reviewing, context)
            return [ListChangeReturned(ground=command.ground, note=command.note, working_days_late=late)]
        case ApproveListChange():
            return [_approve(command, reviewing, context)]
        case _:
            assert_never(command)


def _approve(command: ApproveListChange, state: Reviewing, context: Context) -> ListChangeApproved:
    submission = state.submission
    if submission.blocking:
        found = ", ".join(f"{finding.check} {finding.subject}".strip() for finding in submission.blocking)
        raise Refused(ListChangeReason.CHECKS_FAILED, found)
    if submission.lowers and not command.desensitising_insufficient:
        raise Refused(ListChangeReason.DESENSITISING_UNEXPLAINED, "why would desensitising not do? (R22 §14(1))")
    _item_stands(state, context)
    return ListChangeApproved(
        desensitising_insufficient=command.desensitising_insufficient,
        note=command.note,
        working_days_late=_working_days_late(state, context),
        duty=new_duty(context, PUBLISH_ITEM),
    )


def _item_stands(state: Reviewing, context: Context) -> None:
    """Raise `Refused` if the item is not, or will soon not be, the one that was submitted for: it would be lost."""
    item_id = state.submission.content.item_id
    current = context.registry.item(item_id)
    if (current.version if current else 0) != state.submission.replaces:
        raise Refused(ListChangeReason.ITEM_CHANGED, f"{item_id} changed since the order was submitted")
    for other in context.registry.find("list_change", subject=item_id):
        if other.phase == "approved" and other.case_id != context.case_id:
            raise Refused(ListChangeReason.ITEM_CHANGED, f"{other.case_id} is about to change {item_id}")


def _working_days_late(state: Reviewing, context: Context) -> int:
    """A late decision is valid; it says how late it is."""
    limit = state.review
    return context.rulebook.working_days_late(limit.due, context.now) if isinstance(limit, Deadline) else 0


def took_effect(state: State, context: Context) -> OrderTookEffect:
    """What follows, as the second event, when the item's publication is reported."""
    publishing = in_phase(state, Publishing)
    return OrderTookEffect(
        item_id=publishing.submission.content.item_id, duties=telling(publishing.dossier, context, event=2)
    )
