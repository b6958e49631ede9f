"""Whether someone may ask for something: a rule's name with every yes and every no.

Decisions ask here (`domain/deciding.py`), and so does whoever wants to know beforehand. What a process decides by its
own rules comes after: a yes promises no acceptance. Four eyes are among those where they look at what the command says,
and only there: a process names the fields (`Decider.four_eyes_on`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.kernel import AdoptCalendar, AnyDecider, Reason, Registry, ReportDeadlinePassed, Summary
from domain.people import Actor, Role
from domain.value import Value, kind_of_class


class Rule(StrEnum):
    """What settled the question. The first two say yes."""

    TIME_PASSES = "time_passes"  # the clock reports deadlines and calendars in every phase
    WHITELIST = "whitelist"  # phase and role are on the list, and nothing below stands against it
    ROLE = "role"  # the role may ask for it in no phase
    PHASE = "phase"  # the role may ask for it in another phase
    ORGANISATION = "organisation"  # the case names other organisations for the role
    FOUR_EYES = "four_eyes"  # no one decides on what they asked for


_REASONS: Mapping[Rule, Reason] = {
    Rule.ROLE: Reason.FORBIDDEN,
    Rule.PHASE: Reason.WRONG_PHASE,
    Rule.ORGANISATION: Reason.OTHER_ORGANISATION,
    Rule.FOUR_EYES: Reason.FOUR_EYES,
}
"""Each rule that says no has a reason of its own, so a stored refusal names its rule."""


@dataclass(frozen=True)
class Verdict:
    """The rule that answered; `reason` is None for a yes."""

    rule: Rule
    detail: str = ""

    @property
    def reason(self) -> Reason | None:
        return _REASONS.get(self.rule)

    @property
    def allowed(self) -> bool:
        return self.reason is None


_TIME = frozenset(kind_of_class(model) for model in (ReportDeadlinePassed, AdoptCalendar))


def may(decider: AnyDecider, kind: str, state: Value, actor: Actor, registry: Registry) -> Verdict:
    """What phase × role, the organisation and the four eyes say of that command now."""
    if actor.role is Role.CLOCK and kind in _TIME:
        return Verdict(Rule.TIME_PASSES)
    summary = decider.summary(state)
    if kind not in decider.permissions.get(summary.phase, {}).get(actor.role, frozenset()):
        elsewhere = any(kind in row.get(actor.role, frozenset()) for row in decider.permissions.values())
        return Verdict(Rule.PHASE if elsewhere else Rule.ROLE, f"{kind} in {summary.phase}")
    if actor.organisation not in summary.parties.get(actor.role, (actor.organisation,)):
        return Verdict(Rule.ORGANISATION, f"{actor.role} of another organisation")
    if actor.role not in (summary.asking_role, Role.CLOCK) and (
        asked(actor, summary) or _among(actor, decider.also_asked(kind, state, registry))
    ):
        return Verdict(Rule.FOUR_EYES, "no one decides on what they asked for")
    return Verdict(Rule.WHITELIST)


def asked(actor: Actor, summary: Summary) -> bool:
    """Whether the actor, whom they stand in for, or their organisation is among those who asked."""
    return _among(actor, summary.asked)


def _among(actor: Actor, who: Iterable[str]) -> bool:
    return not {*actor.people, actor.organisation}.isdisjoint(who)
