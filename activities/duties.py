"""Duties: effects on the world that a plan owes, each done, reported, and never reported unless done."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from threading import Event, Thread

from structlog.contextvars import bound_contextvars
from temporalio import activity

from activities.reports import Reports
from activities.told import Told
from domain.kernel import Duty
from domain.value import Value
from store.cases import CaseRow, Cases
from store.traces import correlation, span

_HEARTBEAT_SECONDS = 3.0


class UnknownDuty(Exception):
    """No effect is known by that name. Trying again won't help."""


class DutyRefused(Exception):
    """The effect is there but its report was refused, so the duty is still owed. For a person to see."""


@dataclass(frozen=True)
class DutyContext:
    """What an effect is given: the duty, its case as it is now, and the correlation id of what it owes to."""

    process: str
    case_id: str
    duty: Duty
    case: CaseRow
    correlated: str = ""


Effect = Callable[[DutyContext], Value]
"""Does the work and returns the command that reports it.

Asked again with the same duty id it finds its own work done and returns the very same command.
Whatever it raises means not done: it is tried again, and then shown to a person.
"""


class Duties:
    """Does duties by their names."""

    def __init__(self, reports: Reports, cases: Cases, effects: Mapping[str, Effect]) -> None:
        self._reports = reports
        self._cases = cases
        self._effects = effects

    @activity.defn
    def perform_duty(self, process: str, case_id: str, duty: Duty, correlated: str = "") -> Told:
        """Do a duty, report it, and return the case's newest plan.

        A duty that is no longer owed is not done again. Raises UnknownDuty, DutyRefused, or
        whatever the effect raises.
        """
        row = self._cases.get(case_id)
        if row is None:
            raise UnknownDuty(f"no case {case_id}")
        if duty not in row.plan.duties:
            return self._reports.of(row, correlated)
        effect = self._effects.get(duty.name)
        if effect is None:
            raise UnknownDuty(duty.name)
        with (
            _heartbeats(),
            bound_contextvars(case=case_id, duty=duty.id),
            span(f"do {duty.name}", correlated, process=process, case=case_id),
        ):
            command = effect(DutyContext(process, case_id, duty, row, correlation(correlated)))
        handled = self._reports.report(process, case_id, f"{duty.id}/done", command, correlated)
        if handled.outcome.reason and duty in handled.plan.duties:
            raise DutyRefused(f"{handled.outcome.reason}: {handled.outcome.detail}")
        return self._reports.newest(handled, process, correlated)


@contextmanager
def _heartbeats() -> Generator[None]:
    """Let Temporal know that we are alive, so that a dead worker's duty is soon another's."""
    done = Event()

    def beat() -> None:
        while not done.wait(_HEARTBEAT_SECONDS):
            activity.heartbeat()

    beating = Thread(target=copy_context().run, args=(beat,), name="heartbeats", daemon=True)
    beating.start()
    try:
        yield
    finally:
        done.set()
        beating.join()
