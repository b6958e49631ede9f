"""Whose turn it was for how long: the time of an application by party."""

from collections import defaultdict
from itertools import pairwise

from domain.application.state import Reviewing
from domain.application.summary import holder
from domain.people import Role
from domain.rulebook import Rulebook
from domain.statistics.story import Period, Step, Story
from domain.statistics.tally import Tally

_PARTIES = {
    Role.APPLICANT: "turns.applicant",
    Role.PLATFORM_OPERATOR: "turns.operator",
    Role.DATA_PUBLISHER: "turns.publisher",
}


def count(story: Story, period: Period, _: Rulebook, tally: Tally) -> None:
    """Add up, party by party, the days on which one application waited for it, within the period.

    An expert's days are the publisher's too: asking stops no clock (R22 §19).
    """
    if story.process.name != "application" or not story.agency:
        return
    spent: dict[str, float] = defaultdict(float)
    instants = [*(step.at for step in story.steps), period.until]
    for step, (begin, end) in zip(story.steps, pairwise(instants), strict=True):
        whose = holder(step.state)
        if whose and (party := _PARTIES.get(whose)):
            spent[party] += period.days(begin, end)
        if _awaits_expert(step):
            spent["turns.expert"] += period.days(begin, end)
    for figure, days in spent.items():
        if days:
            tally.see(story.agency, figure, days)


def _awaits_expert(step: Step) -> bool:
    """Whether the review goes on and an expert who was asked has neither answered nor declared a conflict."""
    return isinstance(step.state, Reviewing) and bool(step.state.dossier.gathered.awaited())
