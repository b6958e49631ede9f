"""After the last kill: wait until nothing is left to do, as long as there is progress."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta
from time import monotonic, sleep

from bench.killing.evidence import what_runs
from bench.killing.instance import Instance
from store.follower import Away
from workflows.serving import connect
from workflows.telling import Telling

_STUCK_SECONDS = 60.0  # without any progress; the longest pause between two tries of a report is 30
_POLL_SECONDS = 0.3
_SOON = timedelta(minutes=1)  # a deadline within it is waited for: nothing may change while it is looked at
_LEFT = """
SELECT (SELECT coalesce(sum(events), 0) FROM follower_lag)::int AS lag,
    (SELECT count(*) FROM cases WHERE NOT closed AND (owed > 0 OR next_due <= now() + %s))::int AS owing"""
_PLANS = "SELECT case_id, plan_version, closed FROM cases"

Running = Mapping[str, int | None]
_NOT_LOOKED: tuple[Running, int] = ({}, -1)


def settle(instance: Instance, say: Callable[[str], None]) -> Running:
    """Wait; returns what Temporal runs then. Whatever is still left is for the laws to find."""
    before: object = None
    moved = monotonic()
    while True:
        instance.supervise()
        lag, owing = _left(instance)
        running, unlike = _NOT_LOOKED if lag or owing else _compared(instance)
        left = (lag, owing, unlike)
        if left == (0, 0, 0):
            return running
        if left != before:
            say(f"left: {lag} events to follow, {owing} cases to act on, {_words(unlike)}")
            before, moved = left, monotonic()
        if monotonic() - moved > _STUCK_SECONDS:
            say("nothing moves any more")
            return running or _compared(instance)[0]
        sleep(_POLL_SECONDS)


def _words(unlike: int) -> str:
    return "workflows not looked at" if unlike < 0 else f"{unlike} workflows behind"


def _left(instance: Instance) -> tuple[int, int]:
    with instance.store.database.connection() as connection:
        row = connection.execute(_LEFT, (_SOON,)).fetchone()
    return (int(row["lag"]), int(row["owing"])) if row else (0, 0)


def _compared(instance: Instance) -> tuple[Running, int]:
    """What runs, and how many workflows are not as the case rows say."""
    with instance.store.database.connection() as connection:
        rows = connection.execute(_PLANS).fetchall()
    try:
        running = asyncio.run(_running(instance, [row["case_id"] for row in rows]))
    except (Away, RuntimeError):  # the SDK raises RuntimeError for a refused connection
        return {}, len(rows)
    wanted = {row["case_id"]: row["plan_version"] for row in rows if not row["closed"]}
    return running, sum(1 for case in wanted.keys() | running.keys() if wanted.get(case) != running.get(case))


async def _running(instance: Instance, cases: list[str]) -> Running:
    settings, store = instance.stack.settings, instance.store
    client = await connect(settings.temporal_address, settings.temporal_namespace)
    telling = Telling(client, settings.task_queue, store.cases, store.clocks, store.deciders)
    return await what_runs(telling, cases)
