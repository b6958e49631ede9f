"""Whose turn it was for how long: the time of an application by party."""

from collections import defaultdict
from itertools import pairwise

from domain.people import Role
from domain.rulebook import Rulebook
from domain.statistics.story import Period, Story
from domain.statistics.tally import Tally

_PARTIES = {
    Role.APPLICANT: "turns.applicant",
    Role.PLATFORM_OPERATOR: "turns.operator",
    Role.DATA_PUBLISHER: "turns.publisher",
}


def count(story: Story, period: Period, _: Rulebook, tally: Tally) -> None:
    """Add up, party by party, the days on which one application waited for it, within the period."""
    if story.process.name != "application" or not story.agency:
        return
    spent: dict[str, float] = defaultdict(float)
    instants = [*(step.at for step in story.steps), period.until]
    for step, (begin, end) in zip(story.steps, pairwise(instants), strict=True):
        party = _PARTIES.get(step.summary.holder) if step.summary.holder else None
        if party:
            spent[party] += period.days(begin, end)
    for figure, days in spent.items():
        if days:
            tally.see(story.agency, figure, days)
