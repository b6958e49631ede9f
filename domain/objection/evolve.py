"""What each event makes of the state. No rule is asked here: it happened."""

from typing import assert_never

from domain.deciding import redated
from domain.objection.events import (
    DataCorrected,
    DataUpheld,
    Event,
    ObjectionEvent,
    ObjectionMarked,
    ObjectionRaised,
    ObjectionRejected,
    ObjectionTransferred,
    ObjectionWithdrawn,
    ObjectorTold,
)
from domain.objection.state import (
    ClosedCorrected,
    ClosedNoChange,
    ClosedRejected,
    Corrected,
    Marked,
    ObjectionDossier,
    Opened,
    OpenedState,
    P,
    Raised,
    State,
    Unopened,
    Verifying,
    Withdrawn,
)
from domain.standing import SharedEvent, note, owing, relieved


def evolve(state: State, event: Event) -> State:
    """The state after `event`; raises `TypeError` for an event that can't follow on `state`."""
    if isinstance(event, ObjectionRaised):
        return _raised(_was(state, Unopened), event)
    if isinstance(event, ObjectionEvent):
        return _moved(_opened(state), event)
    if isinstance(event, SharedEvent):
        case = _opened(state)
        return case.model_copy(update={"dossier": note(case.dossier, event)})
    moved: State = redated(state, event)
    return moved


def _raised(_: Unopened, event: ObjectionRaised) -> Raised:
    papers = event.model_dump(exclude={"kind", "mark", "transfer"})
    return Raised(dossier=ObjectionDossier(**papers), mark=event.mark, transfer=event.transfer)


def _moved(state: OpenedState, event: ObjectionEvent) -> OpenedState:
    dossier = state.dossier
    match event:
        case ObjectionMarked(finding=finding, duty=duty):
            return Marked(dossier=owing(dossier, duty), finding=finding, transfer=_was(state, Raised).transfer)
        case ObjectionTransferred(decide=decide, reminders=reminders):
            finding = _was(state, Marked).finding
            return Verifying(dossier=dossier, finding=finding, decide=decide, reminders=reminders)
        case DataCorrected(data_version=version, feedback=feedback, working_days_late=late):
            ending = owing(relieved(dossier), event.duty)
            return Corrected(dossier=ending, data_version=version, feedback=feedback, working_days_late=late)
        case DataUpheld(reason=reason, working_days_late=late):
            ending = owing(relieved(dossier), event.duty)
            return ClosedNoChange(dossier=ending, feedback=reason, working_days_late=late)
        case ObjectorTold():
            papers = _was(state, Corrected).model_dump(include={"data_version", "feedback", "working_days_late"})
            return ClosedCorrected(dossier=relieved(dossier), **papers)
        case ObjectionRejected():
            return ClosedRejected(dossier=dossier, feedback=event.reason)
        case ObjectionWithdrawn():
            return Withdrawn(dossier=owing(relieved(dossier), *event.duties))
        case _:
            assert_never(event)


def _was(state: State, kind: type[P]) -> P:
    if not isinstance(state, kind):
        raise TypeError(f"{kind.__name__} was expected before this event, not {type(state).__name__}")
    return state


def _opened(state: State) -> OpenedState:
    if isinstance(state, Unopened):
        raise TypeError(f"{Opened.__name__} was expected before this event, not {type(state).__name__}")
    return state
