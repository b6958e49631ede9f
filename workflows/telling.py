"""Telling workflows their newest plan: the follower's effect, and what keeps Temporal complete.

Telling is idempotent and never loses: a workflow ignores what it knows, and one that is not there
is started.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError, RPCStatusCode

from activities.reports import BY_WORKFLOW
from activities.told import Told, told
from domain.kernel import AnyDecider
from store.cases import CaseRow, Cases
from store.clock import Clocks
from store.follower import Away
from store.following import Line
from store.traces import correlation, span

_NONE: Mapping[str, str] = {}
IN_FLIGHT = 32  # calls to Temporal at once: more only queue inside the server
_PATIENCE = timedelta(seconds=5)
_REFUSALS = {  # anything else is Temporal being away, restarting, or too busy
    RPCStatusCode.INVALID_ARGUMENT,
    RPCStatusCode.FAILED_PRECONDITION,
    RPCStatusCode.OUT_OF_RANGE,
    RPCStatusCode.UNIMPLEMENTED,
}


def away(error: RPCError) -> Exception:
    """What a failed call to Temporal is to a follower: `Away`, unless trying again would not help."""
    return error if error.status in _REFUSALS else Away(f"Temporal: {error}")


class Telling:
    """Speaks to the workflows of one task queue."""

    def __init__(
        self,
        client: Client,
        task_queue: str,
        cases: Cases,
        clocks: Clocks,
        deciders: Mapping[str, AnyDecider],
    ) -> None:
        self.client = client
        self.task_queue = task_queue
        self.cases = cases
        self.clocks = clocks
        self._deciders = deciders
        self._in_flight = asyncio.Semaphore(IN_FLIGHT)

    async def follow(self, lines: Sequence[Line]) -> None:
        """Tell each case of a batch its newest plan, if the batch changed it."""
        changed = _changed(lines)
        rows = await asyncio.to_thread(self.cases.many, list(changed))
        news = [row for row in rows if changed[row.case_id].covers(row.plan_version)]
        await self.tell(news, {row.case_id: changed[row.case_id].correlation for row in news})

    async def tell(self, rows: Iterable[CaseRow], correlations: Mapping[str, str] = _NONE) -> None:
        """Tell each case's workflow its plan, starting those that are not there.

        A closed case's workflow is told if it runs, and never started. `correlations` are those of the events
        that are told of, by case. Raises Away.
        """
        clock = await asyncio.to_thread(self.clocks.rehearsal)
        await self._tell_all(list(rows), clock, correlations)

    async def move_clock(self, rows: Iterable[CaseRow], to: datetime) -> None:
        """Move the rehearsal clock of these open cases' workflows. Raises Away."""
        missing: list[CaseRow] = []

        async def move(row: CaseRow) -> None:
            if not await self._signal(row.case_id, "move_clock", to):
                missing.append(row)

        await self._all(move, rows)
        await self._tell_all(missing, to)

    async def running(self) -> set[str]:
        """The ids of the workflows that run. Raises Away."""
        query = f"TaskQueue = '{self.task_queue}' AND ExecutionStatus = 'Running'"
        try:
            return {run.id async for run in self.client.list_workflows(query, page_size=1000)}
        except RPCError as error:
            raise Away(f"Temporal: {error}") from error

    async def _tell_all(
        self, rows: Sequence[CaseRow], clock: datetime | None, correlations: Mapping[str, str] = _NONE
    ) -> None:
        """Tell them, and then those that closed meanwhile once more.

        A row may be older than the case. Its workflow may have ended since, and whoever told it so may
        have found none: the one started here would wait for a deadline that stands no longer.
        """

        async def tell(row: CaseRow) -> None:
            await self._tell(row, clock, correlations.get(row.case_id, ""))

        await self._all(tell, rows)
        opened = [row.case_id for row in rows if not row.plan.closed]
        since = await asyncio.to_thread(self.cases.many, opened) if opened else []
        await self._all(tell, [row for row in since if row.plan.closed])

    async def _all(self, tell: Callable[[CaseRow], Awaitable[None]], rows: Iterable[CaseRow]) -> None:
        async def limited(row: CaseRow) -> None:
            async with self._in_flight:
                await tell(row)

        results = await asyncio.gather(*map(limited, rows), return_exceptions=True)
        for error in results:
            if isinstance(error, BaseException):
                raise error

    async def _tell(self, row: CaseRow, clock: datetime | None, correlated: str) -> None:
        decider = self._deciders[row.process]
        with span(f"tell {decider.workflow}", correlated, case=row.case_id):
            known = correlation(correlated)
            news = told(decider, row.case_id, row.plan, row.plan_version, row.summary.phase, clock, known)
            if news.closed:
                await self._signal(row.case_id, "tell", news)
            else:
                await self._start(decider.workflow, news)

    async def _start(self, workflow: str, news: Told) -> None:
        """Signal-with-start. After Temporal lost a workflow, the same id starts again."""
        try:
            await self.client.start_workflow(
                workflow,
                news,
                id=news.case_id,
                task_queue=self.task_queue,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                start_signal="tell",
                start_signal_args=[news],
                rpc_timeout=_PATIENCE,
            )
        except RPCError as error:
            raise away(error) from error

    async def _signal(self, case_id: str, name: str, news: Told | datetime) -> bool:
        """Signal a workflow that runs; False when there is none."""
        handle = self.client.get_workflow_handle(case_id)
        try:
            await handle.signal(name, news, rpc_timeout=_PATIENCE)
        except RPCError as error:
            if error.status == RPCStatusCode.NOT_FOUND:
                return False
            raise away(error) from error
        return True


class _Changed:
    """The versions of one case that a batch brought, less those its workflow knows from itself."""

    def __init__(self) -> None:
        self.versions: set[int] = set()
        self.known = 0
        self.correlation = ""  # of the newest of them

    def covers(self, plan_version: int) -> bool:
        return plan_version in self.versions and plan_version > self.known


def _changed(lines: Sequence[Line]) -> dict[str, _Changed]:
    cases: dict[str, _Changed] = {}
    for line in lines:
        changed = cases.setdefault(line.case_id, _Changed())
        changed.versions.add(line.version)
        head = json.loads(line.state)
        changed.correlation = head["correlation_id"]
        if head["causation_id"] == BY_WORKFLOW:
            changed.known = max(changed.known, line.version)
    return cases
