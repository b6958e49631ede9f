"""What a row of the plan is made of."""

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime

from domain.deadlines import Deadline, Limit
from domain.value import Value


class Row(Value):
    """The row as the annex has it."""

    year: int
    number: int
    title: str
    publisher: str  # organisation id
    instrument: str  # document number of the plan
    due_date: date
    due_inferred: bool  # the annex gives no day: this one binds no one until a person confirms it
    note: str


class Term(Value):
    """The day by which the row is to be fulfilled, and the clock that runs to its end."""

    day: date
    limit: Limit
    reminders: tuple[Deadline, ...]


class Part(StrEnum):
    """Both together fulfil a row (P25 annex)."""

    ITEM = "item"
    DATA = "data"


class Done(Value):
    """A part that is there, and since when."""

    part: Part
    at: AwareDatetime


class Withdrawal(Value):
    """That the item ceased to be open, by which list change, and when."""

    order: str
    at: AwareDatetime
