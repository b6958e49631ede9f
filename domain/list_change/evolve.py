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
    P,
    Publishing,
    Returned,
    Reviewing,
    State,
    Unopened,
)
from domain.standing import SharedEvent, note, owing, relieved


def evolve(state: State, event: Event) -> State:
    """The state after `event`; raises `TypeError` for an event that can't follow on `state`."""
    if isinstance(event, OwnEvent):
        return _evolve(state, event)
    if isinstance(event, SharedEvent):
        case = _opened(state)
        return case.model_copy(update={"dossier": note(case.dossier, event)})
    moved: State = redated(state, event)
    return moved


def _evolve(state: State, event: OwnEvent) -> State:
    match event:
        case ListChangeDrafted():
            _was(state, Unopened)
            return Drafting(dossier=_drafted(event))
        case ListChangeEdited():
            case = _opened(state)
            return case.model_copy(update={"dossier": _edited(case.dossier, event)})
        case ListChangeSubmitted():
            return _submitted(_opened(state).dossier, event)
        case ListChangeReturned():
            return Returned(dossier=_returned(_was(state, Reviewing), event))
        case ListChangeApproved():
            reviewed = _was(state, Reviewing)
            return Publishing(dossier=owing(reviewed.dossier, event.duty), submission=reviewed.submission)
        case OrderTookEffect():
            published = _was(state, Publishing)
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
    )


def _edited(dossier: Dossier, event: ListChangeEdited) -> Dossier:
    changes = {"title": event.title, "proposal": event.proposal, "authors": _with(dossier.authors, event.author)}
    return dossier.model_copy(update=changes)


def _submitted(dossier: Dossier, event: ListChangeSubmitted) -> Reviewing:
    linked = dossier.proposal.plan_item if event.duties else dossier.linked
    changes = {"authors": _with(dossier.authors, event.author), "linked": linked}
    return Reviewing(
        dossier=owing(dossier.model_copy(update=changes), *event.duties),
        submission=event.submission,
        reviewer=event.reviewer,
        review=event.review,
        reminders=event.reminders,
    )


def _returned(reviewed: Reviewing, event: ListChangeReturned) -> Dossier:
    back = Return(ground=event.ground, note=event.note, document=reviewed.submission.document)
    return reviewed.dossier.model_copy(update={"returns": (*reviewed.dossier.returns, back)})


def _with(authors: tuple[str, ...], author: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*authors, author)))


def _opened(state: State) -> OpenedState:
    if isinstance(state, Unopened):
        raise TypeError("the log of a list change begins with its draft")
    return state


def _was(state: State, phase: type[P]) -> P:
    if not isinstance(state, phase):
        raise TypeError(f"{phase.__name__} was expected before this event, not {type(state).__name__}")
    return state
