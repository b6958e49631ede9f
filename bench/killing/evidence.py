"""What is left afterwards: the whole log, every row, what Temporal runs, what the duties did."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from temporalio.client import Client
from temporalio.service import RPCError

from activities.told import Told
from bench.killing.ledger import Entry
from domain.kernel import AnyDecider, Plan
from domain.standing import MessagesSent
from domain.value import Value
from store.cases import Cases, columns
from store.clock import Clocks
from store.codec import Codec, Envelope
from store.database import Database
from store.following import Lag, lag
from store.log import Log
from store.request import Outcome
from workflows.telling import Telling

_IN_FLIGHT = 16
_PAGE = 5000

Found = Iterator[str | None]
"""What a law found for each thing it looked at: None when it is as it should be, else what is wrong."""


class Recorded(Value):
    """A command row."""

    command_id: str
    case_id: str
    kind: str
    outcome: Outcome


@dataclass(frozen=True)
class Step:
    """An event with the plan that stood before it and the one that stands after."""

    event: Envelope
    before: Plan
    after: Plan


@dataclass(frozen=True)
class Evidence:
    """Everything that the laws are checked on. Plain data, so that a test can falsify it."""

    deciders: Mapping[str, AnyDecider]
    at: datetime  # by the instance's clock, before anything was read
    log: tuple[Envelope, ...]  # in the order of positions
    commands: Mapping[str, Recorded]  # by command id
    rows: Mapping[str, Mapping[str, Any]]  # the table `cases`, by case id
    folded: Mapping[str, Mapping[str, Any]]  # the same columns, made from the events
    running: Mapping[str, int | None]  # workflow id → version it was told, None: it does not answer
    lag: Lag | None
    messages: tuple[MessagesSent, ...] = ()  # between cases, as the log reports them
    entries: tuple[Entry, ...] = ()
    errors: tuple[str, ...] = ()  # answers that no caller should get
    again: tuple[tuple[str, object, object], ...] = ()  # command id, first answer, answer when asked again
    effects: Mapping[str, AbstractSet[str]] = field(default_factory=dict[str, AbstractSet[str]])  # duty → ids done
    witnessed: tuple[tuple[int, str, int], ...] | None = None  # position, case, version as a tailing reader met them

    @cached_property
    def histories(self) -> Mapping[str, list[Step]]:
        """Each case's steps, in the order of its versions."""
        found: dict[str, list[Step]] = {}
        states: dict[str, Any] = {}
        for event in sorted(self.log, key=lambda one: (one.case_id, one.version)):
            decider = self.deciders[event.process]
            state = states.get(event.case_id, decider.initial)
            states[event.case_id] = decider.evolve(state, event.body)
            step = Step(event, decider.plan(state), decider.plan(states[event.case_id]))
            found.setdefault(event.case_id, []).append(step)
        return found


def gather(
    database: Database, log: Log, cases: Cases, deciders: Mapping[str, AnyDecider], running: Mapping[str, int | None]
) -> Evidence:
    """Read everything from PostgreSQL; `running` is what Temporal was seen to run."""
    at = Clocks(database).now()
    events = _whole(log)
    histories: dict[str, list[Envelope]] = {}
    for event in events:
        histories.setdefault(event.case_id, []).append(event)
    codecs = {name: Codec(decider) for name, decider in deciders.items()}
    folded = {
        case: vars(columns(codecs[history[0].process], cases.folded(case, history)))
        for case, history in histories.items()
    }
    with database.connection() as connection:
        rows = connection.execute("SELECT * FROM cases").fetchall()
        commands = connection.execute("SELECT command_id, case_id, kind, outcome FROM commands").fetchall()
        behind = lag(connection, "telling")
    return Evidence(
        deciders=deciders,
        at=at,
        log=tuple(events),
        commands={row["command_id"]: _recorded(row) for row in commands},
        rows={row["case_id"]: row for row in rows},
        folded=folded,
        running=running,
        lag=behind,
        messages=tuple(event.body for event in events if isinstance(event.body, MessagesSent)),
    )


def _recorded(row: Mapping[str, Any]) -> Recorded:
    return Recorded.model_validate({**row, "outcome": Outcome.model_validate_json(row["outcome"])})


def _whole(log: Log) -> list[Envelope]:
    events: list[Envelope] = []
    while page := log.tail(events[-1].position if events else 0, _PAGE):
        events += page
    return events


async def what_runs(telling: Telling, cases: Sequence[str]) -> dict[str, int | None]:
    """Every workflow that runs, by id, with the version it was told: those listed, and those of `cases`.

    Temporal's list may be a second old, so a case's workflow is asked for by its id.
    """
    limit = asyncio.Semaphore(_IN_FLIGHT)
    ids = sorted({*cases, *await telling.running()})

    async def look(case: str) -> tuple[str, int | None] | None:
        async with limit:
            return await _told(telling.client, case)

    return dict(found for found in await asyncio.gather(*map(look, ids)) if found)


async def _told(client: Client, case: str) -> tuple[str, int | None] | None:
    handle = client.get_workflow_handle(case)
    try:
        status = (await handle.describe()).status
        if status is None or status.name != "RUNNING":
            return None
        told: Told = await handle.query("told", result_type=Told)
    except RPCError as error:
        return None if error.status.name == "NOT_FOUND" else (case, None)
    return case, told.version
