"""Duties: owed under an id made from the event that caused them, until their outcome is reported."""

from domain.application.commands import ReportDutyFailed, RetryDuty
from domain.application.events import DutyFailed, DutyRetried, Event
from domain.application.reasons import ApplicationReason
from domain.application.state import State, Working, in_phase
from domain.kernel import Context, Duty, Refused


def duty(context: Context, name: str, *, event: int = 1) -> Duty:
    """The duty `name`, caused by the command's `event`-th event, counted from 1."""
    return Duty(id=f"{context.case_id}:{context.version + event}:{name}", name=name)


def owed(state: Working, duty_id: str) -> Duty:
    """The duty that is being reported on; a report on any other changes nothing."""
    for found in state.duties:
        if found.id == duty_id:
            return found
    raise Refused(ApplicationReason.UNKNOWN_DUTY, f"{duty_id} is not owed")


def fail(command: ReportDutyFailed, state: State) -> list[Event]:
    return [DutyFailed(duty=owed(in_phase(state, Working), command.duty_id), why=command.why)]


def retry(command: RetryDuty, state: Working, context: Context) -> list[Event]:
    for failed in state.failed:
        if failed.duty.id == command.duty_id:
            return [DutyRetried(failed=failed.duty, duty=duty(context, failed.duty.name))]
    raise Refused(ApplicationReason.UNKNOWN_DUTY, f"{command.duty_id} has not failed")
