"""A toy instance that has subscribers."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from temporalio.client import Client

from activities.outgoing import Guard
from domain.people import Actor, Role
from domain.webhooks import Ladder
from store.people import Organisation, People
from store.sealing import Sealing
from store.webhook_matching import Matching
from store.webhook_messages import WebhookMessages
from store.webhook_reading import AttemptShown, MessageShown, WebhookReading
from store.webhooks import Webhook, Webhooks
from tests.toy import TOY, RemarkToy
from tests.workflows.instance import Instance
from workflows.serving import connect
from workflows.webhooks import WebhookParts, serving_webhooks

ALL = ("sluice.*",)
PUBLISHED = (5.0, 300.0, 1800.0, 7200.0, 18000.0, 36000.0, 36000.0)
FIVE_DAYS = 5 * 86_400.0
HOUR = 3600.0
OVERSEER = Actor(id="olga", role=Role.AUDITOR, organisation="audit-office")
ANNS = Actor(id="ann", role=Role.APPLICANT, organisation="ann")  # who applies alone is an organisation of one
STRANGER = Actor(id="sue", role=Role.APPLICANT, organisation="strangers")


class Hooked:
    """An instance of the toy, and all that tells its subscribers."""

    def __init__(
        self,
        database_url: str,
        allowed: Sequence[str] = (),
        waits: Sequence[float] = (0.2, 0.2, 0.2),
        seconds: float = 5,
        task_queue: str = "",
    ) -> None:
        self.instance = Instance(database_url)
        database = self.instance.database
        self.sealing = Sealing(database, bytes(32))
        self.webhooks = Webhooks(database, self.sealing)
        self.messages = WebhookMessages(database)
        self.reading = WebhookReading(database)
        self.matching = Matching(self.instance.log, {TOY.name: TOY}, self.webhooks, self.messages)
        self.parts = WebhookParts(
            database_url=database_url,
            task_queue=task_queue or f"{self.instance.parts.task_queue}-webhooks",
            matching=self.matching,
            webhooks=self.webhooks,
            messages=self.messages,
            guard=Guard(https_only=False, allowed=frozenset(allowed)),
            ladder=Ladder(waits=tuple(waits), patience=FIVE_DAYS, outage=HOUR),
            timeout=seconds,
            keep_days=90,
        )

    def subscribe(self, url: str, who: Actor = OVERSEER, types: Sequence[str] = ALL) -> tuple[Webhook, str]:
        """A subscription and its secret."""
        People(self.instance.database).add_organisations([Organisation(id=who.organisation, name_zh="单位")])
        return self.webhooks.create(who, url, types, "", most=10)

    def enable(self, webhook: Webhook) -> None:
        """As the API does."""
        self.webhooks.enable(webhook.id)
        self.messages.hurry(webhook.id)

    def remark(self, n: int, times: int) -> None:
        """That many more events of the n-th toy."""
        for number in range(times):
            self.instance.ask(RemarkToy(words=f"remark {number}"), n)

    def states(self, webhook: Webhook) -> list[str]:
        """Of all messages, in the order of the log."""
        return [message.state for message in self.all_messages(webhook)]

    def all_messages(self, webhook: Webhook) -> list[MessageShown]:
        return self.reading.messages(webhook.id, "", (-1, ""), 1000)

    def attempts(self, webhook: Webhook) -> list[AttemptShown]:
        """Oldest first."""
        return self.reading.attempts(webhook.id, "", 2**62, 1000)[::-1]

    def settled(self, webhook: Webhook, messages: int) -> bool:
        """Whether there are so many messages, and none waits."""
        states = self.states(webhook)
        return len(states) == messages and "waiting" not in states

    @asynccontextmanager
    async def serving(self, address: str, **parts: float) -> AsyncGenerator[Client]:
        """Follow and deliver; `parts` are changes of the parts."""
        client = await connect(address)
        async with serving_webhooks(client, replace(self.parts, **parts)):  # type: ignore[arg-type]  # numbers only
            yield client

    def close(self) -> None:
        self.instance.close()


async def settle(seconds: float = 0.5) -> None:
    """Give what should not happen the time to happen."""
    await asyncio.sleep(seconds)
