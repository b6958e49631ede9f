"""How states are changed: taken for what they must be, and copied with a difference."""

from typing import Any, TypeVar

from domain import standing
from domain.application.dossier import Dossier
from domain.application.duties import BESIDE, TELLING
from domain.application.state import Opened, OpenedState, P, Reporting, ReportingState, State, Unopened
from domain.kernel import Duty
from domain.value import Value

Kept = TypeVar("Kept", bound=Opened)


class Impossible(TypeError):
    """The log holds an event that can't follow on what was before it: damage, or a bug."""

    def __init__(self, expected: type[Value], found: object) -> None:
        super().__init__(f"{expected.__name__} was expected before this event, not {type(found).__name__}")


def was(thing: Any, kind: type[P]) -> P:
    """`thing`, which the event says it must have been; raises `Impossible` if not. So do the next two."""
    if not isinstance(thing, kind):
        raise Impossible(kind, thing)
    return thing


def opened(state: State) -> OpenedState:
    if isinstance(state, Unopened):
        raise Impossible(Opened, state)
    return state


def reporting(state: State) -> ReportingState:
    if not isinstance(state, Reporting):
        raise Impossible(Reporting, state)
    return state


def changed(thing: P, **changes: Any) -> P:
    """A copy; the parts are frozen values already, so nothing is validated twice."""
    return thing.model_copy(update=changes)


def noting(state: OpenedState, **changes: Any) -> OpenedState:
    """`state` with a difference in its dossier."""
    return changed(state, dossier=changed(state.dossier, **changes))


def flagged(state: State, flag: str) -> OpenedState:
    """`state` with a flag that stays."""
    case_file = opened(state)
    return noting(case_file, flags=(*case_file.dossier.flags, flag))


def owing(state: Kept, *duties: Duty) -> Kept:
    """`state` with further duties owed."""
    return changed(state, dossier=standing.owing(state.dossier, *duties))


def moved_on(dossier: Dossier, keeping: frozenset[str] = BESIDE) -> Dossier:
    """`dossier` without the duties of the phase that is over; those of these names stay owed."""
    duties = tuple(duty for duty in dossier.duties if duty.name in keeping)
    return changed(dossier, duties=duties, failed=tuple(each for each in dossier.failed if each.duty.name in keeping))


def given_up(dossier: Dossier) -> Dossier:
    """`dossier` of a case in which nothing is given out any more: nothing is restricted, or switched."""
    return changed(moved_on(dossier, keeping=TELLING), restricted=())


def without(state: Kept, duty_id: str) -> Kept:
    """`state` without that duty, be it owed or failed."""
    return changed(state, dossier=standing.settled(state.dossier, duty_id))
