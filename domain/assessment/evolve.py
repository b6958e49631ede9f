"""What each event makes of the state. No rule is asked here: it happened."""

from typing import assert_never

from domain.assessment.events import (
    AssessmentEvent,
    AssessmentNoted,
    AssessmentOpened,
    AssessmentReturned,
    AssessmentSubmitted,
    Event,
    OrderLinked,
)
from domain.assessment.state import (
    Assessing,
    AssessmentDossier,
    Examining,
    Noted,
    OpenedState,
    Reported,
    Returned,
    State,
)
from domain.deciding import redated
from domain.phases import Impossible, Unopened, changed, was
from domain.standing import SharedEvent, note


def evolve(state: State, event: Event) -> State:
    """The state after `event`; raises `Impossible` for an event that can't follow on `state`."""
    if isinstance(event, AssessmentOpened):
        was(state, Unopened)
        dossier = AssessmentDossier(case_id=event.case_id, year=event.year, publisher=event.publisher)
        return Assessing(dossier=dossier, limit=event.limit, reminders=event.reminders)
    case = _opened(state)
    if isinstance(event, AssessmentEvent):
        return _moved(case, event)
    if isinstance(event, SharedEvent):
        return changed(case, dossier=note(case.dossier, event))
    return redated(case, event)


def _opened(state: State) -> OpenedState:
    if isinstance(state, Unopened):
        raise Impossible(f"a case was expected before this event, not {state.phase}")
    return state


def _moved(state: OpenedState, event: AssessmentEvent) -> OpenedState:
    dossier = state.dossier
    match event:
        case AssessmentSubmitted(report=report):
            # a link whose finding another report no longer has goes with it
            about = {finding.about for finding in report.findings if finding.calls_for_an_order}
            kept = tuple(one for one in dossier.follow_ups if one.finding in about)
            return Examining(dossier=changed(dossier, follow_ups=kept), report=report)
        case AssessmentReturned(reason=reason, limit=limit, reminders=reminders):
            report = was(state, Examining).report
            back = changed(dossier, returned_for=reason)
            return Returned(dossier=back, report=report, limit=limit, reminders=reminders)
        case AssessmentNoted(remark=remark):
            return Noted(dossier=dossier, report=was(state, Examining).report, remark=remark)
        case OrderLinked(follow_up=follow_up):
            was(state, Reported)
            return changed(state, dossier=changed(dossier, follow_ups=(*dossier.follow_ups, follow_up)))
        case _:
            assert_never(event)
