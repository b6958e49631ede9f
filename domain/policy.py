"""The limits and principles of a city's rules as data, each with its article and its dates.

Strength tells law (`norm`), one year's plan (`target`) and our own choice (`config`) apart; what is
ours is never cited as law. Which version applies is asked by day (Legislation Law §104).
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import chain, combinations
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from domain.deadlines import Level, Strength, Unit
from domain.notices import Day, Name
from domain.people import Role
from domain.value import Value

OURS = "config"  # the source of what no document says


class UnknownRule(LookupError):
    """A rule's key that the policy does not hold, or holds no number for on that day."""


class Instrument(Value):
    """A document that rules cite, and the days on which it is in force, both included."""

    id: Name
    zh: Name
    en: Name
    valid_from: Day
    valid_to: Day = date.max


class Principle(Value):
    """A rule without a number, such as how days are counted, and the days on which it is in force."""

    key: Name
    strength: Strength
    source: Name  # an instrument's id, or "config"
    article: str = ""
    see: str = ""  # for our own choice: the text that is silent, vague or merely near
    zh: Name
    en: Name
    valid_from: Day = date.min
    valid_to: Day = date.max

    @property
    def dated(self) -> bool:
        """Whether it is in force for a time only."""
        return (self.valid_from, self.valid_to) != (date.min, date.max)

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_to

    @property
    def cite(self) -> str:
        """Instrument and article, such as "R22 §19"; "config" for what is ours."""
        return f"{self.source} {self.article}".strip()


class Limit(Principle):
    """A number of working days, months or hours.

    `agreed`: a case may agree on another number; without `value` it must.
    """

    value: Annotated[int, Field(ge=0)] = 0
    unit: Unit
    starts_on: str = ""  # the event that starts the clock, for people
    agreed: bool = False

    @model_validator(mode="after")
    def _has_a_number(self) -> Self:
        if self.value == 0 and not self.agreed:
            raise ValueError(f"{self.key} has no value and none is agreed by the case: give one")
        return self


class Office(Value):
    """Who holds a role from a day on, until the next entry for that role."""

    role: Role
    zh: Name
    en: Name
    valid_from: Day


class Reviewers(Value):
    """Who reviews where the texts name no one, by process: one of the roles that see every case."""

    list_change: Literal[Role.PLATFORM_OPERATOR, Role.COMPETENT_DEPARTMENT, Role.GENERAL_OFFICE]


class ListChecks(Value):
    """What the order of a list change is measured by, where the texts ask for something and give no measure."""

    similar_title_percent: Annotated[int, Field(ge=1, le=100)]  # titles at least so much alike are called similar
    common_formats: tuple[Name, ...]  # lower case; any other format counts as proprietary


class Exploratory(Value):
    """What the texts allow a city to explore, each off unless the city switches it on."""

    use_without_application: bool = False  # frequent demand for an item, used without applying (P25 §9)


class Policy(Value):
    """One city's policy.toml."""

    version: Name
    instruments: tuple[Instrument, ...]
    limits: tuple[Limit, ...]
    principles: tuple[Principle, ...] = ()
    offices: tuple[Office, ...] = ()
    ladder: Mapping[Level, tuple[Role, ...]]
    stand_ins: Mapping[Role, Role] = Field(default_factory=dict[Role, Role])  # told too where nobody holds the first
    reviewers: Reviewers
    list_checks: ListChecks
    exploratory: Exploratory = Exploratory()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        problems = [*self._citation_problems(), *self._overlap_problems()]
        if missing := set(Level) - set(self.ladder):
            problems.append(f"ladder: no entry for {', '.join(sorted(missing))}")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _citation_problems(self) -> Iterator[str]:
        known = {instrument.id: instrument for instrument in self.instruments}
        for rule in (*self.limits, *self.principles):
            if (rule.source == OURS) != (rule.strength is Strength.CONFIG):
                yield f"{rule.key}: what is ours, and only that, has source {OURS!r}"
            elif rule.source != OURS and rule.source not in known:
                yield f"{rule.key}: source {rule.source!r} is not among the instruments"
            elif rule.source != OURS and not rule.article:
                yield f"{rule.key}: the article is missing"
            elif rule.source != OURS and (rule.dated or isinstance(rule, Limit)):
                source = known[rule.source]
                if rule.valid_from < source.valid_from or rule.valid_to > source.valid_to:
                    yield f"{rule.key}: in force outside the dates of {rule.source}"

    def _overlap_problems(self) -> Iterator[str]:
        for one, other in chain(combinations(self.limits, 2), combinations(self.principles, 2)):
            apart = one.valid_to < other.valid_from or other.valid_to < one.valid_from
            if one.key == other.key and not apart:
                yield f"{one.key}: two entries are in force on the same day"

    def versions(self, key: str) -> tuple[Limit, ...]:
        """Every version of the limit, as written. UnknownRule when there is none."""
        if found := tuple(limit for limit in self.limits if limit.key == key):
            return found
        raise UnknownRule(f"no limit {key!r} in policy {self.version}")

    def limit(self, key: str, day: date) -> Limit | None:
        """The limit in force on that day in Shanghai; None when none is. UnknownRule as above."""
        return next((limit for limit in self.versions(key) if limit.in_force(day)), None)

    def principle(self, key: str, day: date) -> Principle | None:
        """The principle in force on that day in Shanghai; None when none is then. UnknownRule when none ever is."""
        if versions := [one for one in self.principles if one.key == key]:
            return next((one for one in versions if one.in_force(day)), None)
        raise UnknownRule(f"no principle {key!r} in policy {self.version}")

    def ending(self, day: date, days: int) -> tuple[Instrument, ...]:
        """The instruments in force on that day whose last day is at most so many calendar days away."""
        last = day + timedelta(days=days)
        return tuple(one for one in self.instruments if one.valid_from <= day <= one.valid_to <= last)

    def office(self, role: Role, day: date) -> Office | None:
        """Who holds the role on that day; None for a role that the policy gives to no one."""
        held = [o for o in self.offices if o.role is role and o.valid_from <= day]
        return max(held, key=lambda office: office.valid_from, default=None)
