"""In a rehearsal, time passes when the database says so: who is due is told where the clock stands."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from time import monotonic

import structlog

from store.cases import CaseRow
from store.database import DatabaseAway
from store.follower import Away
from workflows.telling import Telling

_POLL_SECONDS = 0.05
_AGAIN_SECONDS = 2.0  # until a case that is still due is told once more: a signal may get lost
_PAGE = 1000
_log = structlog.get_logger()


class ClockTeller:
    """Signals the clock to every open case that is due by it, until none is left."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        self._told: dict[str, tuple[datetime, float]] = {}

    async def run(self, leading: Callable[[], bool]) -> None:
        """Go on until cancelled, idle while another leads. What is away now is tried again."""
        while True:
            try:
                if leading():
                    await self.step()
            except (Away, DatabaseAway) as away:
                _log.warning("clock_waits", why=str(away))
                self._told.clear()
                await asyncio.sleep(1)
            await asyncio.sleep(_POLL_SECONDS)

    async def step(self) -> None:
        """Tell those that are due and were not told just now."""
        clock = await asyncio.to_thread(self._telling.clocks.rehearsal)
        if clock is None:
            return
        due = await asyncio.to_thread(self._telling.cases.due, clock, _PAGE)
        now = monotonic()
        fresh = [row for row in due if self._is_news(row, clock, now)]
        await self._telling.move_clock(fresh, clock)
        self._told = {key: value for key, value in self._told.items() if now - value[1] < _AGAIN_SECONDS}
        self._told |= {row.case_id: (clock, now) for row in fresh}

    def _is_news(self, row: CaseRow, clock: datetime, now: float) -> bool:
        told = self._told.get(row.case_id)
        return told is None or told[0] != clock or now - told[1] >= _AGAIN_SECONDS
