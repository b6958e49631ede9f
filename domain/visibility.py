"""Who may see a case at all, and what of it. To anyone else it does not exist.

A process says in its `sees.py` what it withholds from which role; whoever asked sees as an applicant does, whatever
role they act in. What is withheld is left out, and named.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.kernel import AnyDecider, Part, Seat, Summary
from domain.may import asked
from domain.people import PUBLISHERS_SIDE, Actor, Role
from domain.seats import seats_of
from domain.standing import Askers, AskersNoted, DutyFailed, DutyRetried, FailedDuty, MessagesSent
from domain.value import Value

SEES_ALL = frozenset(
    {
        Role.PLATFORM_OPERATOR,
        Role.COMPETENT_DEPARTMENT,
        Role.CAC,  # it may spot-check any agreement (R22 §29)
        Role.GENERAL_OFFICE,
        Role.AUDITOR,
        Role.CLOCK,
    }
)
"""Roles that see every case; anyone else sees those that their organisation is a party of."""

INSIDE: frozenset[Part] = frozenset({DutyFailed, DutyRetried, FailedDuty, MessagesSent, Askers, AskersNoted})
"""How the platform works, which other cases it told, who may not decide: no one's business who stands outside."""


def involved(summary: Summary) -> frozenset[str]:
    """The organisations and persons that are party of the case."""
    parties = {one for group in summary.parties.values() for one in group}
    return frozenset(parties | {*summary.applicants})


def may_see(actor: Actor, summary: Summary) -> bool:
    """Whether the case exists for the actor: they or their organisation are party, or their role sees all."""
    return actor.role in SEES_ALL or bool(involved(summary) & {actor.organisation, actor.id})


def waits_for(actor: Actor, summary: Summary) -> bool:
    """Whether it is the turn of the actor's role, or was escalated to it, in their organisation; or it names them.

    A role that no organisation is bound in waits for all who hold it, if they see every case.
    """
    seats, own = seats_of(summary), Seat(actor.role, actor.organisation)
    return (
        own in seats
        or own._replace(person=actor.id) in seats
        or (actor.role in SEES_ALL and Seat(actor.role, "") in seats)
    )


def standpoint(actor: Actor, summary: Summary) -> Role:
    """As what the actor sees a case that they may see: as an applicant if they asked, in whatever role."""
    if asked(actor, summary):
        return Role.APPLICANT
    theirs = [role for role, organisations in summary.parties.items() if actor.organisation in organisations]
    return actor.role if actor.role in SEES_ALL or actor.role in theirs or not theirs else theirs[0]


@dataclass(frozen=True)
class Shown:
    """A value as JSON, without what is withheld; `withheld` names that by its place."""

    json: dict[str, Any]
    withheld: tuple[str, ...]


@dataclass(frozen=True)
class View:
    """What someone sees of one case."""

    standpoint: Role
    organisation: str
    withheld: frozenset[Part]

    @classmethod
    def of(cls, decider: AnyDecider, actor: Actor, summary: Summary) -> "View":
        """Of a case that the actor may see."""
        role = standpoint(actor, summary)
        return cls(role, actor.organisation, decider.withheld.get(role, frozenset()))

    @property
    def inside(self) -> bool:
        """Whether they are of the authorities."""
        return self.standpoint in SEES_ALL or self.standpoint in PUBLISHERS_SIDE

    def shows(self, event: type[Value]) -> bool:
        """Whether events of that class are there at all for them."""
        return event not in self.withheld

    def names(self, actor: Actor) -> bool:
        """Whether they are told which person acted: outside the authorities only of one's own people."""
        return self.inside or actor.organisation == self.organisation

    def parties(self, summary: Summary) -> Mapping[Role, tuple[str, ...]]:
        """The parties; who asked is not told whom the publisher asked for an opinion."""
        hidden = Role.EXPERT if self.standpoint is Role.APPLICANT else None
        return {role: organisations for role, organisations in summary.parties.items() if role is not hidden}

    def of_value(self, value: Value) -> Shown:
        """A state or an event of the case."""
        json = value.model_dump(mode="json")
        return Shown(json, tuple(dict.fromkeys(self._prune(value, json, ""))))

    def _prune(self, value: Value, json: dict[str, Any], place: str) -> Iterator[str]:
        for name, part in value:
            if (type(value), name) in self.withheld or type(part) in self.withheld:
                del json[name]
                yield place + name
            elif isinstance(part, Value):
                yield from self._prune(part, json[name], f"{place}{name}.")
            elif isinstance(part, tuple):
                yield from self._prune_each(part, json, name, f"{place}{name}")  # pyright: ignore[reportUnknownArgumentType]  # of anything

    def _prune_each(self, parts: tuple[Any, ...], json: dict[str, Any], name: str, place: str) -> Iterator[str]:
        kept = [(part, told) for part, told in zip(parts, json[name], strict=True) if type(part) not in self.withheld]
        if len(kept) < len(parts):
            json[name] = [told for _, told in kept]
            yield place
        for part, told in kept:
            if isinstance(part, Value):
                yield from self._prune(part, told, f"{place}.")
