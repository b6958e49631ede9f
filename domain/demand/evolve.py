"""What each event makes of the state. No rule is asked here: it happened."""

from typing import assert_never

from domain.deciding import redated
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
    MovedEvent,
    NotedEvent,
    OrderEnded,
    OrderTookEffect,
)
from domain.demand.papers import Priority, Said
from domain.demand.state import (
    Adopted,
    Answered,
    Declined,
    DemandDossier,
    Merged,
    OpenedState,
    Received,
    Satisfied,
    State,
    WithPublisher,
)
from domain.people import Role
from domain.phases import Impossible, Unopened, changed, was
from domain.standing import SharedEvent, note, owing, relieved


def evolve(state: State, event: Event) -> State:
    """The state after `event`; raises `Impossible` for an event that can't follow on `state`."""
    if isinstance(event, DemandSubmitted):
        return _submitted(was(state, Unopened), event)
    if isinstance(event, NotedEvent):
        return _noted(_opened(state), event)
    if isinstance(event, MovedEvent):
        return _moved(_opened(state), event)
    if isinstance(event, SharedEvent):
        case = _opened(state)
        return changed(case, dossier=note(case.dossier, event))
    moved: State = redated(state, event)
    return moved


def _submitted(_: Unopened, event: DemandSubmitted) -> Received:
    papers = event.model_dump(exclude={"kind", "reminder"})
    return Received(dossier=DemandDossier(**papers), reminder=event.reminder)


def _noted(state: OpenedState, event: NotedEvent) -> OpenedState:
    dossier = state.dossier
    match event:
        case DemandFollowedUp():
            return _heard(state, Said(role=event.role, about="follow_up", text=event.text))
        case AdviceGiven():
            return _heard(state, Said(role=Role.CONSULTATION_POINT, about=event.about, text=event.advice))
        case DemandAnswered():
            return _heard(state, Said(role=Role.DATA_PUBLISHER, about="answer", text=event.text))
        case DemandPrioritised():
            priority = Priority(criterion=event.criterion, reason=event.reason)
            return changed(state, dossier=changed(dossier, priority=priority))
        case DemandHeardForPlan():
            return changed(state, dossier=changed(dossier, heard_for=(*dossier.heard_for, event.year)))
        case MergedDemandNoted():
            return changed(state, dossier=changed(dossier, merged=(*dossier.merged, event.demand)))
        case _:
            assert_never(event)


def _heard(state: OpenedState, said: Said) -> OpenedState:
    return changed(state, dossier=changed(state.dossier, talk=(*state.dossier.talk, said)))


def _moved(state: OpenedState, event: MovedEvent) -> OpenedState:
    dossier = state.dossier
    match event:
        case DemandMerged():
            return Merged(dossier=owing(dossier, event.duty), into=event.into)
        case DemandSeparated():
            return Received(dossier=relieved(dossier), reminder=event.reminder)
        case DemandForwarded(publisher=publisher):
            return WithPublisher(dossier=dossier, publisher=publisher, note=event.note, reminder=event.reminder)
        case DemandAdopted():
            with_publisher = was(state, WithPublisher)
            return Adopted(
                dossier=owing(dossier, event.duty),
                publisher=with_publisher.publisher,
                note=with_publisher.note,
                order=event.order,
                title=event.title,
                answer=event.answer,
            )
        case DemandDeclined():
            return Declined(
                dossier=owing(dossier, *event.duties),
                publisher=was(state, WithPublisher).publisher,
                ground=event.ground,
                alternative=event.alternative,
            )
        case OrderTookEffect() | OrderEnded():
            return _order_over(was(state, Adopted), event)
        case MergedOutcomeRecorded(outcome=outcome, answer=answer, item_id=item_id):
            into = was(state, Merged).into
            return Answered(dossier=relieved(dossier), into=into, outcome=outcome, answer=answer, item_id=item_id)
        case _:
            assert_never(event)


def _order_over(state: Adopted, event: OrderTookEffect | OrderEnded) -> Satisfied | WithPublisher:
    dossier, publisher = relieved(state.dossier), state.publisher
    if isinstance(event, OrderEnded):
        return WithPublisher(dossier=dossier, publisher=publisher, note=state.note, reminder=event.reminder)
    return Satisfied(
        dossier=owing(dossier, *event.duties),
        publisher=publisher,
        order=state.order,
        item_id=event.item_id,
        answer=state.answer,
    )


def _opened(state: State) -> OpenedState:
    """`state`, which the event says is a case already; raises `Impossible` if not."""
    if isinstance(state, Unopened):
        raise Impossible("no case was opened before this event")
    return state
