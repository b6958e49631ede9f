"""The rules of a violation (R22 §30, §32): what a command leads to, or why not."""

from typing import assert_never

from domain.kernel import Context, Reason, Refused
from domain.people import Role
from domain.phases import Unopened, in_phase
from domain.standing import new_duty
from domain.violation import clocks, measures
from domain.violation.commands import (
    AllegeViolation,
    Command,
    ConcurInRecord,
    DismissViolation,
    EnterInRecord,
    JudgingCommand,
    MeasureCommand,
    OpenHearing,
    OpeningCommand,
    RestrictParty,
    StateView,
    TakeUpReport,
)
from domain.violation.events import (
    ConcurrenceGiven,
    Event,
    HearingOpened,
    PartyRestricted,
    ReportTakenUp,
    ViewStated,
    ViolationAlleged,
    ViolationDismissed,
    ViolationRecorded,
    ViolationReported,
)
from domain.violation.inbox import ReportViolation
from domain.violation.lifting import lifting, shared
from domain.violation.outbox import FLAG_PARTY, OPEN_ALLEGATION, SEND_RESTRICTION
from domain.violation.papers import Allegation, Detection, Restricted
from domain.violation.reasons import ViolationReason
from domain.violation.state import Alleged, Hearing, Judging, Reported, State

_TOGETHER = (Role.PLATFORM_OPERATOR, Role.DATA_PUBLISHER)  # who records with the competent department (R22 §32)


def decide(command: Command, state: State, context: Context) -> list[Event]:
    """The events that `command` leads to; none if it is no news. Raises `Refused` with the reason."""
    if isinstance(command, OpeningCommand):
        return [_opened(command, state, context)]
    if isinstance(command, JudgingCommand):
        return _judged(command, state, context)
    if isinstance(command, MeasureCommand):
        return measures.decide(command, state, context)
    return shared(command, state, context)


def _opened(command: OpeningCommand, state: State, context: Context) -> Event:
    match command:
        case AllegeViolation():
            in_phase(state, Unopened)
            return _alleged(command, context)
        case ReportViolation():
            in_phase(state, Unopened)
            item = context.registry.item(command.item_id)
            fields = command.model_dump(exclude={"kind", "report"})
            return ViolationAlleged(
                case_id=context.case_id,
                allegation=Allegation(**fields, item_title=item.title if item else ""),
                detected_by=Detection.REPORT if command.report else Detection.CHECK,
                report=command.report,
            )
        case TakeUpReport():
            in_phase(state, Reported)
            duty = new_duty(context, OPEN_ALLEGATION)
            return ReportTakenUp(violation_kind=command.violation_kind, facts=command.facts, duty=duty)
        case _:
            assert_never(command)


def _alleged(command: AllegeViolation, context: Context) -> Event:
    allegation = _allegation(command, context)
    if context.actor.role is Role.APPLICANT:
        if command.detected_by is not Detection.REPORT:
            raise Refused(ViolationReason.PERSONS_REPORT, "only an authority tracks use; a person reports it")
        return ViolationReported(case_id=context.case_id, reporter=context.actor.id, allegation=allegation)
    if context.actor.role is Role.DATA_PUBLISHER and context.actor.organisation != allegation.publisher:
        raise Refused(Reason.OTHER_ORGANISATION, f"{command.item_id} is another publisher's")
    if context.actor.organisation == command.party:
        raise Refused(Reason.FOUR_EYES, "no one acts on what their own organisation is said to have done")
    detected_by = command.detected_by
    return ViolationAlleged(case_id=context.case_id, allegation=allegation, detected_by=detected_by, report="")


def _allegation(command: AllegeViolation, context: Context) -> Allegation:
    item = context.registry.item(command.item_id)
    if item is None:
        raise Refused(ViolationReason.UNKNOWN_ITEM, f"no item {command.item_id} is published")
    if item.publisher == command.party:
        raise Refused(ViolationReason.PARTY_PUBLISHES, "a publisher is no user of its own data")
    if command.about:
        # measures go to this application: it has to be the party's, for this item
        theirs = context.registry.find("application", subject=command.item_id, applicant=command.party)
        if command.about not in [sketch.case_id for sketch in theirs]:
            raise Refused(ViolationReason.UNKNOWN_APPLICATION, f"{command.about} is no such application of the party")
    fields = command.model_dump(exclude={"kind", "detected_by"})
    return Allegation(**fields, publisher=item.publisher, item_title=item.title)


def _judged(command: JudgingCommand, state: State, context: Context) -> list[Event]:
    match command:
        case RestrictParty():
            return [_restricted(command, in_phase(state, Judging), context)]
        case OpenHearing():
            in_phase(state, Alleged)
            window, reminders = clocks.hearing(context)
            return [HearingOpened(question=command.question, window=window, reminders=reminders)]
        case StateView():
            if in_phase(state, Hearing).view:
                raise Refused(ViolationReason.ALREADY_STATED, "the party has stated its view")
            return [ViewStated(view=command.view)]
        case ConcurInRecord():
            return [_concurred(command, in_phase(state, Judging), context)]
        case EnterInRecord():
            return [_recorded(command, in_phase(state, Judging), context)]
        case DismissViolation():
            return _dismissed(command, state, context)
        case _:
            assert_never(command)


def _restricted(command: RestrictParty, state: Judging, context: Context) -> Event:
    if isinstance(state.dossier.restriction, Restricted):
        raise Refused(ViolationReason.ALREADY_RESTRICTED, "the party's access is restricted already")
    duty = new_duty(context, SEND_RESTRICTION)
    return PartyRestricted(reason=command.reason, duty=duty)


def _concurred(command: ConcurInRecord, state: Judging, context: Context) -> Event:
    _heard(state)
    role, kind = context.actor.role, command.violation_kind
    if role in _concurring(state, kind):
        raise Refused(ViolationReason.ALREADY_CONCURRED, f"{role} has concurred in kind {kind}")
    return ConcurrenceGiven(role=role, violation_kind=kind)


def _recorded(command: EnterInRecord, state: Judging, context: Context) -> Event:
    _heard(state)
    given = _concurring(state, command.violation_kind)
    if missing := [role for role in _TOGETHER if role not in given]:
        detail = f"not concurred in kind {command.violation_kind}: {', '.join(missing)}"
        raise Refused(ViolationReason.NOT_CONCURRED, detail)
    duty = new_duty(context, FLAG_PARTY)
    return ViolationRecorded(violation_kind=command.violation_kind, findings=command.findings, duty=duty)


def _concurring(state: Judging, kind: int) -> set[Role]:
    return {given.role for given in state.concurrences if given.violation_kind == kind}


def _heard(state: Judging) -> None:
    if isinstance(state, Hearing) and not state.heard:
        raise Refused(ViolationReason.HEARING_OPEN, "the party may still state its view")


def _dismissed(command: DismissViolation, state: State, context: Context) -> list[Event]:
    dossier = in_phase(state, Reported, Judging).dossier
    return [ViolationDismissed(reason=command.reason), *lifting(dossier, context)]
