"""New data came, or did not."""

from typing import assert_never

from domain.open_list_item.events import DataUpdated, UpdateEvent, UpdateOverdue
from domain.open_list_item.evolve.changes import sent_on
from domain.open_list_item.papers import Late, YearOfUpdates, at_year
from domain.open_list_item.state import Current, ItemDossier, OpenedState
from domain.phases import changed, was


def evolve(state: OpenedState, event: UpdateEvent) -> OpenedState:
    match event:
        case DataUpdated():
            dossier = sent_on(_counted(state.dossier, _with(state.dossier, event)), "", *event.duties)
            after = changed(state, dossier=changed(dossier, data_since=dossier.data_since or event.at))
            return changed(after, updates=event.updates) if isinstance(after, Current) else after
        case UpdateOverdue():
            return _late(was(state, Current), event)
        case _:
            assert_never(event)


def _late(state: Current, event: UpdateOverdue) -> Current:
    since = state.updates.since if isinstance(state.updates, Late) else event.missed
    year = at_year(state.dossier.years, event.year)
    dossier = _flags_once(_counted(state.dossier, changed(year, overdue=year.overdue + 1)))
    return changed(state, dossier=dossier, updates=Late(since=since, due=event.due, reminders=event.reminders))


def _with(dossier: ItemDossier, event: DataUpdated) -> YearOfUpdates:
    year = at_year(dossier.years, event.year)
    match event.standing:
        case "timely":
            return changed(year, timely=year.timely + 1)
        case "late":
            return changed(year, late=year.late + 1, days_late=year.days_late + event.days_late)
        case "untimed":
            return year
        case _:
            assert_never(event.standing)


def _counted(dossier: ItemDossier, year: YearOfUpdates) -> ItemDossier:
    others = tuple(one for one in dossier.years if one.year != year.year)
    return changed(dossier, years=(*others, year))


def _flags_once(dossier: ItemDossier) -> ItemDossier:
    """A frequency's flag stays, by its last passing: a neglected daily item would pass hundreds in a year."""
    last = {passed.name: passed for passed in dossier.passed}
    return changed(dossier, passed=tuple(last.values()))
