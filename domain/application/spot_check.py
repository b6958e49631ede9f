"""A spot check of the use: drawn by lot or for a risk, answered, closed (R22 §29)."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from domain.deadlines import Deadline, Limit
from domain.people import Role
from domain.texts import Id, Sha256, Text
from domain.value import Value


class Sample(Value):
    """Drawn by lot; `domain/sampling.py` says how, so that anyone can draw again."""

    kind: Literal["random"] = "random"
    draw: Id = Field(description="Id of the recorded draw, which holds the whole population")
    seed: Id
    population: Sha256
    population_size: int = Field(ge=1)
    size: int = Field(ge=1, description="How many were to be drawn")
    drawn: tuple[Id, ...] = Field(min_length=1, max_length=1000, description="The cases drawn, in order of rank")


class Risk(Value):
    """Chosen, for a reason."""

    kind: Literal["risk"] = "risk"
    reason: Text


CheckGround = Annotated[Sample | Risk, Field(discriminator="kind")]


class Verdict(StrEnum):
    """What a spot check came to."""

    OK = "ok"
    FINDINGS = "findings"


class Checker(Value):
    """The office that ordered a check, and closes it."""

    role: Role
    organisation: str


class NoCheck(Value):
    """No spot check is under way."""

    kind: Literal["no_check"] = "no_check"


class CheckOrdered(Value):
    """The data user owes an answer."""

    kind: Literal["check_ordered"] = "check_ordered"
    id: str
    checker: Checker
    due: Limit
    reminders: tuple[Deadline, ...]


class CheckAnswered(Value):
    """The checker has the answer before it."""

    kind: Literal["check_answered"] = "check_answered"
    id: str
    checker: Checker


Check = Annotated[NoCheck | CheckOrdered | CheckAnswered, Field(discriminator="kind")]
