"""Given the log and whatever is left of Temporal: every open case runs again, and nothing is done twice."""

import asyncio
from collections.abc import Callable, Collection, Iterator

from store.cases import CaseRow, Cases
from workflows.telling import Telling

_PAGE = 500


async def rehydrate(telling: Telling, progress: Callable[[int], None] = lambda _: None) -> int:
    """Tell every open case its newest plan; returns how many there are.

    `progress` hears how many are told so far. Closed cases are not started; a workflow that knows
    its plan already ignores it. Raises `store.follower.Away`, and can then simply be run again.
    """
    count = 0
    pages = _open_cases(telling.cases)
    while page := await asyncio.to_thread(next, pages, None):
        await telling.tell(page)
        count += len(page)
        progress(count)
    return count


async def reconcile(telling: Telling, parked: Collection[str] = ()) -> list[str]:
    """Tell the open cases that no workflow runs for, and `parked` ones; returns their ids.

    Routine, because nothing raises an error when a workflow is lost. What Temporal lists may be a
    second old: a case told for nothing ignores it.
    """
    running = await telling.running()
    told: list[str] = []
    pages = _open_cases(telling.cases)
    while page := await asyncio.to_thread(next, pages, None):
        missing = [row for row in page if row.case_id not in running or row.case_id in parked]
        await telling.tell(missing)
        told += [row.case_id for row in missing]
    closed = [row for row in await asyncio.to_thread(telling.cases.many, list(parked)) if row.plan.closed]
    await telling.tell(closed)
    return told + [row.case_id for row in closed]


def _open_cases(cases: Cases) -> Iterator[list[CaseRow]]:
    last = ""
    while page := cases.open_after(last, _PAGE):
        yield page
        last = page[-1].case_id
