"""The open list: updates in time, data there, and what the catalogue chain says (P25 §4, §6; W23 tasks-3)."""

from domain.items import OpenType
from domain.open_list_item.events import (
    ChainMismatchOpened,
    ChainMismatchResolved,
    DataUpdated,
    OpeningSuspended,
    UnauthorisedClosureFound,
    UpdateOverdue,
)
from domain.open_list_item.papers import Scanned
from domain.open_list_item.state import ItemDossier
from domain.rulebook import Rulebook
from domain.statistics.story import Period, Step, Story
from domain.statistics.tally import Tally


def count(story: Story, period: Period, _: Rulebook, tally: Tally) -> None:
    """Count one item of the open list; a case of another process counts nothing."""
    if story.process.name != "open_list_item" or not story.agency:
        return
    for step in story.steps:
        if period.has(step.at):
            _event(step, story.agency, tally)
    dossier: ItemDossier = story.last.state.dossier
    listed = dossier.published.open_type is not OpenType.NON_OPEN
    if listed:
        tally.see(story.agency, "items.listed")
        tally.see(story.agency, "items.with_data", dossier.data_present)
    if isinstance(dossier.chain, Scanned) and dossier.chain.attribute is not OpenType.NON_OPEN:
        tally.see(story.agency, "items.listed_of_chain", listed and not dossier.chain.ticket)


def _event(step: Step, agency: str, tally: Tally) -> None:
    match step.body:
        case DataUpdated(standing="timely" | "late" as standing):
            tally.see(agency, "items.timely_updates", standing == "timely")
        case UpdateOverdue():
            tally.see(agency, "items.missed_updates")
        case OpeningSuspended():
            tally.see(agency, "items.suspensions")
        case ChainMismatchOpened():
            tally.see(agency, "items.mismatches")
        case ChainMismatchResolved():
            tally.see(agency, "items.mismatches_resolved")
        case UnauthorisedClosureFound():
            tally.see(agency, "items.unauthorised_closures")
        case _:
            return  # no figure counts it
