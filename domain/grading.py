"""Rules by which data is graded: the city's guide, and each publisher's own by it (R22 §13, §14).

What is published is read by the process that publishes it, by the check of an order, and by the queue of items to be
graded again. The text of the city's guide is not among the sources: until one is published here, nothing is checked
against any.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, Field

from domain.items import OpenType
from domain.kernel import Registry
from domain.texts import Id, OptionalText, Sha256, Text
from domain.value import Value

_MANY = 500  # lines, examples: more is taken for a mistake


class Line(Value):
    """One combination of levels, in whatever order: the open type it leads to, and on which conditions."""

    levels: tuple[Id, ...] = Field(min_length=1, max_length=_MANY, description="The combination of levels")
    open_type: OpenType
    conditions: OptionalText = Field(default="", description="The opening conditions that go with these levels")


class RulesText(Value):
    """One version of a body of rules, with all that R22 §13 asks of one."""

    version: Id = Field(description="Its label, such as 2023")
    title: Text
    in_force_from: AwareDatetime = Field(description="Since when data is graded by it; after the version before")
    method: Text = Field(description="Method, principles and steps of grading")
    lines: tuple[Line, ...] = Field(min_length=1, max_length=_MANY, description="Which levels lead to which open type")
    examples: tuple[Text, ...] = Field(default=(), max_length=_MANY, description="Data graded as an example")
    supervision: OptionalText = Field(
        default="", description="Measures of supervision, by level; a publisher's rules have to name them"
    )
    follows: OptionalText = Field(
        default="", description="For a publisher's rules: the version of the city's guide that they follow"
    )
    document: Sha256 | Literal[""] = Field(default="", description="Hash of the uploaded document itself")

    def line(self, levels: Iterable[str]) -> Line | None:
        """The line for that combination; None when there is none."""
        wanted = frozenset(levels)
        return next((line for line in self.lines if frozenset(line.levels) == wanted), None)


class RulesVersion(RulesText):
    """A version on record. It is never changed, only followed by another."""

    published_at: AwareDatetime


class PublishedRules(Value):
    """A body of rules as long as it is not withdrawn: its versions, oldest first."""

    versions: tuple[RulesVersion, ...]

    def in_force(self, at: datetime) -> RulesVersion | None:
        """The version by which data is graded at that instant; None before the first."""
        begun = (version for version in reversed(self.versions) if version.in_force_from <= at)
        return next(begun, None)

    def version(self, label: str) -> RulesVersion | None:
        """The version of that label, replaced or not."""
        return next((version for version in self.versions if version.version == label), None)

    def up_to_date(self, at: datetime) -> tuple[str, ...]:
        """The labels of the version in force at that instant, and of those that are yet to be."""
        current = self.in_force(at)
        return tuple(version.version for version in self.versions if version == current or at < version.in_force_from)


def case_of(publisher: str) -> str:
    """The id of the case of a publisher's own rules, or of the city's guide when `publisher` is empty.

    No item can take either id: an item's has no `~`.
    """
    return f"grading-rules~{publisher}" if publisher else "grading-guide~city"


def rules_of(publisher: str, registry: Registry) -> PublishedRules | None:
    """A publisher's own rules, or the city's guide when `publisher` is empty; None when none are published."""
    found = registry.case(case_of(publisher))
    return found if isinstance(found, PublishedRules) else None
