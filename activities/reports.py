"""The clock's reports. They run as local activities: the log is the truth, so doing one twice is nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from time import sleep
from typing import Final

import structlog
from temporalio import activity

from activities.told import Told, told
from domain.kernel import AnyDecider, ReportDeadlinePassed, ReportDutyFailed
from domain.people import CLOCK
from domain.value import Value, kind_of
from store.cases import CaseRow
from store.clock import Clocks
from store.desk import Desk
from store.request import Handled, Request, deadline_command_id
from store.traces import correlation, span

BY_WORKFLOW: Final = "workflow"
"""Causation id of what a workflow reported itself: it had the newest plan as its answer."""

_TOLERANCE = timedelta(seconds=1)  # by which Temporal's clock may run ahead of ours
_log = structlog.get_logger()


class ClockAhead(Exception):
    """Temporal's clock fired a timer that is not due by ours. Tried again until it is."""


class Reports:
    """Carries what the clock found out to the desk, and the newest plan back."""

    def __init__(self, desk: Desk, clocks: Clocks, deciders: Mapping[str, AnyDecider]) -> None:
        self.desk = desk
        self.clocks = clocks
        self._deciders = deciders
        self._rehearses = clocks.rehearsal() is not None  # a database keeps its kind of clock

    @activity.defn
    def report_deadline(self, process: str, case_id: str, name: str, due: datetime, correlated: str = "") -> Told:
        """Record that a deadline passed, once, and return the case's newest plan.

        Raises ClockAhead when it is not due yet, DatabaseAway and Contended: all are tried again.
        """
        early = due - self.clocks.now()
        if early > _TOLERANCE:
            raise ClockAhead(f"{case_id} {name} is due in {early}")
        sleep(max(early.total_seconds(), 0))
        command = ReportDeadlinePassed(name=name, due=due)
        command_id = deadline_command_id(case_id, name, due)
        return self.newest(self.report(process, case_id, command_id, command, correlated), process, correlated)

    @activity.defn
    def report_duty_failed(self, process: str, case_id: str, duty_id: str, why: str, correlated: str = "") -> Told:
        """Show a duty that failed for good to a person, and return the case's newest plan."""
        command = ReportDutyFailed(duty_id=duty_id, why=why)
        handled = self.report(process, case_id, f"{duty_id}/failed", command, correlated)
        if not handled.outcome.reason and not handled.replayed:
            _log.error("duty_failed", process=process, case=case_id, duty=duty_id, alert=True)
        return self.newest(handled, process, correlated)

    def report(self, process: str, case_id: str, command_id: str, command: Value, correlated: str = "") -> Handled:
        """Hand the clock's command to the desk. A refusal is a value: the world moved on meanwhile."""
        with span(f"report {kind_of(command)}", correlated, process=process, case=case_id):
            handled = self.desk.handle(
                Request(
                    process=process,
                    case_id=case_id,
                    command_id=command_id,
                    command=command,
                    actor=CLOCK,
                    correlation_id=correlation(correlated),
                    causation_id=BY_WORKFLOW,
                )
            )
        if handled.outcome.reason:
            _log.warning("report_refused", case=case_id, command=command_id, reason=handled.outcome.reason)
        return handled

    def newest(self, handled: Handled, process: str, correlated: str = "") -> Told:
        """The case's plan as it is now, for its workflow."""
        outcome, plan, version = handled.outcome, handled.plan, handled.plan_version
        return told(self._deciders[process], outcome.case_id, plan, version, outcome.phase, self._clock(), correlated)

    def of(self, row: CaseRow, correlated: str = "") -> Told:
        """The same, from the case's row."""
        plan, version, phase = row.plan, row.plan_version, row.summary.phase
        return told(self._deciders[row.process], row.case_id, plan, version, phase, self._clock(), correlated)

    def _clock(self) -> datetime | None:
        return self.clocks.rehearsal() if self._rehearses else None
