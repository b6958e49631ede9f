"""The phases of a row of the plan."""

from typing import Literal

from pydantic import AwareDatetime

from domain import standing
from domain.days import PlanStanding
from domain.phases import Unopened
from domain.plan_item.papers import Done, Part, Row, Term, Withdrawal
from domain.value import Value


class Dossier(standing.Dossier):
    """What is known about the row through all phases."""

    row: Row
    orders: tuple[str, ...] = ()  # list changes that are to fulfil it
    item_id: str = ""  # the item that fulfils it; empty until one is named
    done: tuple[Done, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()

    def has(self, part: Part) -> bool:
        return any(done.part is part for done in self.done)

    @property
    def begun(self) -> bool:
        """Whether anyone has set to work on it."""
        return bool(self.orders or self.done)


class Opened(Value):
    """Whatever is on record."""

    dossier: Dossier


class Imported(Opened):
    """On record, but the annex gives no day: a person has to confirm one."""

    phase: Literal["imported"] = "imported"


class Running(Opened):
    """A phase with a day."""

    term: Term


class Planned(Running):
    """Nothing has been done yet."""

    phase: Literal["planned"] = "planned"


class InProgress(Running):
    """A list change is under way, or item or data is there already."""

    phase: Literal["in_progress"] = "in_progress"


class Overdue(Running):
    """The day is past and something is still missing."""

    phase: Literal["overdue"] = "overdue"


class Completed(Opened):
    """Item and data were both there; a later withdrawal is noted beside that."""

    term: Term
    at: AwareDatetime
    standing: PlanStanding
    days_late: int  # calendar days

    @property
    def withdrawn_later(self) -> bool:
        return any(withdrawal.at >= self.at for withdrawal in self.dossier.withdrawals)


class CompletedOnTime(Completed):
    """Fulfilled by the end of its day; `standing` says whether on that very day."""

    phase: Literal["completed_on_time"] = "completed_on_time"


class CompletedLate(Completed):
    """Fulfilled after its day."""

    phase: Literal["completed_late"] = "completed_late"


RunningState = Planned | InProgress | Overdue
CompletedState = CompletedOnTime | CompletedLate
OpenedState = Imported | RunningState | CompletedState
State = Unopened | OpenedState
