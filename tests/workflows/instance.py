"""A whole instance of the toy on real parts: database, desk, Temporal worker, follower."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError

from activities.duties import DutyContext, Effect
from activities.told import Told
from domain.items import PublishedItem
from domain.kernel import Sketch
from domain.people import Actor, Role
from domain.value import Value
from store.clock import Clocks
from store.codec import Codec, Envelope
from store.database import Database
from store.desk import Desk
from store.handle import Handler
from store.request import Handled, Request
from store.rules import Rules
from tests.toy import TOY, OpenToy, RecordWork
from tests.workflows.toy_workflow import Toy
from workflows.host import Host
from workflows.serving import Parts, connect, serve

RULES = Path(__file__).resolve().parents[2] / "rules" / "shanghai"
ANN = Actor(id="ann", role=Role.APPLICANT, organisation="acme")


class EmptyRegistry:
    """The toy looks nothing up."""

    def item(self, item_id: str) -> PublishedItem | None:
        """None is published."""
        return None

    def case(self, case_id: str) -> Value | None:
        """None is known."""
        return None

    def suspended(self, item_id: str) -> bool:
        raise LookupError(item_id)

    def find(self, process: str, *, subject: str = "", applicant: str = "", publisher: str = "") -> tuple[Sketch, ...]:
        raise LookupError(process)

    def material(self, material_id: str) -> str | None:
        """None is uploaded."""
        return None

    def held(self, role: Role, organisation: str, at: datetime) -> bool:
        return True

    def signature_holds(self, key_id: str, organisation: str, digest: str, signature: str) -> bool:
        """Nobody has a key."""
        return False


def work(context: DutyContext) -> Value:
    """The toy's duty: it has no effect but to be done."""
    return RecordWork(duty_id=context.duty.id, result="done")


class Instance:
    """One toy instance. Its ids are its own, so that many share one Temporal."""

    def __init__(
        self,
        database_url: str,
        *,
        clock: datetime | None = None,
        effects: Mapping[str, Effect] | None = None,
        workflows: Sequence[type[Host]] = (Toy,),
        reconcile_seconds: float = 300,
        clocks: type[Clocks] = Clocks,
    ) -> None:
        self.id = uuid4().hex[:8]
        self.database = Database(database_url)
        codecs = {TOY.name: Codec(TOY)}
        handler = Handler(self.database, codecs, Rules(RULES, self.database), EmptyRegistry())
        self.log, self.cases = handler.log, handler.cases
        self.desk = Desk(handler, self.database)
        self.clocks = clocks(self.database)
        self.clocks.set_up(clock)
        self.parts = Parts(
            database_url=database_url,
            task_queue=f"toys-{self.id}",
            desk=self.desk,
            cases=self.cases,
            clocks=self.clocks,
            deciders={TOY.name: TOY},
            workflows=workflows,
            effects=effects if effects is not None else {"work": work},
            reconcile_seconds=reconcile_seconds,
        )

    def case_id(self, n: int = 1) -> str:
        return f"toy-{self.id}-{n}"

    def ask(self, command: Value, n: int = 1) -> Handled:
        """A person's command, under a fresh command id."""
        return self.desk.handle(Request(TOY.name, self.case_id(n), uuid4().hex, command, ANN))

    def open(self, *dues: datetime, n: int = 1) -> str:
        """Open the n-th toy with these deadlines; returns its id."""
        handled = self.ask(OpenToy(dues=dues), n)
        assert not handled.outcome.reason
        return self.case_id(n)

    def open_many(self, count: int, *dues: datetime) -> list[str]:
        """Open that many toys, quickly."""
        asked = [
            self.desk.submit(Request(TOY.name, self.case_id(n), uuid4().hex, OpenToy(dues=dues), ANN))
            for n in range(1, count + 1)
        ]
        return [one.result().outcome.case_id for one in asked]

    def history(self, case_id: str) -> list[Envelope]:
        return self.log.events(case_id)

    def kinds(self, case_id: str) -> list[str]:
        return [event.kind for event in self.history(case_id)]

    @asynccontextmanager
    async def serving(self, address: str) -> AsyncGenerator[Client]:
        """Serve, with a client of Temporal to look on."""
        client = await connect(address)
        stopping = asyncio.Event()
        serving = asyncio.create_task(serve(client, self.parts, stopping))
        try:
            yield client
        finally:
            stopping.set()
            await serving

    def close(self) -> None:
        self.desk.close()
        self.database.close()


async def until(happened: Callable[[], bool], *, within: float = 15) -> None:
    """Wait until it happened, looking every 20 ms; fail after `within` seconds."""
    deadline = time.monotonic() + within
    while not await asyncio.to_thread(happened):
        assert time.monotonic() < deadline, f"not within {within} s"
        await asyncio.sleep(0.02)


async def eventually(check: Callable[[], Awaitable[bool]], *, within: float = 15) -> None:
    """Wait until Temporal says so; a workflow that isn't there yet says nothing."""
    deadline = time.monotonic() + within
    while True:
        try:
            if await check():
                return
        except RPCError:
            pass  # not there yet, or no worker has it yet
        assert time.monotonic() < deadline, f"not within {within} s"
        await asyncio.sleep(0.05)


async def told_version(client: Client, case_id: str) -> int:
    """The version of the plan that the case's workflow carries out."""
    return (await what_told(client.get_workflow_handle(case_id))).version


async def what_told(handle: WorkflowHandle[Any, Any]) -> Told:
    """What a workflow was last told."""
    told: Told = await handle.query("told", result_type=Told)
    return told
