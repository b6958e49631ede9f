"""Approval on a commitment, and what supervision finds of it (W23 tasks-4)."""

from datetime import datetime
from typing import assert_never

from domain.application import clocks
from domain.application.commands.fast_track import FastTrackApprove, FastTrackCommand, ReportSupervision
from domain.application.commitment import Awaited, Broken, Kept, NoCommitment, Rectifying, Supervision, Task
from domain.application.decide import access
from domain.application.decide.review import approved
from domain.application.events import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentRectified,
    Event,
    RectificationOrdered,
    SupervisionStarted,
)
from domain.application.reasons import ApplicationReason
from domain.application.restrictions import RestrictedBy, Restriction
from domain.application.state import Agreed, Delivering, Reviewing, Signing, State, Using
from domain.deadlines import Deadline, Limit
from domain.kernel import Context, Reason, Refused
from domain.phases import in_phase
from domain.policy import Principle

_COMMITMENT = Restriction(by=RestrictedBy.COMMITMENT)
_FAST_TRACK = "fast_track"


def decide(command: FastTrackCommand, state: State, context: Context) -> list[Event]:
    match command:
        case FastTrackApprove():
            return _approve(command, in_phase(state, Reviewing), context)
        case ReportSupervision():
            if not isinstance(state, Signing | Delivering | Using):
                raise Refused(Reason.WRONG_PHASE, f"the case is in phase {state.phase}")
            return _found(command, state, context)
        case _:
            assert_never(command)


def provided_for(context: Context) -> Principle:
    """What provides for the fast track now; raises `Refused` when no instrument in force does."""
    rule = context.rulebook.principle(_FAST_TRACK, context.now)
    if rule is None:
        raise Refused(ApplicationReason.NO_INSTRUMENT_IN_FORCE, "no instrument in force provides for a commitment")
    return rule


def _approve(command: FastTrackApprove, state: Reviewing, context: Context) -> list[Event]:
    rule = provided_for(context)
    if isinstance(state.dossier.commitment, NoCommitment):
        raise Refused(ApplicationReason.NO_COMMITMENT, "the applicant has committed to nothing")
    limit, reminders = clocks.supervision(context)
    started = SupervisionStarted(
        instrument=rule.cite, tasks=tuple(dict.fromkeys(command.tasks)), limit=limit, reminders=reminders
    )
    return [approved(command, (), state, context), started]


def _found(command: ReportSupervision, state: Agreed, context: Context) -> list[Event]:
    supervision = state.dossier.supervision
    task = supervision.task(command.task) if isinstance(supervision, Supervision) else None
    if not isinstance(supervision, Supervision) or task is None:
        raise Refused(ApplicationReason.UNKNOWN_TASK, f"{command.task} is not supervised here")
    if command.finding == "rectify":
        return [_order(command, task, supervision, context)]
    match task.finding:
        case Kept():
            raise Refused(ApplicationReason.ALREADY_FOUND, f"{task.name} was found kept")
        case Awaited():
            return [CommitmentKept(task=task.name, note=command.note)]
        case Rectifying():
            return [CommitmentRectified(task=task.name, note=command.note)]
        case Broken():
            others = [one for one in supervision.tasks if isinstance(one.finding, Broken) and one != task]
            lifted = [] if others else access.lift(state, _COMMITMENT, command.note, context, event=2)
            return [CommitmentRectified(task=task.name, note=command.note), *lifted]
        case _:
            assert_never(task.finding)


def _order(command: ReportSupervision, task: Task, supervision: Supervision, context: Context) -> RectificationOrdered:
    """What was kept may be found wanting later; what is being put right, or was not, is under an order already."""
    if isinstance(task.finding, Rectifying | Broken):
        raise Refused(ApplicationReason.ALREADY_FOUND, f"{task.name} is to be put right already")
    limit, reminders = clocks.rectification(context)
    for running in (one.finding for one in supervision.tasks):
        if isinstance(running, Rectifying) and _due(running.limit) == _due(limit):
            limit, reminders = running.limit, running.reminders  # the very same, so that both are re-dated as one
    return RectificationOrdered(task=task.name, note=command.note, limit=limit, reminders=reminders)


def _due(limit: Limit) -> datetime | None:
    return limit.due if isinstance(limit, Deadline) else None


def broken(state: Agreed, context: Context) -> list[Event]:
    """What follows when a rectification's limit passes now: access is restricted until the publisher decides."""
    supervision = state.dossier.supervision
    if not isinstance(supervision, Supervision):
        raise TypeError("only what is supervised has a rectification")
    late = tuple(
        task.name
        for task in supervision.tasks
        if isinstance(task.finding, Rectifying) and _due(task.finding.limit) == context.now
    )
    return [CommitmentBroken(tasks=late), *access.restrict(state, _COMMITMENT, "commitment_broken", context, event=3)]
