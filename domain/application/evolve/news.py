"""Told by other cases: kept to be shown."""

from typing import assert_never

from domain.application.events.news import (
    ItemChangeNoted,
    ItemResumptionNoted,
    ItemSuspensionNoted,
    NewsEvent,
    ViolationNoted,
)
from domain.application.evolve.changes import flagged, noting, opened
from domain.application.state import State


def evolve(state: State, event: NewsEvent) -> State:
    case_file = opened(state)
    dossier = case_file.dossier
    match event:
        case ItemChangeNoted():
            return flagged(case_file, "item_changed")
        case ItemSuspensionNoted(ground=ground):
            return noting(case_file, suspended_for=(*dossier.suspended_for, ground))
        case ItemResumptionNoted():
            left = tuple(ground for ground in dossier.suspended_for if ground != event.ground)
            return noting(case_file, suspended_for=left)
        case ViolationNoted():
            return noting(case_file, violations=(*dossier.violations, event.violation))
        case _:
            assert_never(event)
