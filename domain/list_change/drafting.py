"""The rules of drafting, editing, submitting and giving up an order (R22 §10, §11)."""

import re
from typing import assert_never

from domain.items import ChangeType, PublishedItem
from domain.kernel import Context, Duty, Reason, Refused
from domain.list_change import clocks
from domain.list_change.checks import Order, findings
from domain.list_change.commands import (
    CancelListChange,
    DraftingCommand,
    DraftListChange,
    EditListChange,
    SubmitListChange,
)
from domain.list_change.content import lowers, to_be_published
from domain.list_change.events import (
    Event,
    ListChangeCancelled,
    ListChangeDrafted,
    ListChangeEdited,
    ListChangeSubmitted,
)
from domain.list_change.grading import graded_by
from domain.list_change.inbox import OpenListChange
from domain.list_change.outbox import LINK_PLAN_ITEM, ORIGINS, TELL_ORIGIN
from domain.list_change.papers import Classification, NoOrigin, Origin, Proposal, ProposedContent, Submission
from domain.list_change.reasons import ListChangeReason
from domain.list_change.state import Dossier, Drafting, Returned, Reviewing, State
from domain.phases import Unopened, in_phase
from domain.standing import new_duty

# it becomes part of an address, and one address under /v1/items is no item's
_NEW_ID = re.compile(r"(?!to-regrade$)[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def decide(command: DraftingCommand, state: State, context: Context) -> list[Event]:
    match command:
        case DraftListChange():
            in_phase(state, Unopened)
            return [_draft(command, context)]
        case OpenListChange():
            in_phase(state, Unopened)
            return [_open(command, context)]
        case EditListChange():
            return [_edit(command, _in_hand(state), context)]
        case SubmitListChange():
            return [_submit(command, _in_hand(state), context)]
        case CancelListChange():
            return [_cancel(command, state, context)]
        case _:
            assert_never(command)


def _in_hand(state: State) -> Dossier:
    """The dossier of an order that its publisher may work on."""
    return state.dossier if isinstance(state, Returned) else in_phase(state, Drafting).dossier


def _draft(command: DraftListChange, context: Context) -> ListChangeDrafted:
    publisher, proposal = context.actor.organisation, _proposal(command)
    current = _target(proposal, publisher, context)
    _papers_hold(proposal, publisher, context)
    return ListChangeDrafted(
        case_id=context.case_id,
        publisher=publisher,
        author=context.actor.id,
        title=_title(proposal, current),
        proposal=proposal,
        origin=NoOrigin(),
    )


def _open(command: OpenListChange, context: Context) -> ListChangeDrafted:
    """A draft that says what the other case knows; the publisher completes it before submitting."""
    if command.origin_process not in ORIGINS:
        raise Refused(ListChangeReason.UNKNOWN_ORIGIN, f"{command.origin_process} opens no list changes")
    new = command.change is ChangeType.ADD
    proposal = Proposal(
        change=command.change,
        item_id=command.item_id,
        reason=command.reason,
        content=ProposedContent(title=command.title) if new else None,
        classification=Classification(),
    )
    if command.item_id or not new:
        _target(proposal, command.publisher, context)
    return ListChangeDrafted(
        case_id=context.case_id,
        publisher=command.publisher,
        author=context.actor.id,
        title=command.title,
        proposal=proposal,
        origin=Origin(process=command.origin_process, case_id=command.origin),
        askers=command.askers,
    )


def _edit(command: EditListChange, dossier: Dossier, context: Context) -> ListChangeEdited:
    proposal, before = _proposal(command), dossier.proposal
    if before.change is not ChangeType.ADD and proposal.item_id != before.item_id:
        raise Refused(ListChangeReason.OTHER_ITEM, f"this order is about {before.item_id}")
    current = _target(proposal, dossier.publisher, context)
    _papers_hold(proposal, dossier.publisher, context)
    return ListChangeEdited(author=context.actor.id, title=_title(proposal, current), proposal=proposal)


def _proposal(command: DraftListChange | EditListChange) -> Proposal:
    return Proposal.model_validate(command.model_dump(exclude={"kind"}))


def _title(proposal: Proposal, current: PublishedItem | None) -> str:
    if proposal.content is not None:
        return proposal.content.title
    return current.title if current else ""


def _target(proposal: Proposal, publisher: str, context: Context) -> PublishedItem | None:
    """The item as published now, `None` for one that is yet to be; raises `Refused` if it can't be what is meant."""
    item_id = proposal.item_id
    current = context.registry.item(item_id) if item_id else None
    if proposal.change is ChangeType.ADD:
        if not _NEW_ID.fullmatch(item_id):
            raise Refused(ListChangeReason.ITEM_ID_UNUSABLE, "a new item's id is 1 to 100 letters, digits, ., _ or -")
        if current is not None or context.registry.case(item_id) is not None:
            raise Refused(ListChangeReason.ITEM_EXISTS, f"{item_id} is taken")
        if proposal.content is None:
            raise Refused(ListChangeReason.CONTENT_MISSING, "a new item has no published content to keep")
        return None
    if current is None:
        raise Refused(ListChangeReason.UNKNOWN_ITEM, f"no item {item_id} is on the list")
    if current.publisher != publisher:
        raise Refused(Reason.OTHER_ORGANISATION, f"item {item_id} is another publisher's")
    return current


def _papers_hold(proposal: Proposal, publisher: str, context: Context) -> None:
    """Raise `Refused` for a document or a plan row that isn't there."""
    if proposal.document and context.registry.material(proposal.document) != publisher:
        raise Refused(ListChangeReason.UNKNOWN_DOCUMENT, f"{proposal.document} was not uploaded by the publisher")
    if proposal.plan_item and context.registry.case(proposal.plan_item) is None:
        raise Refused(ListChangeReason.UNKNOWN_PLAN_ITEM, f"there is no {proposal.plan_item}")


def _submit(command: SubmitListChange, dossier: Dossier, context: Context) -> ListChangeSubmitted:
    if command.declarations.state_secrets:
        raise Refused(ListChangeReason.OUT_OF_SCOPE, "data with state secrets is not opened (M19 §2)")
    reviewer = context.rulebook.policy.reviewers.list_change
    review, reminders = clocks.review(context, reviewer)
    return ListChangeSubmitted(
        number=len(dossier.returns) + 1,
        author=context.actor.id,
        submission=_submission(command, dossier, context),
        reviewer=reviewer,
        review=review,
        reminders=reminders,
        duties=_linking(dossier, context),
    )


def _submission(command: SubmitListChange, dossier: Dossier, context: Context) -> Submission:
    proposal = dossier.proposal
    current = _target(proposal, dossier.publisher, context)
    content = to_be_published(proposal, dossier.publisher, current)
    by = graded_by(proposal.classification, dossier.publisher, context)
    order = Order(
        proposal=proposal,
        content=content,
        current=current,
        declarations=command.declarations,
        listed=context.registry.find("open_list_item"),
        rules=context.rulebook.policy.list_checks,
        graded_by=by,
    )
    return Submission(
        content=content,
        replaces=current.version if current else 0,
        lowers=lowers(content, current),
        document=proposal.document,
        declarations=command.declarations,
        findings=findings(order),
        checked_by=by.on_record,
    )


def _linking(dossier: Dossier, context: Context) -> tuple[Duty, ...]:
    """The plan's row is told once, however often the order is submitted."""
    told = dossier.proposal.plan_item in ("", dossier.linked)
    return () if told else (new_duty(context, LINK_PLAN_ITEM),)


def _cancel(command: CancelListChange, state: State, context: Context) -> ListChangeCancelled:
    if not isinstance(state, Drafting | Reviewing | Returned):
        raise Refused(Reason.WRONG_PHASE, f"the case is in phase {state.phase}")
    return ListChangeCancelled(why=command.why, duties=telling(state.dossier, context))


def telling(dossier: Dossier, context: Context, *, event: int = 1) -> tuple[Duty, ...]:
    """The duty to tell the case that the order was opened for, if there is one."""
    if isinstance(dossier.origin, NoOrigin):
        return ()
    return (new_duty(context, TELL_ORIGIN, event=event),)
