"""How states are changed: taken for what they must be, and copied with a difference."""

from typing import Any, TypeVar

from domain import standing
from domain.application.dossier import Dossier
from domain.application.duties import BESIDE, TELLING
from domain.application.state import Opened, OpenedState, Reporting, ReportingState, State
from domain.kernel import Duty
from domain.phases import Impossible, Unopened, changed

Kept = TypeVar("Kept", bound=Opened)


def opened(state: State) -> OpenedState:
    """`state`, which the event says is a case already; raises `Impossible` if not."""
    if isinstance(state, Unopened):
        raise Impossible("no case was opened before this event")
    return state


def reporting(state: State) -> ReportingState:
    """`state`, which the event says is one in which reports may be owed; raises `Impossible` if not."""
    if not isinstance(state, Reporting):
        raise Impossible(f"reports were expected to be owed before this event, not {type(state).__name__}")
    return state


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
