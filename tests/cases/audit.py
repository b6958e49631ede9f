"""What an auditor does: rebuild every state and deadline of cases from their events alone, fetched over HTTP."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from demo.client import Json, Person
from domain.application import APPLICATION
from domain.deadline_history import deadline_history
from domain.kernel import AnyDecider
from domain.people import Role
from domain.processes import by_name
from store.codec import Codec, Envelope
from tests.domain.shanghai import RULEBOOK


@dataclass(frozen=True)
class Audited:
    """A case's history after every check held."""

    events: tuple[Envelope, ...]
    phases: tuple[str, ...]  # in their order, each once

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(event.kind for event in self.events)

    def body(self, kind: str) -> Any:
        """What the one event of that kind holds."""
        (found,) = self.all(kind)
        return found.body

    def all(self, kind: str) -> list[Envelope]:
        return [event for event in self.events if event.kind == kind]


def audited(auditor: Person, case: str, process: AnyDecider = APPLICATION) -> Audited:
    """Fold the events and compare with what the API says now, at every version and at every instant."""
    look = _Look(auditor, case, process)
    codec = Codec(process)
    events = tuple(_envelope(raw, codec) for raw in auditor.events(case, process=process.plural))
    _check_envelopes(events)
    phases = [_check_version(look, events[:version]) for version in range(1, len(events) + 1)]
    _check_instants(look, events)
    _same_case(look, look.case(), events)
    _check_deadlines(look, events)
    return Audited(events, tuple(dict.fromkeys(phases)))


def audited_together(auditor: Person, case: str, process: AnyDecider = APPLICATION) -> Mapping[str, Audited]:
    """The case and all that were told something because of it, near or far, each audited, by their ids.

    Nothing but events leads there: each told case is named by the one that told it, and its own events name the duty.
    """
    found: dict[str, Audited] = {}
    waiting = {case: process}
    while waiting:
        case_id, its_process = waiting.popitem()
        found[case_id] = audited(auditor, case_id, its_process)
        waiting |= {told: who for told, who in _told(found[case_id]).items() if told not in found}
    _check_causes(found)
    return found


def _told(case: Audited) -> dict[str, AnyDecider]:
    """The cases that this one told something, and that took it."""
    letters = [letter for event in case.all("messages_sent") for letter in event.body.sent]
    return {letter.case_id: by_name(letter.process) for letter in letters if not letter.reason}


def _check_causes(found: Mapping[str, Audited]) -> None:
    """What one of these cases set off in another, it has on record as sent."""
    sent = {event.body.duty_id for case in found.values() for event in case.all("messages_sent")}
    for event in (event for case in found.values() for event in case.events):
        sender = event.causation_id.partition(":")[0]
        if sender in found and event.command_id.startswith(f"{event.causation_id}/"):
            assert event.causation_id in sent and event.actor.role is Role.CLOCK, event


@dataclass(frozen=True)
class _Look:
    """One case as the auditor may ask for it."""

    auditor: Person
    id: str
    process: AnyDecider

    def case(self, as_of: str = "") -> Json:
        return self.auditor.case(self.id, as_of, process=self.process.plural)


def _envelope(raw: Json, codec: Codec) -> Envelope:
    """The event as stored, all of it. Its instant is told in UTC and in Shanghai's time."""
    assert raw["withheld"] == []
    stored = {name: value for name, value in raw.items() if name not in ("occurred_at_shanghai", "withheld")}
    body = codec.event(raw["kind"], raw["schema_version"], json.dumps(raw["body"]).encode())
    event = Envelope.model_validate({**stored, "body": body})
    assert raw["occurred_at"].endswith("Z") and raw["occurred_at_shanghai"].endswith("+08:00")
    assert datetime.fromisoformat(raw["occurred_at_shanghai"]) == event.occurred_at
    return event


def _check_envelopes(events: Sequence[Envelope]) -> None:
    """Versions have no gap, the log's order is the case's, and each says who, when and under which rules."""
    assert [event.version for event in events] == list(range(1, len(events) + 1))
    assert all(one.position < two.position and one.recorded_at <= two.recorded_at for one, two in pairwise(events))
    for event in events:
        assert event.actor.id and event.actor.organisation and event.command_id
        assert event.occurred_at <= event.recorded_at
        assert event.policy_version == RULEBOOK.policy_version
        assert event.calendar_version
    assert len({event.event_id for event in events}) == len(events)


def _check_version(look: _Look, events: Sequence[Envelope]) -> str:
    shown = look.case(str(len(events)))
    _same_case(look, shown, events)
    return str(shown["phase"])


def _check_instants(look: _Look, events: Sequence[Envelope]) -> None:
    for instant in sorted({event.recorded_at for event in events}):
        known = [event for event in events if event.recorded_at <= instant]
        _same_case(look, look.case(instant.isoformat()), known)


def _same_case(look: _Look, shown: Json, events: Sequence[Envelope]) -> None:
    state = look.process.replay([event.body for event in events])
    plan, summary = look.process.plan(state), look.process.summary(state)
    assert shown["version"] == len(events)
    assert (shown["phase"], shown["holder"], shown["closed"]) == (summary.phase, summary.holder, plan.closed)
    assert shown["escalated_to"] == list(summary.escalated_to)
    assert shown["state"] == state.model_dump(mode="json")
    assert shown["deadlines"] == [deadline.model_dump(mode="json") for deadline in plan.deadlines]
    assert shown["duties"] == [duty.name for duty in plan.duties]


def _check_deadlines(look: _Look, events: Sequence[Envelope]) -> None:
    """The history of deadlines follows from the events, and each receipt computes to its deadline again."""
    history = look.auditor.deadlines(look.id, process=look.process.plural)
    assert history == deadline_history(look.process, events)
    for record in history.deadlines:
        assert RULEBOOK.redate(record.deadline) == record.deadline
        assert _passed_once(record.deadline.name, record.deadline.due, events) == (record.status == "passed")


def _passed_once(name: str, due: datetime, events: Sequence[Envelope]) -> int:
    """How often a deadline was recorded as passed; at its own instant, however late it was recorded."""
    found = [e for e in events if e.kind == "deadline_passed" and (e.body.name, e.body.due) == (name, due)]
    assert all(event.occurred_at == due for event in found)
    return len(found)
