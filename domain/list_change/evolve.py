"""What each event makes of the state. No rule is asked here: it happened."""

from typing import assert_never

from domain.deciding import redated
from domain.list_change.events import (
    Event,
    ListChangeApproved,
    ListChangeCancelled,
    ListChangeDrafted,
    ListChangeEdited,
    ListChangeReturned,
    ListChangeSubmitted,
    OrderTookEffect,
    OwnEvent,
)
from domain.list_change.papers import NoOrigin, Return
from domain.list_change.state import (
    Cancelled,
    Dossier,
    Drafting,
    Effective,
    OpenedState,
    Publishing,
    Returned,
    Reviewing,
    State,
)
from domain.phases import Impossible, Unopened, changed, was
from domain.standing import SharedEvent, note, owing, relieved


def evolve(state: State, event: Event) -> State:
    """The state after `event`; raises `Impossible` for an event that can't follow on `state`."""
    if isinstance(event, OwnEvent):
        return _evolve(state, event)
    if isinstance(event, SharedEvent):
        case = _opened(state)
        return changed(case, dossier=note(case.dossier, event))
    moved: State = redated(state, event)
    return moved


def _evolve(state: State, event: OwnEvent) -> State:
    match event:
        case ListChangeDrafted():
            was(state, Unopened)
            return Drafting(dossier=_drafted(event))
        case ListChangeEdited():
            case = _opened(state)
            return changed(case, dossier=_edited(case.dossier, event))
        case ListChangeSubmitted():
            return _submitted(_opened(state).dossier, event)
        case ListChangeReturned():
            return Returned(dossier=_returned(was(state, Reviewing), event))
        case ListChangeApproved():
            reviewed = was(state, Reviewing)
            return Publishing(dossier=owing(reviewed.dossier, event.duty), submission=reviewed.submission)
        case OrderTookEffect():
            published = was(state, Publishing)
            return Effective(dossier=owing(published.dossier, *event.duties), submission=published.submission)
        case ListChangeCancelled():
            return Cancelled(dossier=owing(relieved(_opened(state).dossier), *event.duties), why=event.why)
        case _:
            assert_never(event)


def _drafted(event: ListChangeDrafted) -> Dossier:
    return Dossier(
        case_id=event.case_id,
        publisher=event.publisher,
        authors=(event.author,) if isinstance(event.origin, NoOrigin) else (),
        title=event.title,
        proposal=event.proposal,
        origin=event.origin,
        askers=event.askers,
    )


def _edited(dossier: Dossier, event: ListChangeEdited) -> Dossier:
    authors = _with(dossier.authors, event.author)
    return changed(dossier, title=event.title, proposal=event.proposal, authors=authors)


def _submitted(dossier: Dossier, event: ListChangeSubmitted) -> Reviewing:
    linked = dossier.proposal.plan_item if event.duties else dossier.linked
    submitted = changed(dossier, authors=_with(dossier.authors, event.author), linked=linked)
    return Reviewing(
        dossier=owing(submitted, *event.duties),
        submission=event.submission,
        reviewer=event.reviewer,
        review=event.review,
        reminders=event.reminders,
    )


def _returned(reviewed: Reviewing, event: ListChangeReturned) -> Dossier:
    back = Return(ground=event.ground, note=event.note, document=reviewed.submission.document)
    return changed(reviewed.dossier, returns=(*reviewed.dossier.returns, back))


def _with(authors: tuple[str, ...], author: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*authors, author)))


def _opened(state: State) -> OpenedState:
    """`state`, which the event says is a case already; raises `Impossible` if not."""
    if isinstance(state, Unopened):
        raise Impossible("no case was opened before this event")
    return state
