"""The one host that every case's workflow is: it sleeps, reports, does duties, and holds no rule.

It is told a case's newest plan and makes it happen. All it decides is order, so neither a change of
the law nor of a process can break the replay of a history.
"""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.duties import Duties
    from activities.reports import Reports
    from activities.told import Timer, Told
    from domain.kernel import Duty

# A deadline is never given up: while PostgreSQL is away the report is tried again, at most every
# half minute. Past ten seconds the waiting is a timer on the server, so no worker is held up by it.
_REPORT = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=30))
_REPORT_TIMEOUT = timedelta(seconds=10)
_REPORT_THRESHOLD = timedelta(seconds=10)

# A duty that fails this often is shown to a person, who decides whether to try again.
_DUTY = RetryPolicy(
    initial_interval=timedelta(seconds=1),
    maximum_interval=timedelta(seconds=30),
    maximum_attempts=5,
    non_retryable_error_types=["UnknownDuty", "DutyRefused"],
)
# The same where time passes when told: nobody mends anything meanwhile, and whoever moves the clock waits for it.
_REHEARSED_DUTY = replace(_DUTY, initial_interval=timedelta(milliseconds=100))
_AWAY = "DatabaseAway"
_DUTY_TIMEOUT = timedelta(seconds=60)
_DUTY_SILENCE = timedelta(seconds=10)  # without a heartbeat: its worker is gone


class Host:
    """What the named workflows in `processes` have in common: all of it."""

    @workflow.init
    def __init__(self, told: Told) -> None:
        self._told = told
        self._clock = told.clock
        self._answered: set[Timer] = set()  # reported, and the log did not change: never ask twice
        self._begun: dict[str, asyncio.Task[None]] = {}
        self._describe()

    @workflow.signal
    async def tell(self, told: Told) -> None:
        """Take a newer plan; an older one, or the same again, is no news."""
        self._adopt(told)

    @workflow.signal
    async def move_clock(self, to: datetime) -> None:
        """Move the rehearsal clock, forwards only."""
        self._clock = max(self._clock or to, to)
        self._describe()

    @workflow.query
    def told(self) -> Told:
        """What this workflow was last told."""
        return self._told

    async def live(self) -> str:
        """Carry out the case's plans until one says that it is closed."""
        while not self._told.closed:
            if workflow.info().is_continue_as_new_suggested() and not self._busy():
                await workflow.wait_condition(workflow.all_handlers_finished)
                workflow.continue_as_new(self._told.model_copy(update={"clock": self._clock}))
            for duty in self._new_duties():
                self._begun[duty.id] = asyncio.create_task(self._do(duty))
            timer = self._next()
            if timer and self._wait(timer) <= timedelta():
                await self._report(timer)
            else:
                await self._sleep(timer)
        await workflow.wait_condition(lambda: workflow.all_handlers_finished() and not self._busy())
        return "closed"

    def _adopt(self, told: Told) -> None:
        if told.version > self._told.version:
            self._told = told
            self._answered.clear()
            self._describe()

    def _busy(self) -> bool:
        return any(not task.done() for task in self._begun.values())

    def _new_duties(self) -> list[Duty]:
        return [duty for duty in self._told.duties if duty.id not in self._begun]

    def _next(self) -> Timer | None:
        waiting = [timer for timer in self._told.timers if timer not in self._answered]
        return min(waiting, key=lambda timer: (timer.due, timer.name), default=None)

    def _wait(self, timer: Timer) -> timedelta:
        return timer.due - (self._clock or workflow.now())

    async def _sleep(self, timer: Timer | None) -> None:
        """Until something is to be done. A new plan with the same next deadline leaves the timer be."""
        rehearsal = self._clock is not None
        busy = self._busy()

        def stirred() -> bool:
            return (
                self._told.closed
                or self._next() != timer
                or bool(self._new_duties())
                or self._busy() != busy
                or (rehearsal and timer is not None and self._wait(timer) <= timedelta())
            )

        if timer is None or rehearsal:
            await workflow.wait_condition(stirred)
            return
        try:
            summary = f"{timer.name} · {timer.why}"
            await workflow.wait_condition(stirred, timeout=self._wait(timer), timeout_summary=summary)
        except TimeoutError:
            return  # the deadline has come: the loop reports it

    async def _report(self, timer: Timer) -> None:
        answer = await workflow.execute_local_activity_method(
            Reports.report_deadline,
            args=[self._told.process, self._told.case_id, timer.name, timer.due, self._told.correlation],
            start_to_close_timeout=_REPORT_TIMEOUT,
            retry_policy=_REPORT,
            local_retry_threshold=_REPORT_THRESHOLD,
            summary=f"{timer.name} 已到期 · passed",
        )
        if answer.version <= self._told.version:
            self._answered.add(timer)
        self._adopt(answer)

    async def _do(self, duty: Duty) -> None:
        try:
            self._adopt(await self._perform(duty))
        except ActivityError as failed:
            answer = await workflow.execute_local_activity_method(
                Reports.report_duty_failed,
                args=[self._told.process, self._told.case_id, duty.id, _words(failed), self._told.correlation],
                start_to_close_timeout=_REPORT_TIMEOUT,
                retry_policy=_REPORT,
                local_retry_threshold=_REPORT_THRESHOLD,
                summary=f"{duty.name} 失败 · failed",
            )
            self._adopt(answer)

    async def _perform(self, duty: Duty) -> Told:
        """Have it done. While PostgreSQL is away it is begun again: no person could see to that."""
        while True:
            try:
                return await workflow.execute_activity_method(
                    Duties.perform_duty,
                    args=[self._told.process, self._told.case_id, duty, self._told.correlation],
                    start_to_close_timeout=_DUTY_TIMEOUT,
                    heartbeat_timeout=_DUTY_SILENCE,
                    retry_policy=_DUTY if self._clock is None else _REHEARSED_DUTY,
                    summary=f"{duty.name} {duty.id}",
                )
            except ActivityError as failed:
                if getattr(failed.cause, "type", "") != _AWAY:
                    raise

    def _describe(self) -> None:
        """Tell whoever looks at Temporal's own pages what is going on."""
        lines = [f"**{self._told.turn}** (version {self._told.version})"]
        lines += [f"- 到期 · due {timer.due.isoformat()}: {timer.name}, {timer.why}" for timer in self._told.timers]
        lines += [f"- 待办 · owed: {duty.name} ({duty.id})" for duty in self._told.duties]
        if self._clock:
            lines.append(f"- 演练时钟 · rehearsal clock {self._clock.isoformat()}")
        workflow.set_current_details("\n".join(lines))


def _words(failed: ActivityError) -> str:
    """The failure's type and words, cut to what a person reads."""
    cause = failed.cause or failed
    kind = getattr(cause, "type", None) or type(cause).__name__
    return f"{kind}: {getattr(cause, 'message', cause)}"[:300]
