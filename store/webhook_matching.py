"""Which subscriptions are told of an event, and in what words: one message for each that may know of it."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from domain.kernel import AnyDecider
from domain.value import Value
from domain.visibility import View, may_see
from domain.webhooks import TEST_EVENT, event_type, matches, told
from store.codec import Envelope
from store.following import Line
from store.log import Log
from store.webhook_messages import NewMessage, WebhookMessages
from store.webhooks import Webhook, Webhooks

CONTENT_TYPE = "application/cloudevents+json"


class Matching:
    """Makes messages of events. Doing it again changes nothing: a message is known by its event."""

    def __init__(
        self, log: Log, deciders: Mapping[str, AnyDecider], webhooks: Webhooks, messages: WebhookMessages
    ) -> None:
        self._log = log
        self._deciders = deciders
        self._webhooks = webhooks
        self._messages = messages

    def follow(self, lines: Sequence[Line]) -> None:
        """Record the messages that a batch of the log makes, in its order."""
        live = self._webhooks.live()
        if not live:
            return
        wanted: defaultdict[str, dict[int, list[Webhook]]] = defaultdict(dict)
        for line in lines:
            header = json.loads(line.state)
            type_ = event_type(header["process"], header["kind"])
            if listening := [w for w in live if line.position > w.after_position and matches(w.types, type_)]:
                wanted[line.case_id][line.version] = listening
        made = [message for case_id, versions in wanted.items() for message in self._of_case(case_id, versions)]
        self._messages.add(sorted(made, key=lambda message: message.position))

    def follow_case(self, case_id: str, until: int) -> None:
        """The same for one case's events up to a position: those that could not be read in their turn."""
        missed = [event for event in self._log.events(case_id) if event.position <= until]
        self.follow([Line(one.position, case_id, one.version, _header(one)) for one in missed])

    def _of_case(self, case_id: str, versions: Mapping[int, Sequence[Webhook]]) -> list[NewMessage]:
        """Messages of these versions of a case. Who may know is asked of the state right after the event."""
        history = self._log.events(case_id, up_to=max(versions))
        decider = self._deciders[history[0].process]
        state = decider.initial
        made: list[NewMessage] = []
        for event in history:
            state = decider.evolve(state, event.body)
            summary = decider.summary(state)
            listening = versions.get(event.version, ())
            kind: type[Value] = event.body.__class__
            readers = [
                w for w in listening if may_see(w.reader, summary) and View.of(decider, w.reader, summary).shows(kind)
            ]
            if not readers:
                continue
            type_ = event_type(event.process, event.kind)
            plan = decider.plan(state)
            data = told(decider, case_id, event.body, event.version, event.position, summary, plan)
            source = f"/v1/{decider.plural}"
            body = _cloud_event(event.event_id, source, type_, case_id, event.version, event.occurred_at, data)
            made += [
                NewMessage(w.id, event.event_id, event.position, case_id, type_, body, event.correlation_id)
                for w in readers
            ]
        return made


def _header(event: Envelope) -> bytes:
    return json.dumps({"process": event.process, "kind": event.kind}).encode()


class Trial(Value):
    """What a test event says."""

    webhook: str


def trial_message(webhook: Webhook, event_id: str, position: int, now: datetime, correlation: str) -> NewMessage:
    """A message about nothing, on a lane of its own, for the subscriber to try its receiver with."""
    source = f"/v1/webhooks/{webhook.id}"
    body = _cloud_event(event_id, source, TEST_EVENT, webhook.id, 1, now, Trial(webhook=webhook.id))
    return NewMessage(webhook.id, event_id, position, webhook.id, TEST_EVENT, body, correlation)


def _cloud_event(event_id: str, source: str, type_: str, subject: str, version: int, at: datetime, data: Value) -> str:
    """A CloudEvent in structured JSON; `sequence` is the case's version, so that a gap shows."""
    attributes = {
        "id": event_id,
        "source": source,
        "type": type_,
        "subject": subject,
        "time": at.astimezone(UTC),
        "datacontenttype": "application/json",
        "sequence": str(version),
    }
    return JSONFormat().write(CloudEvent(attributes, data.model_dump(mode="json"))).decode()
