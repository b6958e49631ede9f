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
from domain.application.state import Checking, Declined, Drafting, NotAccepted, Reviewing, State, Unopened, in_phase
from domain.items import OpenType, PublishedItem
from domain.kernel import Context, Reason, Refused


def decide(command: IntakeCommand, state: State, context: Context) -> list[Event]:
    match command:
        case DraftApplication():
            in_phase(state, Unopened)
            return _draft(command, context)
        case EditDraft():
            contents = _contents(command, context)
            _not_to_itself(contents, in_phase(state, Drafting).dossier.item, context)
            return [DraftEdited(contents=contents)]
        case SubmitApplication():
            return _submit(command, in_phase(state, Drafting), context)
        case WithdrawApplication():
            if not isinstance(state, Drafting | Checking | Reviewing):
                raise Refused(Reason.WRONG_PHASE, f"the case is in phase {state.phase}")
            return [ApplicationWithdrawn()]
        case _:
            assert_never(command)


def _draft(command: DraftApplication, context: Context) -> list[Event]:
    item = _conditional(command.item_id, context)
    contents = _contents(command, context)
    _not_to_itself(contents, item, context)
    drafted = ApplicationDrafted(
        case_id=context.case_id,
        applicant=context.actor.organisation,
        drafted_by=context.actor.id,
        item=item.model_copy(update={"source": ""}),
        contents=contents,
        chain=_chain(command, context),
    )
    return [drafted]


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
    )


def _not_to_itself(contents: Contents, item: PublishedItem, context: Context) -> None:
    if item.publisher in (context.actor.organisation, *contents.joint_applicants):
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
    _conditional(state.dossier.item.item_id, context)
    if isinstance(command.commitment, Commitment):
        provided_for(context)
    listed = {requirement.id for requirement in state.dossier.item.materials}
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
