"""What a violation tells others: the case that takes a report up, and the party's applications."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from domain.application.inbox import CloseForViolation, LiftRestriction, NoteViolation, RestrictAccess
from domain.kernel import Duty, Message, Registry, Sketch, case_id_of
from domain.phases import in_phase
from domain.value import Value
from domain.violation.inbox import ReportViolation
from domain.violation.papers import Allegation, Measure, Restricted
from domain.violation.state import OnRecord, Opened, State, TakenUp

OPEN_ALLEGATION = "open_allegation"
SEND_RESTRICTION = "send_restriction"
SEND_LIFTING = "send_lifting"
SEND_CLOSURE = "send_closure"
FLAG_PARTY = "flag_party"

Send = Callable[[Duty, State, Registry], Sequence[Message]]


def _open_allegation(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    taken_up = in_phase(state, TakenUp)
    fields = taken_up.allegation.model_dump(exclude={"item_title"})
    command = ReportViolation(**fields, report=taken_up.dossier.case_id)
    return (Message("violation", case_id_of("violation", duty.id), command, needed=True),)


def _restrict(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    dossier = in_phase(state, Opened).dossier
    if not isinstance(dossier.restriction, Restricted):
        return ()  # it ended before it reached anyone
    command = RestrictAccess(violation=dossier.case_id, reason=dossier.restriction.reason)
    return _to_applications(_concerned(dossier.allegation, registry), command)


def _lift(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    dossier = in_phase(state, Opened).dossier
    # also those that may have taken a restriction whose report was lost
    reached = dict.fromkeys((*dossier.restricted, *_concerned(dossier.allegation, registry)))
    return _to_applications(reached, LiftRestriction(violation=dossier.case_id))


def _close(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    on_record = in_phase(state, OnRecord)
    dossier = on_record.dossier
    (reason,) = (each.reason for each in on_record.measures if each.measure is Measure.CLOSE_ACCESS)
    command = CloseForViolation(violation=dossier.case_id, reason=reason)
    return _to_applications((dossier.allegation.about,), command)


def _flag(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    dossier = in_phase(state, OnRecord).dossier
    allegation = dossier.allegation
    command = NoteViolation(violation=dossier.case_id, violation_kind=allegation.violation_kind)
    others = (use.case_id for use, _ in _uses(allegation, registry) if use.case_id != allegation.about)
    return _to_applications(others, command)


def _concerned(allegation: Allegation, registry: Registry) -> tuple[str, ...]:
    """The application it is about, or else all that use the publisher's items."""
    if allegation.about:
        return (allegation.about,)
    uses = _uses(allegation, registry)
    return tuple(use.case_id for use, publisher in uses if publisher == allegation.publisher)


def _uses(allegation: Allegation, registry: Registry) -> Iterator[tuple[Sketch, str]]:
    """The party's open applications, each with its item's publisher."""
    for sketch in registry.find("application", applicant=allegation.party):
        item = registry.item(sketch.subject)
        if not sketch.closed:
            yield sketch, item.publisher if item else ""


def _to_applications(case_ids: Iterable[str], command: Value) -> tuple[Message, ...]:
    """None is needed: an application that ended meanwhile says so, and that is written down."""
    return tuple(Message("application", case_id, command) for case_id in case_ids)


SENDS: Mapping[str, Send] = {
    OPEN_ALLEGATION: _open_allegation,
    SEND_RESTRICTION: _restrict,
    SEND_LIFTING: _lift,
    SEND_CLOSURE: _close,
    FLAG_PARTY: _flag,
}
