"""Approved on a commitment, and supervised (W23 tasks-4)."""

from typing import Literal

from domain.deadlines import Deadline, Limit
from domain.value import Value


class SupervisionStarted(Value):
    """The approval rests on a commitment: each task should have its finding by the limit."""

    kind: Literal["supervision_started"] = "supervision_started"
    instrument: str  # what provides for it, with its article
    tasks: tuple[str, ...]
    limit: Limit
    reminders: tuple[Deadline, ...]


class CommitmentKept(Value):
    """Supervision found that what was committed to is so."""

    kind: Literal["commitment_kept"] = "commitment_kept"
    task: str
    note: str


class RectificationOrdered(Value):
    """Supervision found that it is not so; it is to be put right within the limit."""

    kind: Literal["rectification_ordered"] = "rectification_ordered"
    task: str
    note: str
    limit: Limit
    reminders: tuple[Deadline, ...]


class CommitmentRectified(Value):
    """It was put right."""

    kind: Literal["commitment_rectified"] = "commitment_rectified"
    task: str
    note: str


class CommitmentBroken(Value):
    """It was not put right in time: the publisher has to decide on revoking the approval. A flag that stays."""

    kind: Literal["commitment_broken"] = "commitment_broken"
    tasks: tuple[str, ...]


FastTrackEvent = SupervisionStarted | CommitmentKept | RectificationOrdered | CommitmentRectified | CommitmentBroken
