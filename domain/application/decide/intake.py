"""Drafting and submitting (R22 §18)."""

from typing import assert_never

from domain.application import clocks
from domain.application.commands.intake import (
    DraftApplication,
    EditDraft,
    IntakeCommand,
    SubmitApplication,
    Wishes,
    WithdrawApplication,
)
from domain.application.commitment import Commitment
from domain.application.decide.fast_track import provided_for
from domain.application.events import ApplicationDrafted, ApplicationSubmitted, ApplicationWithdrawn, DraftEdited, Event
from domain.application.one_time_notice import chain_from
from domain.application.papers import Contents, Earlier
from domain.application.reasons import ApplicationReason
from domain.application.state import Checking, Declined, Drafting, NotAccepted, Reviewing, State
from domain.items import OpenType, PublishedItem
from domain.kernel import Context, Reason, Refused
from domain.phases import Unopened, in_phase


def decide(command: IntakeCommand, state: State, context: Context) -> list[Event]:
    match command:
        case DraftApplication():
            in_phase(state, Unopened)
            return _draft(command, context)
        case EditDraft():
            return [_edited(command, in_phase(state, Drafting), context)]
        case SubmitApplication():
            return _submit(command, in_phase(state, Drafting), context)
        case WithdrawApplication():
            if not isinstance(state, Drafting | Checking | Reviewing):
                raise Refused(Reason.WRONG_PHASE, f"the case is in phase {state.phase}")
            return [ApplicationWithdrawn()]
        case _:
            assert_never(command)


def _draft(command: DraftApplication, context: Context) -> list[Event]:
    item = _frozen(command.item_id, context)
    further = tuple(_frozen(item_id, context) for item_id in command.further_items)
    contents = _contents(command, context)
    _may_apply(contents, (item, *further), context)
    drafted = ApplicationDrafted(
        case_id=context.case_id,
        applicant=context.actor.organisation,
        drafted_by=context.actor.id,
        item=item,
        contents=contents,
        chain=_chain(command, context),
        further=further,
    )
    return [drafted]


def _edited(command: EditDraft, state: Drafting, context: Context) -> DraftEdited:
    dossier, contents = state.dossier, _contents(command, context)
    seen = {item.item_id: item for item in dossier.further}  # what was named before stays as it was seen
    further = tuple(seen.get(item_id) or _frozen(item_id, context) for item_id in command.further_items)
    _may_apply(contents, (dossier.item, *further), context)
    return DraftEdited(contents=contents, further=further)


def _frozen(item_id: str, context: Context) -> PublishedItem:
    """The item as it is on show now, without its internal source."""
    return _conditional(item_id, context).model_copy(update={"source": ""})


def _conditional(item_id: str, context: Context) -> PublishedItem:
    item = context.registry.item(item_id)
    if item is None:
        raise Refused(ApplicationReason.UNKNOWN_ITEM, f"no item {item_id} is published")
    if item.open_type is not OpenType.CONDITIONAL:
        raise Refused(ApplicationReason.NOT_CONDITIONAL, f"item {item_id} is {item.open_type}: no one applies for it")
    return item


def _contents(wishes: Wishes, context: Context) -> Contents:
    number, now = context.rulebook.number, context.now
    term = wishes.term_months or number(clocks.TERM_MONTHS, now)
    cycle = wishes.report_cycle_months or min(term, number(clocks.CYCLE_MONTHS, now))
    if cycle > term:  # no report would ever be due (R22 §29)
        raise Refused(ApplicationReason.CYCLE_EXCEEDS_TERM, f"a cycle of {cycle} months in a term of {term}")
    others = dict.fromkeys(wishes.joint_applicants)
    others.pop(context.actor.organisation, None)
    return Contents(
        scenario=wishes.scenario,
        delivery=wishes.delivery,
        term_months=term,
        report_cycle_months=cycle,
        joint_applicants=tuple(others),
        applicant_type=wishes.applicant_type,
        sources=tuple(dict.fromkeys(wishes.sources)),
    )


def _may_apply(contents: Contents, items: tuple[PublishedItem, ...], context: Context) -> None:
    ids = [item.item_id for item in items]
    if twice := sorted({item_id for item_id in ids if ids.count(item_id) > 1}):
        raise Refused(ApplicationReason.ITEM_NAMED_TWICE, f"named twice: {', '.join(twice)}")
    asking = (context.actor.organisation, *contents.joint_applicants)
    if any(item.publisher in asking for item in items):
        raise Refused(Reason.FOUR_EYES, "a publisher does not apply to itself")


def _chain(command: DraftApplication, context: Context) -> tuple[Earlier, ...]:
    if not command.supersedes:
        return ()
    earlier = context.registry.case(command.supersedes)
    if not isinstance(earlier, NotAccepted | Declined):
        raise Refused(ApplicationReason.CANNOT_SUPERSEDE, f"{command.supersedes} is no refused application")
    theirs = (earlier.dossier.applicant, earlier.dossier.item.item_id)
    if theirs != (context.actor.organisation, command.item_id):
        raise Refused(ApplicationReason.CANNOT_SUPERSEDE, f"{command.supersedes} is by another, or for another item")
    return chain_from(earlier)


def _submit(command: SubmitApplication, state: Drafting, context: Context) -> list[Event]:
    for item in state.dossier.items:
        _conditional(item.item_id, context)
    if isinstance(command.commitment, Commitment):
        provided_for(context)
    listed = {requirement.id for requirement in state.dossier.requirements}
    seen: set[str] = set()
    for paper in command.materials:
        if paper.requirement not in listed:
            raise Refused(ApplicationReason.UNKNOWN_REQUIREMENT, f"{paper.requirement} is not on the material list")
        if paper.requirement in seen:
            raise Refused(ApplicationReason.DUPLICATE_REQUIREMENT, f"{paper.requirement} is answered twice")
        if context.registry.material(paper.material) != context.actor.organisation:
            raise Refused(ApplicationReason.UNKNOWN_MATERIAL, f"{paper.material} was not uploaded by the applicant")
        seen.add(paper.requirement)
    submitted = ApplicationSubmitted(
        materials=command.materials,
        rules_accepted=command.rules_accepted,
        completeness=clocks.completeness(context),
        commitment=command.commitment,
    )
    return [submitted]
