"""Marked, sampled, starred, examined."""

from typing import assert_never

from domain.open_list_item.events import (
    ItemMarked,
    ItemUnmarked,
    QualityEvent,
    QualityIssueFixed,
    QualityIssueReported,
    SampleSet,
    StarConfirmed,
    StarDeclined,
    StarNominated,
)
from domain.open_list_item.papers import Star
from domain.open_list_item.state import ItemDossier
from domain.phases import changed
from domain.standing import also_asked


def evolve(dossier: ItemDossier, event: QualityEvent) -> ItemDossier:
    match event:
        case ItemMarked():
            return changed(dossier, marks=(*dossier.marks, event.mark))
        case ItemUnmarked():
            return changed(dossier, marks=tuple(mark for mark in dossier.marks if mark.objection != event.objection))
        case SampleSet():
            return changed(dossier, sample=event.sample)
        case StarNominated():
            return changed(also_asked(dossier, event.askers), star=Star.NOMINATED)
        case StarConfirmed():
            return changed(dossier, star=Star.CONFIRMED)
        case StarDeclined():
            return changed(dossier, star=Star.NONE)
        case QualityIssueReported():
            return changed(dossier, issues=(*dossier.issues, event.issue), issues_reported=dossier.issues_reported + 1)
        case QualityIssueFixed():
            return changed(dossier, issues=tuple(issue for issue in dossier.issues if issue.id != event.issue))
        case _:
            assert_never(event)
