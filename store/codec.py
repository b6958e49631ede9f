"""JSON in and out of the store, by the names that are storage: kinds and phases, never class paths."""

import json
from collections.abc import Mapping
from datetime import UTC
from functools import cached_property
from hashlib import sha256
from typing import Any

from eventsourcing.persistence import StoredEvent
from pydantic import AwareDatetime

from domain.days import SHANGHAI
from domain.kernel import AnyDecider
from domain.people import Actor
from domain.value import Value


class Header(Value):
    """All of an event's record but its body. Stored bytes never change."""

    event_id: str
    case_id: str
    version: int
    process: str
    kind: str
    schema_version: int
    occurred_at: AwareDatetime
    recorded_at: AwareDatetime
    actor: Actor
    command_id: str
    correlation_id: str
    causation_id: str
    policy_version: str
    calendar_version: str


class Envelope(Header):
    """An event as recorded: the header, its place in the log, and what happened."""

    position: int
    body: Any

    def public(self) -> dict[str, Any]:
        """The envelope as JSON values, its instants in UTC, and when it occurred by Shanghai's clocks too."""
        utc = {"occurred_at": self.occurred_at.astimezone(UTC), "recorded_at": self.recorded_at.astimezone(UTC)}
        shown = self.model_copy(update=utc).model_dump(mode="json", exclude={"body"})
        local = self.occurred_at.astimezone(SHANGHAI).isoformat()
        return {**shown, "occurred_at_shanghai": local, "body": self.body.model_dump(mode="json")}


class Codec:
    """Reads and writes one process's events and states."""

    def __init__(self, decider: AnyDecider) -> None:
        self.decider = decider
        self.commands = _by_literal(decider.commands, "kind")
        self.events = _by_literal(decider.events, "kind")
        self.states = _by_literal(decider.states, "phase")

    @cached_property
    def shape(self) -> str:
        """Fingerprint of the state's schema; after a change rows are folded anew."""
        schemas = {phase: model.model_json_schema() for phase, model in self.states.items()}
        return sha256(json.dumps(schemas, sort_keys=True).encode()).hexdigest()[:16]

    def state(self, phase: str, text: str) -> Value:
        return self.states[phase].model_validate_json(text)

    def schema_version(self, kind: str) -> int:
        return 1 + sum(1 for known, _ in self.decider.upcasts if known == kind)

    def stored(self, header: Header, body: Value) -> StoredEvent:
        # Spliced rather than nested: the body is encoded once, by its own class.
        text = f'{header.model_dump_json()[:-1]},"body":{body.model_dump_json()}}}'
        return StoredEvent(header.case_id, header.version, header.kind, text.encode())

    def event(self, kind: str, schema_version: int, body: dict[str, Any]) -> Value:
        """The event in today's shape; older shapes are upcast on the way."""
        for version in range(schema_version, self.schema_version(kind)):
            body = self.decider.upcasts[kind, version](body)
        return self.events[kind].model_validate_json(json.dumps(body))


def envelope(codecs: Mapping[str, Codec], state: bytes, position: int) -> Envelope:
    """Decode a row of the log."""
    record = json.loads(state)
    body = record.pop("body")
    codec = codecs[record["process"]]
    event = codec.event(record["kind"], record["schema_version"], body)
    header = Header.model_validate_json(json.dumps(record))
    return Envelope.model_construct(**dict(header), position=position, body=event)


def _by_literal(models: tuple[type[Value], ...], field: str) -> dict[str, type[Value]]:
    """Each class under the one value of its discriminating field."""
    found = {str(model.model_fields[field].default): model for model in models}
    if len(found) != len(models):
        raise ValueError(f"two classes share a {field}: {[model.__name__ for model in models]}")
    return found
