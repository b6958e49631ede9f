"""Spot-checked, beside whatever phase of the use."""

from typing import assert_never

from domain.application.events.spot_check import SpotCheckAnswered, SpotCheckClosed, SpotCheckEvent, SpotCheckOrdered
from domain.application.evolve.changes import flagged, noting, reporting
from domain.application.spot_check import CheckAnswered, CheckOrdered, NoCheck, Verdict
from domain.application.state import State
from domain.phases import was


def evolve(state: State, event: SpotCheckEvent) -> State:
    case = reporting(state)
    match event:
        case SpotCheckOrdered():
            return noting(case, check=event.check)
        case SpotCheckAnswered():
            asked = was(case.dossier.check, CheckOrdered)
            return noting(case, check=CheckAnswered(id=asked.id, checker=asked.checker))
        case SpotCheckClosed(verdict=Verdict.FINDINGS):
            return noting(flagged(case, "spot_check_findings"), check=NoCheck())
        case SpotCheckClosed():
            return noting(case, check=NoCheck())
        case _:
            assert_never(event)
