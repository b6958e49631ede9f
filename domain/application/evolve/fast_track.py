"""Approved on a commitment, and supervised."""

from typing import assert_never

from domain.application.commitment import Awaited, Broken, Kept, Rectifying, Supervision, Task
from domain.application.events.fast_track import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentRectified,
    FastTrackEvent,
    RectificationOrdered,
    SupervisionStarted,
)
from domain.application.evolve.changes import flagged, noting, opened
from domain.application.state import OpenedState, State
from domain.phases import changed, was


def evolve(state: State, event: FastTrackEvent) -> State:
    match event:
        case SupervisionStarted(limit=limit, reminders=reminders):
            tasks = tuple(Task(name=name) for name in event.tasks)
            return noting(opened(state), supervision=Supervision(tasks=tasks, limit=limit, reminders=reminders))
        case CommitmentKept() | CommitmentRectified():
            return _found(state, (event.task,), Kept())
        case RectificationOrdered(limit=limit, reminders=reminders):
            return _found(state, (event.task,), Rectifying(limit=limit, reminders=reminders))
        case CommitmentBroken():
            return flagged(_found(state, event.tasks, Broken()), event.kind)
        case _:
            assert_never(event)


def _found(state: State, names: tuple[str, ...], finding: Awaited | Kept | Rectifying | Broken) -> OpenedState:
    case_file = opened(state)
    supervision = was(case_file.dossier.supervision, Supervision)
    tasks = tuple(changed(task, finding=finding) if task.name in names else task for task in supervision.tasks)
    return noting(case_file, supervision=changed(supervision, tasks=tasks))
