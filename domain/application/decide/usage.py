"""Reports on the use, and the end of it (R22 §29)."""

from typing import assert_never

from domain.application import clocks
from domain.application.commands.usage import (
    AcceptUsageReport,
    ConfirmDeletion,
    RecordAccessClosed,
    ReturnUsageReport,
    SubmitUsageReport,
    UsageCommand,
)
from domain.application.decide.review import gaps
from domain.application.events import (
    AccessClosed,
    CaseClosed,
    DeletionConfirmed,
    Event,
    UsageReportAccepted,
    UsageReportReturned,
    UsageReportScheduled,
    UsageReportSubmitted,
)
from domain.application.evolve import evolve
from domain.application.papers import NoReport, ReportDue, ReportHandedIn
from domain.application.reasons import ApplicationReason
from domain.application.spot_check import NoCheck
from domain.application.state import Deleting, Delivering, Opened, Reporting, Revoked, State, Using
from domain.deadlines import Deadline
from domain.kernel import Context, Refused
from domain.phases import in_phase


def decide(command: UsageCommand, state: State, context: Context) -> list[Event]:
    match command:
        case SubmitUsageReport():
            return _submit(command, in_phase(state, Reporting), context)
        case ReturnUsageReport():
            report = _handed_in(in_phase(state, Reporting))
            return [_returned(report.number, (), command.ground, context)]
        case AcceptUsageReport():
            return _accept(state, context)
        case RecordAccessClosed():
            duty_id = in_phase(state, Opened).dossier.own_duty(command.duty_id).id
            closed = AccessClosed(duty_id=duty_id)
            return [closed] if isinstance(state, Revoked) else and_close(in_phase(state, Deleting), closed)
        case ConfirmDeletion():
            deleting = in_phase(state, Deleting)
            if deleting.confirmed:
                raise Refused(ApplicationReason.ALREADY_CONFIRMED, "the deletion has been confirmed")
            return and_close(deleting, DeletionConfirmed(statement=command.statement))
        case _:
            assert_never(command)


def first_report(state: Delivering, context: Context) -> list[Event]:
    """The first period that still lies ahead when the data arrives."""
    number, contents = 1, state.dossier.contents
    while number * contents.report_cycle_months <= contents.term_months:
        due, reminders = clocks.report(context, state.agreement.effective_at, number * contents.report_cycle_months)
        if not isinstance(due, Deadline) or context.now < due.due:
            return [UsageReportScheduled(number=number, due=due, reminders=reminders), *gaps(due)]
        number += 1
    return []


def _next_report(state: Using, number: int, context: Context) -> list[Event]:
    contents = state.dossier.contents
    months = number * contents.report_cycle_months
    if months > contents.term_months:
        return []
    due, reminders = clocks.report(context, state.agreement.effective_at, months)
    return [UsageReportScheduled(number=number, due=due, reminders=reminders)]


def _submit(command: SubmitUsageReport, state: Reporting, context: Context) -> list[Event]:
    owed_report = state.report
    if not isinstance(owed_report, ReportDue):
        raise Refused(ApplicationReason.NO_REPORT_DUE, "no usage report is owed now")
    number, due = owed_report.number, owed_report.due
    late = context.rulebook.working_days_late(due.due, context.now) if isinstance(due, Deadline) else 0
    submitted = UsageReportSubmitted(number=number, report=command.report, working_days_late=late)
    if missing := command.report.missing():
        return [submitted, _returned(number, missing, "", context)]
    return [submitted]


def _returned(number: int, missing: tuple[str, ...], ground: str, context: Context) -> UsageReportReturned:
    due, reminders = clocks.returned_report(context)
    return UsageReportReturned(number=number, missing=missing, ground=ground, due=due, reminders=reminders)


def _handed_in(state: Reporting) -> ReportHandedIn:
    if not isinstance(state.report, ReportHandedIn):
        raise Refused(ApplicationReason.NO_REPORT_TO_JUDGE, "no usage report has been handed in")
    return state.report


def _accept(state: State, context: Context) -> list[Event]:
    report = _handed_in(in_phase(state, Reporting))
    accepted = UsageReportAccepted(number=report.number)
    if isinstance(state, Using):
        return [accepted, *_next_report(state, report.number + 1, context)]
    return and_close(in_phase(state, Deleting), accepted)


def and_close(state: Deleting, event: Event) -> list[Event]:
    """`event`, and the end of the case if nothing is owed after it."""
    after = in_phase(evolve(state, event), Deleting)
    answered = isinstance(after.report, NoReport) and isinstance(after.dossier.check, NoCheck)
    settled = after.confirmed and not after.dossier.own_duties and answered
    return [event, CaseClosed()] if settled else [event]
