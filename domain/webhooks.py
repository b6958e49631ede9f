"""What other systems are told of a case: event types and their filters. Ids only, never content."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import AwareDatetime

from domain.deciding import next_due
from domain.kernel import AnyDecider, Plan, Summary
from domain.people import Role
from domain.value import Value, kind_of, kind_of_class

TEST_EVENT = "sluice.webhook.test"


class NextDue(Value):
    """The soonest deadline that stands."""

    name: str
    due: AwareDatetime


class Told(Value):
    """All that a message says of an event: where the case stood after it, and where to read the rest."""

    id: str  # the case's
    process: str
    kind: str
    version: int
    position: int  # in the log
    phase: str
    holder: Role | None
    closed: bool
    next_due: NextDue | None
    link: str


def event_type(process: str, kind: str) -> str:
    """The CloudEvents type of a process's event."""
    return f"sluice.{process}.{kind}"


def event_types(deciders: Iterable[AnyDecider]) -> tuple[str, ...]:
    """All types that there are, sorted."""
    found = {event_type(decider.name, kind_of_class(event)) for decider in deciders for event in decider.events}
    return tuple(sorted(found))


def matches(filters: Iterable[str], type_: str) -> bool:
    """Whether one of the filters names the type, or ends in `*` and begins it."""
    return any(type_.startswith(one[:-1]) if one.endswith("*") else type_ == one for one in filters)


def told(
    decider: AnyDecider, case_id: str, event: Value, version: int, position: int, summary: Summary, plan: Plan
) -> Told:
    """What is told of an event after which the case looked like that."""
    due = next_due(plan)
    return Told(
        id=case_id,
        process=decider.name,
        kind=kind_of(event),
        version=version,
        position=position,
        phase=summary.phase,
        holder=summary.holder,
        closed=plan.closed,
        next_due=NextDue(name=due.name, due=due.due) if due else None,
        link=f"/v1/{decider.plural}/{case_id}",
    )


class Ladder(Value):
    """When a message is tried again: the first attempt is made at once, `waits` are the seconds between them.

    `patience` is for how many seconds all attempts may fail before a subscription is disabled. After `outage`
    seconds of failure the first success lets all that waits be tried at once: the subscriber is back.
    """

    waits: tuple[float, ...]
    patience: float
    outage: float

    def after(self, failures: int) -> float | None:
        """How long to wait after that many failed attempts; None when there is no further one."""
        return self.waits[failures - 1] if failures <= len(self.waits) else None

    def gives_up(self, failing_since: datetime, at: datetime) -> bool:
        """Whether a subscription that fails since then is disabled."""
        return (at - failing_since).total_seconds() >= self.patience

    def was_out(self, failing_since: datetime, at: datetime) -> bool:
        """Whether a success at that instant ends an outage."""
        return (at - failing_since).total_seconds() >= self.outage
