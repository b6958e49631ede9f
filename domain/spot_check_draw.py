"""A draw of cases to be spot-checked, as it is kept and shown: all that is needed to draw again."""

from pydantic import AwareDatetime, Field

from domain.people import Actor
from domain.value import Value


class Draw(Value):
    """A recorded draw. `domain/sampling.py` says how ranks and digest are made."""

    id: str
    seed: str
    size: int = Field(description="how many were to be drawn")
    item: str = Field(description="the item whose agreements were the population; empty for all items")
    population: tuple[str, ...] = Field(description="ids of the cases with data in use then, sorted")
    population_sha256: str
    drawn: tuple[str, ...] = Field(description="in order of rank")
    actor: Actor
    drawn_at: AwareDatetime
