"""Whether the levels of an order lead to its open type, by the rules that are published (R22 §13, §14).

The line is the guide's, of the version that the order names; where that has none for those levels, the publisher's own,
if its rules follow that version. While no guide is in force on the platform, nothing is checked against it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.grading import Line, RulesVersion, rules_of
from domain.items import OpenType
from domain.kernel import Context
from domain.list_change.papers import WITHHELD, Check, CheckedBy, Classification, Finding, Release


@dataclass(frozen=True)
class GradedBy:
    """What a grading is checked against: of the guide the version in force and the one named, and the line found."""

    in_force: RulesVersion | None = None
    named: RulesVersion | None = None
    line: Line | None = None
    own: RulesVersion | None = None  # where the line is of the publisher's own rules

    @property
    def on_record(self) -> CheckedBy:
        """The versions, to be frozen with the findings."""
        named, own = self.named, self.own
        if self.in_force is None:
            return CheckedBy()
        return CheckedBy(
            in_force=self.in_force.version,
            guide=named.version if named else "",
            own=own.version if own else "",
        )

    def findings(self, graded: Classification) -> Iterator[Finding]:
        """An unknown version and a contradiction block; a version not in force, and levels without a line, don't."""
        if self.in_force is None or not (graded.guide_version and graded.levels):
            return  # nothing to check, or nothing to check it by
        if self.named is None or self.named != self.in_force:
            yield Finding(check=Check.GUIDE_VERSION, subject=graded.guide_version, blocking=self.named is None)
        if self.named is None:
            return
        levels = "、".join(graded.levels)
        if self.line is None:
            yield Finding(check=Check.LEVELS_UNMAPPED, subject=levels, blocking=False)
        elif not _leads_to(self.line, graded):
            yield Finding(check=Check.LEVELS_CONTRADICTED, subject=f"{levels}: {self.line.open_type}")


def _leads_to(line: Line, graded: Classification) -> bool:
    """A release opens what is not open by its levels (R22 §14(1))."""
    released = graded.ground in WITHHELD and graded.release is not Release.NONE
    return graded.open_type is line.open_type or (released and line.open_type is OpenType.NON_OPEN)


def graded_by(graded: Classification, publisher: str, context: Context) -> GradedBy:
    """The rules that are published now, as far as they concern that grading of that publisher's."""
    guide = rules_of("", context.registry)
    in_force = guide.in_force(context.now) if guide else None
    named = guide.version(graded.guide_version) if guide and in_force else None
    if named is None:
        return GradedBy(in_force)
    if line := named.line(graded.levels):
        return GradedBy(in_force, named, line)
    rules = rules_of(publisher, context.registry)
    own = rules.in_force(context.now) if rules else None
    if own and own.follows == named.version and (line := own.line(graded.levels)):
        return GradedBy(in_force, named, line, own)
    return GradedBy(in_force, named)
