"""JSON in and out of the store, by the names that are storage: kinds and phases, never class paths."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC
from functools import cache
from hashlib import sha256
from typing import Any

from eventsourcing.persistence import StoredEvent
from pydantic import AwareDatetime, BaseModel, ConfigDict
from pydantic.json_schema import models_json_schema

from domain.days import SHANGHAI
from domain.kernel import AnyDecider
from domain.people import Actor
from domain.value import Value
from domain.visibility import View

_BODY = b',"body":'


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


class Stamp(BaseModel):
    """As much of a header as a reader of the whole log needs."""

    model_config = ConfigDict(frozen=True)  # what else the header says is passed over

    case_id: str
    process: str
    kind: str
    schema_version: int
    recorded_at: AwareDatetime


class Envelope(Header):
    """An event as recorded: the header, its place in the log, and what happened."""

    position: int
    body: Any

    def seen(self, view: View) -> dict[str, Any] | None:
        """As `public`, as far as that view goes, with the places of what is withheld; None if nothing is to be seen."""
        happened: Value = self.body
        if not view.shows(type(happened)):
            return None
        body = view.of_value(happened)
        withheld = [f"body.{place}" for place in body.withheld]
        if view.names(self.actor):
            return {**self.public(), "body": body.json, "withheld": withheld}
        nobody = self.actor.model_copy(update={"id": "", "on_behalf_of": "", "credential": ""})
        # the ids of the command and of what caused it would name the person too
        unnamed = {"actor": nobody, "command_id": "", "correlation_id": "", "causation_id": ""}
        told = self.model_copy(update=unnamed).public()
        return {**told, "body": body.json, "withheld": ["actor.id", *withheld]}

    def public(self) -> dict[str, Any]:
        """The envelope as JSON values, its instants in UTC, and when it occurred by Shanghai's clocks too.

        All of it: whoever shows it to somebody shows what `seen` gives.
        """
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
        self._newest = {kind: 1 + count for kind, count in Counter(kind for kind, _ in decider.upcasts).items()}

    @property
    def shape(self) -> str:
        """Fingerprint of the state's schema; after a change rows are folded anew."""
        return _fingerprint(self.decider.states)

    def state(self, phase: str, text: str) -> Value:
        return self.states[phase].model_validate_json(text)

    def schema_version(self, kind: str) -> int:
        return self._newest.get(kind, 1)

    def stored(self, header: Header, body: Value) -> StoredEvent:
        # Spliced rather than nested: the body is encoded once, by its own class.
        head, told = header.model_dump_json().encode(), body.model_dump_json().encode()
        return StoredEvent(header.case_id, header.version, header.kind, head[:-1] + _BODY + told + b"}")

    def event(self, kind: str, schema_version: int, body: bytes) -> Value:
        """The event in today's shape; older shapes are upcast on the way."""
        newest = self._newest.get(kind, 1)
        if schema_version < newest:
            old = json.loads(body)
            for version in range(schema_version, newest):
                old = self.decider.upcasts[kind, version](old)
            body = json.dumps(old).encode()
        return self.events[kind].model_validate_json(body)


def split(state: bytes) -> tuple[bytes, bytes]:
    """A row's bytes as `Codec.stored` joined them, apart again: the header's JSON, and the body's.

    In a JSON text a quote is escaped, so the first such key is the record's own: no field before it has one.
    """
    head, key, rest = state.partition(_BODY)
    if not key:
        raise ValueError("a row of the log without a body: damage")
    return head + b"}", rest[:-1]


def envelope(codecs: Mapping[str, Codec], state: bytes, position: int) -> Envelope:
    """Decode a row of the log."""
    head, body = split(state)
    header = Header.model_validate_json(head)
    event = codecs[header.process].event(header.kind, header.schema_version, body)
    return Envelope.model_construct(**dict(header), position=position, body=event)


@cache
def _fingerprint(states: tuple[type[Value], ...]) -> str:
    """Of their schemas made together, not one by one: they share most of what they are made of."""
    _, schemas = models_json_schema([(state, "validation") for state in states])
    return sha256(json.dumps(schemas, sort_keys=True).encode()).hexdigest()[:16]


def _by_literal(models: tuple[type[Value], ...], field: str) -> dict[str, type[Value]]:
    """Each class under the one value of its discriminating field."""
    found = {str(model.model_fields[field].default): model for model in models}
    if len(found) != len(models):
        raise ValueError(f"two classes share a {field}: {[model.__name__ for model in models]}")
    return found
