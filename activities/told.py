"""What a workflow is told of its case: ids, instants and names, never personal data."""

from datetime import datetime

from pydantic import AwareDatetime

from domain.deadlines import Deadline
from domain.kernel import AnyDecider, Duty, Plan
from domain.value import Value


class Timer(Value):
    """A deadline as the clock needs it; `why` is its rule and source, for people who look on."""

    name: str
    due: AwareDatetime
    why: str


class Told(Value):
    """A case's plan at `version`, the version at which it last changed.

    `turn` says in Chinese and English what is going on. `clock` is the rehearsal clock's instant,
    None when the case lives on real time. `correlation` is that of the events which brought it.
    """

    process: str
    case_id: str
    version: int
    timers: tuple[Timer, ...] = ()
    duties: tuple[Duty, ...] = ()
    closed: bool = False
    turn: str = ""
    clock: AwareDatetime | None = None
    correlation: str = ""


def told(
    decider: AnyDecider,
    case_id: str,
    plan: Plan,
    version: int,
    phase: str,
    clock: datetime | None,
    correlation: str = "",
) -> Told:
    """Put a case's plan into the words its workflow is told."""
    return Told(
        process=decider.name,
        case_id=case_id,
        version=version,
        timers=tuple(_timer(deadline) for deadline in plan.deadlines),
        duties=plan.duties,
        closed=plan.closed,
        turn=f"{decider.labels.zh.get(phase, phase)} · {decider.labels.en.get(phase, phase)}",
        clock=clock,
        correlation=correlation,
    )


def _timer(deadline: Deadline) -> Timer:
    receipt = deadline.receipt
    why = f"{receipt.rule} ({receipt.strength}), {receipt.source}"
    return Timer(name=deadline.name, due=deadline.due, why=why)
