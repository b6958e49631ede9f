"""Notice and commitment: what the applicant commits to, and what supervision finds of it (W23 tasks-4)."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from domain.deadlines import Deadline, Limit
from domain.texts import Text
from domain.value import Value


class CommitmentBasis(StrEnum):
    """What lets an application be approved on a commitment."""

    LISTED_SCENARIO = "listed_scenario"
    LISTED_UNIT = "listed_unit"


class NoCommitment(Value):
    """The application goes the usual way."""

    kind: Literal["no_commitment"] = "no_commitment"


class Commitment(Value):
    """The applicant accepts the notice and commits to meet every published condition."""

    kind: Literal["commitment"] = "commitment"
    basis: CommitmentBasis
    entry: Text = Field(description="The key scenario, pioneer enterprise or demonstration unit, as it is listed")
    text_accepted: Literal[True] = Field(description="The notice was read, and what it asks for is committed to")


MaybeCommitment = Annotated[Commitment | NoCommitment, Field(discriminator="kind")]


class Awaited(Value):
    """Nothing has been found yet."""

    kind: Literal["awaited"] = "awaited"


class Kept(Value):
    """What was committed to is so."""

    kind: Literal["kept"] = "kept"


class Rectifying(Value):
    """It is not so, and is to be put right within the limit."""

    kind: Literal["rectifying"] = "rectifying"
    limit: Limit
    reminders: tuple[Deadline, ...]


class Broken(Value):
    """It was not put right in time: the publisher confirms a late rectification, or revokes the approval."""

    kind: Literal["broken"] = "broken"


class Task(Value):
    """One thing that is supervised."""

    name: str
    finding: Annotated[Awaited | Kept | Rectifying | Broken, Field(discriminator="kind")] = Awaited()


class NoSupervision(Value):
    """The approval rests on no commitment."""

    kind: Literal["no_supervision"] = "no_supervision"


class Supervision(Value):
    """The tasks of supervision, and until when each should have its finding."""

    kind: Literal["supervision"] = "supervision"
    tasks: tuple[Task, ...]
    limit: Limit
    reminders: tuple[Deadline, ...]

    def task(self, name: str) -> Task | None:
        """The task of that name; None when there is none."""
        return next((task for task in self.tasks if task.name == name), None)

    def limits(self) -> tuple[Limit, ...]:
        """The clocks that run: until the last finding, and until each rectification."""
        running: list[Limit] = []
        if any(isinstance(task.finding, Awaited) for task in self.tasks):
            running += [self.limit, *self.reminders]
        for task in self.tasks:
            if isinstance(task.finding, Rectifying):
                running += [task.finding.limit, *task.finding.reminders]
        return tuple(dict.fromkeys(running))  # rectifications ordered on one day share their limit


MaybeSupervision = Annotated[Supervision | NoSupervision, Field(discriminator="kind")]
