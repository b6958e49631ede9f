"""What has to hold of deadlines and duties: the laws of time, read off the log alone."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from bench.killing.evidence import Evidence, Found, Step
from domain.deadlines import Deadline
from domain.kernel import DeadlinePassed

_GRACE = timedelta(seconds=2)  # by which a deadline may stand when the evidence is taken


def fired_once(evidence: Evidence) -> Found:
    """A deadline that passed is recorded once, and only if it stood."""
    stood = {(case, *_named(deadline)) for case, step in _steps(evidence) for deadline in step.before.deadlines}
    fired = Counter((case, *_named(step.event.body)) for case, step in _steps(evidence) if _passed(step))
    for one, times in fired.items():
        unless_stood = "" if one in stood else ", and never stood"
        yield f"{one}: fired {times} times{unless_stood}" if times != 1 or unless_stood else None


def none_early(evidence: Evidence) -> Found:
    """No deadline is recorded before its instant."""
    for case, step in _steps(evidence):
        if _passed(step):
            event = step.event
            yield f"{case}: {event.body.name} at {event.recorded_at}" if event.recorded_at < event.body.due else None


def none_missed(evidence: Evidence) -> Found:
    """What fell due while it stood is recorded, before anything else was decided on the case."""
    for case, step in _steps(evidence):
        for deadline in step.before.deadlines:
            if deadline.due <= step.event.recorded_at and not _reports(step):
                yield f"{case}: {deadline.name} stood at {deadline.due}, overtaken by {step.event.kind}"
    for case, steps in evidence.histories.items():
        for deadline in steps[-1].after.deadlines:
            late = deadline.due <= evidence.at - _GRACE
            yield f"{case}: {deadline.name} was due {deadline.due} and never fired" if late else None


def duties_once(evidence: Evidence) -> Found:
    """A duty is reported once, is never owed again, and has its effect when it is said to be done."""
    for case, steps in evidence.histories.items():
        for duty in {duty.id: duty for step in steps for duty in step.after.duties}.values():
            owed = [duty in step.after.duties for step in steps]
            began = sum(1 for before, after in pairwise([False, *owed]) if after and not before)
            done, failed = (_with_events(evidence, f"{duty.id}/{how}") for how in ("done", "failed"))
            if began != 1 or done + failed > 1 or (owed[-1] and not steps[-1].after.closed):
                yield f"{case}: {duty.id} owed {began} times, done {done}, failed {failed}, still owed {owed[-1]}"
            elif done and duty.id not in evidence.effects.get(duty.name, {duty.id}):
                yield f"{case}: {duty.id} is said to be done, and its effect is not there"
            else:
                yield None


def _steps(evidence: Evidence) -> Iterator[tuple[str, Step]]:
    return ((case, step) for case, steps in evidence.histories.items() for step in steps)


def _passed(step: Step) -> bool:
    return isinstance(step.event.body, DeadlinePassed)


def _reports(step: Step) -> bool:
    """Whether the event is, or follows from, the passing of some deadline."""
    return "/deadline/" in step.event.command_id


def _named(deadline: Deadline | DeadlinePassed) -> tuple[str, object]:
    return deadline.name, deadline.due


def _with_events(evidence: Evidence, command_id: str) -> int:
    stored = evidence.commands.get(command_id)
    return 1 if stored and stored.outcome.events else 0
