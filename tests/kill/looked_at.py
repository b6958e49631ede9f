"""A small instance that has been through everything the laws look at, and is then looked at."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import psycopg
from temporalio.client import Client

from bench.killing.evidence import Evidence, gather, what_runs
from bench.killing.laws import Finding, check
from bench.killing.ledger import Entry, Reply
from domain.value import kind_of
from embedded.temporal import EmbeddedTemporal
from store.request import Request
from tests.parts import Database
from tests.toy import TOY, CloseToy, OpenToy, OrderWork
from tests.workflows.instance import ANN, Instance, eventually, until
from workflows.serving import telling_of


@dataclass
class Looked:
    """The instance, its address as superuser, and what its callers were told."""

    instance: Instance
    client: Client
    superuser_url: str
    entries: list[Entry]
    open_case: str
    closed_case: str

    async def evidence(self) -> Evidence:
        """Everything as it is now."""
        at = self.instance
        rows = [row.case_id for row in at.cases.many([self.open_case, self.closed_case])]
        running = await what_runs(telling_of(self.client, at.parts), rows)
        read = gather(at.database, at.log, at.cases, at.parts.deciders, running)
        met = tuple((event.position, event.case_id, event.version) for event in read.log)
        done = {duty.id for steps in read.histories.values() for step in steps for duty in step.before.duties}
        return replace(read, entries=tuple(self.entries), witnessed=met, effects={"work": done})

    async def broken(self) -> dict[str, tuple[str, ...]]:
        """The laws that don't hold now, with what is told of them."""
        return of(check(await self.evidence()))

    def rewrite(self, statement: str, *values: object) -> None:
        """Change what nobody may change, as one who owns the machine could."""
        with psycopg.connect(self.superuser_url) as connection:
            connection.execute("SET session_replication_role = replica")  # no triggers
            connection.execute(statement.encode(), values)


def of(findings: list[Finding]) -> dict[str, tuple[str, ...]]:
    """The broken ones."""
    return {finding.law: finding.broken for finding in findings if finding.broken}


@asynccontextmanager
async def looked_at(database: Database, temporal: EmbeddedTemporal) -> AsyncGenerator[Looked]:
    """One open toy with a deadline that fired, one to come and a duty done, and one that is closed."""
    instance = Instance(database.app_url)
    async with instance.serving(temporal.address) as client:
        looked = Looked(instance, client, database.superuser_url, [], instance.case_id(1), instance.case_id(2))
        _drive(looked)
        await until(lambda: {"work_recorded", "deadline_passed"} <= set(instance.kinds(looked.open_case)))

        async def quiet() -> bool:
            return not await looked.broken()

        await eventually(quiet)
        yield looked
    instance.close()


def _drive(looked: Looked) -> None:
    """Ask the toys what they are asked, and note the answers as callers do."""
    now = datetime.now(UTC)
    commands = [
        (looked.open_case, OpenToy(dues=(now + timedelta(seconds=0.3), now + timedelta(hours=1)))),
        (looked.open_case, OrderWork(duty="work")),
        (looked.closed_case, OpenToy()),
        (looked.closed_case, CloseToy()),
    ]
    for number, (case, command) in enumerate(commands):
        command_id = f"ann/{looked.instance.id}-{number}"
        outcome = looked.instance.desk.handle(Request(TOY.name, case, command_id, command, ANN)).outcome
        reply = Reply(outcome.reason, outcome.case_id, outcome.version, outcome.phase, outcome.events)
        looked.entries.append(Entry(command_id, TOY.name, kind_of(command), reply))
