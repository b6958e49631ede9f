"""What an auditor does: rebuild every state and deadline of a case from its events alone, fetched over HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from demo.client import Json, Person
from domain.application import APPLICATION
from domain.deadline_history import deadline_history
from store.codec import Codec, Envelope
from tests.domain.shanghai import RULEBOOK

_CODEC = Codec(APPLICATION)


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


def audited(auditor: Person, case: str) -> Audited:
    """Fold the events and compare with what the API says now, at every version and at every instant."""
    events = tuple(_envelope(raw) for raw in auditor.events(case))
    _check_envelopes(events)
    phases = [_check_version(auditor, case, events[:version]) for version in range(1, len(events) + 1)]
    _check_instants(auditor, case, events)
    _same_case(auditor.case(case), events)
    _check_deadlines(auditor, case, events)
    return Audited(events, tuple(dict.fromkeys(phases)))


def _envelope(raw: Json) -> Envelope:
    """The event as stored. Its instant is told in UTC and in Shanghai's time."""
    stored = {name: value for name, value in raw.items() if name != "occurred_at_shanghai"}
    event = Envelope.model_validate({**stored, "body": _CODEC.event(raw["kind"], raw["schema_version"], raw["body"])})
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


def _check_version(auditor: Person, case: str, events: Sequence[Envelope]) -> str:
    shown = auditor.case(case, str(len(events)))
    _same_case(shown, events)
    return str(shown["phase"])


def _check_instants(auditor: Person, case: str, events: Sequence[Envelope]) -> None:
    for instant in sorted({event.recorded_at for event in events}):
        known = [event for event in events if event.recorded_at <= instant]
        _same_case(auditor.case(case, instant.isoformat()), known)


def _same_case(shown: Json, events: Sequence[Envelope]) -> None:
    state = APPLICATION.replay([event.body for event in events])
    plan, summary = APPLICATION.plan(state), APPLICATION.summary(state)
    assert shown["version"] == len(events)
    assert (shown["phase"], shown["holder"], shown["closed"]) == (summary.phase, summary.holder, plan.closed)
    assert shown["escalated_to"] == list(summary.escalated_to)
    assert shown["state"] == state.model_dump(mode="json")
    assert shown["deadlines"] == [deadline.model_dump(mode="json") for deadline in plan.deadlines]
    assert shown["duties"] == [duty.name for duty in plan.duties]


def _check_deadlines(auditor: Person, case: str, events: Sequence[Envelope]) -> None:
    """The history of deadlines follows from the events, and each receipt computes to its deadline again."""
    history = auditor.deadlines(case)
    assert history == deadline_history(APPLICATION, events)
    for record in history.deadlines:
        assert RULEBOOK.redate(record.deadline) == record.deadline
        assert _passed_once(record.deadline.name, record.deadline.due, events) == (record.status == "passed")


def _passed_once(name: str, due: datetime, events: Sequence[Envelope]) -> int:
    """How often a deadline was recorded as passed; at its own instant, however late it was recorded."""
    found = [e for e in events if e.kind == "deadline_passed" and (e.body.name, e.body.due) == (name, due)]
    assert all(event.occurred_at == due for event in found)
    return len(found)
