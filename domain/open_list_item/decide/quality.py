"""What shows on the item beside its content: objections, sample, star, findings (R22 §16, §22; P25 §6, §7)."""

from typing import assert_never

from domain.days import local_day
from domain.items import OpenType
from domain.kernel import Context, Refused
from domain.open_list_item.commands import (
    ConfirmStar,
    DeclineStar,
    FixQualityIssue,
    NominateStar,
    QualityCommand,
    ReportQualityIssue,
    SetSample,
)
from domain.open_list_item.events import (
    Event,
    ItemMarked,
    ItemUnmarked,
    QualityIssueFixed,
    QualityIssueReported,
    SampleSet,
    StarConfirmed,
    StarDeclined,
    StarNominated,
)
from domain.open_list_item.inbox import MarkItem, UnmarkItem
from domain.open_list_item.papers import Late, Mark, QualityIssue, Sample, Star, at_year
from domain.open_list_item.reasons import ItemReason
from domain.open_list_item.state import Current, ItemDossier, OpenedState
from domain.standing import Askers


def decide(command: QualityCommand, state: OpenedState, context: Context) -> list[Event]:
    dossier = state.dossier
    match command:
        case MarkItem() | UnmarkItem():
            return _mark(command, dossier)
        case SetSample():
            return [_sample(command, dossier, context)]
        case NominateStar() | ConfirmStar() | DeclineStar():
            return [_star(command, state, context)]
        case ReportQualityIssue():
            number = dossier.issues_reported + 1
            issue = QualityIssue(id=f"issue-{number}", defect=command.defect, fields=command.fields, note=command.note)
            return [QualityIssueReported(issue=issue)]
        case FixQualityIssue():
            if command.issue not in {issue.id for issue in dossier.issues}:
                raise Refused(ItemReason.UNKNOWN_ISSUE, f"{command.issue} is not open")
            return [QualityIssueFixed(issue=command.issue, remedy=command.remedy)]
        case _:
            assert_never(command)


def _mark(command: MarkItem | UnmarkItem, dossier: ItemDossier) -> list[Event]:
    """Told again, it is no news."""
    marked = command.objection in {mark.objection for mark in dossier.marks}
    if isinstance(command, MarkItem):
        return [] if marked else [ItemMarked(mark=Mark(objection=command.objection, fields=command.fields))]
    return [ItemUnmarked(objection=command.objection, corrected=command.corrected)] if marked else []


def _sample(command: SetSample, dossier: ItemDossier, context: Context) -> SampleSet:
    if dossier.published.open_type is not OpenType.CONDITIONAL:
        raise Refused(ItemReason.NOT_CONDITIONAL, "a sample is of conditionally open data")
    if context.registry.material(command.material) != context.actor.organisation:
        raise Refused(ItemReason.UNKNOWN_MATERIAL, f"{command.material} was not uploaded by the publisher")
    sample = Sample(
        material=command.material,
        extraction=command.extraction,
        checked_by=command.checked_by,
        set_at=context.now,
    )
    return SampleSet(sample=sample)


def _star(
    command: NominateStar | ConfirmStar | DeclineStar, state: OpenedState, context: Context
) -> StarNominated | StarConfirmed | StarDeclined:
    star = state.dossier.star
    if isinstance(command, NominateStar):
        if star is not Star.NONE:
            raise Refused(ItemReason.ALREADY_PROPOSED, f"the star is {star}")
        _deserves(state, context)
        return StarNominated(ground=command.ground, askers=Askers(who=context.actor.people))
    if star is not Star.NOMINATED:
        raise Refused(ItemReason.NOT_PROPOSED, f"the star is {star}")
    if isinstance(command, DeclineStar):
        return StarDeclined(reason=command.reason)
    _deserves(state, context)
    return StarConfirmed()


def _deserves(state: OpenedState, context: Context) -> None:
    """Refuse a star to an item without data, with findings open, or with a date missed this year (P25 §7)."""
    dossier = state.dossier
    if not dossier.data_present:
        raise Refused(ItemReason.NO_DATA, "no data was reported yet")
    if dossier.issues:
        raise Refused(ItemReason.ISSUES_OPEN, ", ".join(issue.id for issue in dossier.issues))
    year = at_year(dossier.years, local_day(context.now).year)
    if year.overdue or (isinstance(state, Current) and isinstance(state.updates, Late)):
        raise Refused(ItemReason.NOT_TIMELY, f"{year.overdue} dates were missed in {year.year}")
