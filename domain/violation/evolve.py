"""What each event makes of the state. No rule is asked here: it happened."""

from typing import Any, assert_never

from domain.deciding import redated
from domain.phases import Unopened, changed, was
from domain.standing import MessagesSent, SharedEvent, note, owing, settled
from domain.violation.events import (
    ConcurrenceGiven,
    Event,
    HearingOpened,
    JudgingEvent,
    LiftOrdered,
    MeasuresTaken,
    OpeningEvent,
    OutcomeEvent,
    PartyRestored,
    PartyRestricted,
    PublicityEnded,
    ReportTakenUp,
    ViewStated,
    ViolationDismissed,
    ViolationPublicised,
    ViolationRecorded,
    ViolationReported,
)
from domain.violation.outbox import SEND_RESTRICTION
from domain.violation.papers import Concurrence, Measure, Restricted, Unrestricted
from domain.violation.state import (
    Alleged,
    Dismissed,
    Dossier,
    Hearing,
    Judging,
    MeasuresApplied,
    OnRecord,
    Opened,
    Publicised,
    Recorded,
    Reported,
    Restored,
    State,
    TakenUp,
)


def evolve(state: State, event: Event) -> State:
    """The state after `event`; raises `Impossible` for an event that can't follow on `state`."""
    if isinstance(event, OpeningEvent):
        was(state, Unopened)
        return _opened(event)
    if isinstance(event, JudgingEvent):
        return _judged(state, event)
    if isinstance(event, OutcomeEvent):
        return _concluded(state, event)
    if isinstance(event, SharedEvent):
        return _noted(state, event)
    moved: State = redated(state, event)
    return moved


def _opened(event: OpeningEvent) -> State:
    case_id, allegation = event.case_id, event.allegation
    if isinstance(event, ViolationReported):
        return Reported(dossier=Dossier(case_id=case_id, allegation=allegation, reporter=event.reporter))
    return Alleged(dossier=Dossier(case_id=case_id, allegation=allegation, reporter="", report=event.report))


def _judged(state: State, event: JudgingEvent) -> State:
    match event:
        case ReportTakenUp():
            dossier = was(state, Reported).dossier
            told = changed(dossier.allegation, violation_kind=event.violation_kind, facts=event.facts)
            return TakenUp(dossier=owing(dossier, event.duty), allegation=told)
        case PartyRestricted():
            case = was(state, Judging)
            return _with(case, dossier=owing(_restricted(case.dossier, event.reason), event.duty))
        case HearingOpened():
            dossier = was(state, Alleged).dossier
            return Hearing(dossier=dossier, question=event.question, window=event.window, reminders=event.reminders)
        case ViewStated():
            return _with(was(state, Hearing), view=event.view, concurrences=())
        case ConcurrenceGiven():
            return _concurred(state, event)
        case LiftOrdered():
            dossier = _given_up(was(state, Opened).dossier)
            return _with(was(state, Opened), dossier=owing(dossier, event.duty))
        case _:
            assert_never(event)


def _concurred(state: State, event: ConcurrenceGiven) -> State:
    case = was(state, Judging)
    others = tuple(one for one in case.concurrences if one.role is not event.role)
    given = Concurrence(role=event.role, violation_kind=event.violation_kind)
    return _with(case, concurrences=(*others, given))


def _concluded(state: State, event: OutcomeEvent) -> State:
    match event:
        case ViolationRecorded():
            dossier = was(state, Judging).dossier
            allegation = changed(dossier.allegation, violation_kind=event.violation_kind)
            recorded = changed(dossier, allegation=allegation)
            return Recorded(dossier=owing(recorded, event.duty), findings=event.findings)
        case ViolationDismissed():
            dossier = was(state, Reported, Judging).dossier
            return Dismissed(dossier=_unrestricted(dossier), reason=event.reason)
        case MeasuresTaken():
            return _measured(was(state, OnRecord), event)
        case ViolationPublicised():
            fields = _record(was(state, OnRecord), publicised=True)
            return Publicised(**fields, text=event.text, approver=event.approver, until=event.until)
        case PublicityEnded():
            fields = _record(was(state, Publicised))
            return MeasuresApplied(**fields) if fields["measures"] else Recorded(**fields)
        case PartyRestored():
            record = was(state, OnRecord)
            return Restored(**_record(record, dossier=_unrestricted(record.dossier)))
        case _:
            assert_never(event)


def _measured(case: OnRecord, event: MeasuresTaken) -> State:
    dossier = owing(case.dossier, *event.duties)
    for each in event.measures:
        if each.measure is Measure.RESTRICT and isinstance(dossier.restriction, Unrestricted):
            dossier = _restricted(dossier, each.reason)
    after = _with(case, dossier=dossier, measures=(*case.measures, *event.measures))
    return MeasuresApplied(**_record(was(after, Recorded))) if isinstance(after, Recorded) else after


def _noted(state: State, event: SharedEvent) -> State:
    case = was(state, Opened)
    dossier = note(case.dossier, event)
    if isinstance(event, MessagesSent):
        took = (sent.case_id for sent in event.sent if sent.kind == "restrict_access" and not sent.reason)
        dossier = changed(dossier, restricted=tuple(dict.fromkeys((*dossier.restricted, *took))))
    return _with(case, dossier=dossier)


def _record(case: OnRecord, **changes: Any) -> dict[str, Any]:
    """The fields that every phase on record has, with a difference."""
    return {name: getattr(case, name) for name in OnRecord.model_fields} | changes


def _restricted(dossier: Dossier, reason: str) -> Dossier:
    return changed(dossier, restriction=Restricted(reason=reason))


def _unrestricted(dossier: Dossier) -> Dossier:
    return changed(dossier, restriction=Unrestricted())


def _given_up(dossier: Dossier) -> Dossier:
    """`dossier` without a restriction that failed: the lifting goes wherever it may have reached."""
    for failed in dossier.failed:
        if failed.duty.name == SEND_RESTRICTION:
            dossier = settled(dossier, failed.duty.id)
    return dossier


def _with(case: Opened, **changes: Any) -> State:
    """The case in the same phase, with a difference."""
    after: Any = changed(case, **changes)
    same: State = after
    return same
