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
    OpenedState,
    Raised,
    State,
    Verifying,
    Withdrawn,
)
from domain.phases import Impossible, Unopened, changed, was
from domain.standing import SharedEvent, note, owing, relieved


def evolve(state: State, event: Event) -> State:
    """The state after `event`; raises `Impossible` for an event that can't follow on `state`."""
    if isinstance(event, ObjectionRaised):
        return _raised(was(state, Unopened), event)
    if isinstance(event, ObjectionEvent):
        return _moved(_opened(state), event)
    if isinstance(event, SharedEvent):
        case = _opened(state)
        return changed(case, dossier=note(case.dossier, event))
    moved: State = redated(state, event)
    return moved


def _raised(_: Unopened, event: ObjectionRaised) -> Raised:
    papers = event.model_dump(exclude={"kind", "mark", "transfer"})
    return Raised(dossier=ObjectionDossier(**papers), mark=event.mark, transfer=event.transfer)


def _moved(state: OpenedState, event: ObjectionEvent) -> OpenedState:
    dossier = state.dossier
    match event:
        case ObjectionMarked(finding=finding, duty=duty):
            return Marked(dossier=owing(dossier, duty), finding=finding, transfer=was(state, Raised).transfer)
        case ObjectionTransferred(decide=decide, reminders=reminders):
            finding = was(state, Marked).finding
            return Verifying(dossier=dossier, finding=finding, decide=decide, reminders=reminders)
        case DataCorrected(data_version=version, feedback=feedback, working_days_late=late):
            ending = owing(relieved(dossier), event.duty)
            return Corrected(dossier=ending, data_version=version, feedback=feedback, working_days_late=late)
        case DataUpheld(reason=reason, working_days_late=late):
            ending = owing(relieved(dossier), event.duty)
            return ClosedNoChange(dossier=ending, feedback=reason, working_days_late=late)
        case ObjectorTold():
            papers = was(state, Corrected).model_dump(include={"data_version", "feedback", "working_days_late"})
            return ClosedCorrected(dossier=relieved(dossier), **papers)
        case ObjectionRejected():
            return ClosedRejected(dossier=dossier, feedback=event.reason)
        case ObjectionWithdrawn():
            return Withdrawn(dossier=owing(relieved(dossier), *event.duties))
        case _:
            assert_never(event)


def _opened(state: State) -> OpenedState:
    """`state`, which the event says is a case already; raises `Impossible` if not."""
    if isinstance(state, Unopened):
        raise Impossible("no case was opened before this event")
    return state
