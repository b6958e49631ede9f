"""The rules of a demand: what a command leads to, or why not."""

from typing import assert_never

from domain.demand import clocks
from domain.demand.commands import (
    AcceptDemand,
    AdviseDemand,
    AnswerDemand,
    AskingCommand,
    Command,
    DeclineDemand,
    FollowUpDemand,
    ForwardDemand,
    MergeDemand,
    NoteForPlan,
    OtherCasesCommand,
    PrioritiseDemand,
    PublisherCommand,
    SeparateDemand,
    SubmitDemand,
    TriageCommand,
)
from domain.demand.events import (
    AdviceGiven,
    DemandAdopted,
    DemandAnswered,
    DemandDeclined,
    DemandFollowedUp,
    DemandForwarded,
    DemandHeardForPlan,
    DemandMerged,
    DemandPrioritised,
    DemandSeparated,
    DemandSubmitted,
    Event,
    MergedDemandNoted,
    MergedOutcomeRecorded,
    OrderEnded,
    OrderTookEffect,
)
from domain.demand.inbox import NoteMerged, RecordMergedOutcome, RecordOrderEffective, RecordOrderEnded
from domain.demand.outbox import OPEN_ORDER, TELL_MAIN, TELL_MERGED
from domain.demand.papers import NotNoted
from domain.demand.plan import plan
from domain.demand.reasons import DemandReason
from domain.demand.state import (
    Adopted,
    AtPublisher,
    DemandDossier,
    Merged,
    Opened,
    OpenState,
    Received,
    State,
    WithPublisher,
)
from domain.demand.summary import waiting
from domain.kernel import Context, Duty, Reason, Refused, case_id_of
from domain.people import Role
from domain.phases import Unopened, in_phase
from domain.standing import answer, new_duty


def decide(command: Command, state: State, context: Context) -> list[Event]:
    """The events that `command` leads to; none if it is no news. Raises `Refused` with the reason.

    Who may ask in which phase has been checked (`domain.deciding.ask`), and every reminder due by now recorded.
    """
    if isinstance(command, AskingCommand):
        return _ask(command, state, context)
    if isinstance(command, TriageCommand):
        return _triage(command, state, context)
    if isinstance(command, PublisherCommand):
        return _publish(command, state, context)
    if isinstance(command, OtherCasesCommand):
        return _hear(command, state, context)
    return [*answer(command, in_phase(state, Opened).dossier, plan(state), context)]


# -- the asker and its consultation point ----------------------------------------------------


def _ask(command: AskingCommand, state: State, context: Context) -> list[Event]:
    match command:
        case SubmitDemand():
            in_phase(state, Unopened)
            return [_submitted(command, context)]
        case FollowUpDemand():
            if context.actor.role is not in_phase(state, Opened).dossier.asking_role:
                raise Refused(DemandReason.NOT_FOR_OTHERS, "only its asker adds to a demand")
            return [DemandFollowedUp(role=context.actor.role, text=command.text)]
        case AdviseDemand():
            return [AdviceGiven(about=command.about, advice=command.advice)]
        case _:
            assert_never(command)


def _submitted(command: SubmitDemand, context: Context) -> DemandSubmitted:
    actor = context.actor
    point = command.consultation_point
    if actor.role is Role.CONSULTATION_POINT:
        if not command.on_behalf_of:
            raise Refused(DemandReason.WHOSE_BEHALF, "a consultation point says for whom it asks")
        point = actor.organisation
    elif command.on_behalf_of or command.channel != "platform":
        raise Refused(DemandReason.NOT_FOR_OTHERS, "only a consultation point records what others ask for")
    return DemandSubmitted(
        case_id=context.case_id,
        asker=actor.organisation,
        asked_by=actor.id,
        asking_role=actor.role,
        consultation_point=point,
        on_behalf_of=command.on_behalf_of,
        title=command.title,
        need=command.need,
        category=command.category,
        channel=command.channel,
        reminder=clocks.triage(context),
    )


# -- the competent department ----------------------------------------------------------------


def _triage(command: TriageCommand, state: State, context: Context) -> list[Event]:
    match command:
        case PrioritiseDemand():
            return [DemandPrioritised(criterion=command.criterion, reason=command.reason)]
        case NoteForPlan():
            if command.year in in_phase(state, Opened).dossier.heard_for:
                raise Refused(DemandReason.ALREADY_HEARD, f"it was heard for {command.year}")
            return [DemandHeardForPlan(year=command.year)]
        case MergeDemand():
            return [_merged(command, in_phase(state, Received), context)]
        case SeparateDemand():
            in_phase(state, Merged)
            return [DemandSeparated(reason=command.reason, reminder=clocks.triage(context))]
        case ForwardDemand():
            return [_forwarded(command, state, context)]
        case _:
            assert_never(command)


def _merged(command: MergeDemand, state: Received, context: Context) -> DemandMerged:
    """No chains: whoever waits for this demand's outcome would wait for a third one's."""
    into = context.registry.case(command.into)
    if command.into == context.case_id or not isinstance(into, OpenState):
        raise Refused(DemandReason.CANNOT_MERGE, f"{command.into} is no other demand that is open")
    if others := waiting(state.dossier, context.registry):
        raise Refused(DemandReason.CANNOT_MERGE, f"{', '.join(others)} waits for this one; merge the other way round")
    if isinstance(into, AtPublisher) and into.publisher == state.dossier.asker:
        raise Refused(Reason.FOUR_EYES, "a publisher does not decide on its own demand")
    return DemandMerged(into=command.into, duty=new_duty(context, TELL_MAIN))


def _forwarded(command: ForwardDemand, state: State, context: Context) -> DemandForwarded:
    dossier = in_phase(state, Opened).dossier
    if isinstance(dossier.priority, NotNoted):
        raise Refused(DemandReason.NO_PRIORITY_YET, "note its priority first, be it an ordinary one")
    askers = {dossier.asker, *(other.dossier.asker for other in waiting(dossier, context.registry).values())}
    if command.publisher in askers:
        raise Refused(Reason.FOUR_EYES, "a publisher does not decide on its own demand")
    if isinstance(state, WithPublisher) and state.publisher == command.publisher:
        raise Refused(DemandReason.SAME_PUBLISHER, f"it is with {command.publisher} already")
    return DemandForwarded(publisher=command.publisher, note=command.note, reminder=clocks.reply(context))


# -- the publisher ----------------------------------------------------------------------------


def _publish(command: PublisherCommand, state: State, context: Context) -> list[Event]:
    match command:
        case AcceptDemand():
            duty = new_duty(context, OPEN_ORDER)
            order = case_id_of("list_change", duty.id)
            return [DemandAdopted(order=order, title=command.title, answer=command.answer, duty=duty)]
        case DeclineDemand(ground=ground, alternative=alternative):
            duties = _telling(in_phase(state, WithPublisher).dossier, context)
            return [DemandDeclined(ground=ground, alternative=alternative, duties=duties)]
        case AnswerDemand():
            return [DemandAnswered(text=command.text)]
        case _:
            assert_never(command)


def _telling(dossier: DemandDossier, context: Context) -> tuple[Duty, ...]:
    return (new_duty(context, TELL_MERGED),) if dossier.merged else ()


# -- other cases ------------------------------------------------------------------------------


def _hear(command: OtherCasesCommand, state: State, context: Context) -> list[Event]:
    match command:
        case NoteMerged():
            known = command.demand in in_phase(state, Opened).dossier.merged
            return [] if known else [MergedDemandNoted(demand=command.demand)]
        case RecordMergedOutcome():
            if command.demand != in_phase(state, Merged).into:
                raise Refused(DemandReason.OTHER_DEMAND, f"it was not merged into {command.demand}")
            outcome, item_id = command.phase, command.item_id
            return [MergedOutcomeRecorded(outcome=outcome, answer=command.answer, item_id=item_id)]
        case RecordOrderEffective():
            dossier = _ordered(command.order, state).dossier
            return [OrderTookEffect(item_id=command.item_id, duties=_telling(dossier, context))]
        case RecordOrderEnded():
            _ordered(command.order, state)
            return [OrderEnded(order=command.order, why=command.why, reminder=clocks.reply(context))]
        case _:
            assert_never(command)


def _ordered(order: str, state: State) -> Adopted:
    adopted = in_phase(state, Adopted)
    if adopted.order != order:
        raise Refused(DemandReason.OTHER_ORDER, f"the list change it waits for is {adopted.order}")
    return adopted
