"""What an order is checked for when it is submitted. Pure; a finding is no decision.

What an order leaves as published was checked when that was published: a gap found there now is only a warning.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from domain.items import ChangeType, ItemContent, OpenType, PublishedItem, UpdateFrequency
from domain.kernel import Sketch
from domain.list_change.content import lowers, openness
from domain.list_change.grading import GradedBy
from domain.list_change.papers import WITHHELD, Check, Declarations, Finding, Ground, Proposal, Release
from domain.policy import ListChecks

_MANDATORY = ("domain", "abstract", "fields", "formats")  # the rest can't be empty in an order (R22 §9)
_DESENSITISED = (Release.DECLASSIFIED, Release.DESENSITISED)


@dataclass(frozen=True)
class Order:
    """All that the checks look at."""

    proposal: Proposal
    content: ItemContent
    current: PublishedItem | None
    declarations: Declarations
    listed: Sequence[Sketch]  # the items on the list
    rules: ListChecks
    graded_by: GradedBy

    @property
    def typed(self) -> bool:
        """Whether the order sets the content itself."""
        return self.proposal.content is not None


def findings(order: Order) -> tuple[Finding, ...]:
    """Everything found, blocking or not, in the order of the checks."""
    checks = (_mandatory, _names, _fields, _formats, _frequency, _credit, _conditions, _grading, _change, _checklist)
    return tuple(finding for check in checks for finding in check(order))


def _mandatory(order: Order) -> Iterator[Finding]:
    """R22 §9: what the list has to say about every item."""
    for name in _MANDATORY:
        if not getattr(order.content, name):
            yield Finding(check=Check.MANDATORY_FIELD, subject=name, blocking=order.typed)
    if order.proposal.content is not None and not order.proposal.content.update_frequency:
        yield Finding(check=Check.MANDATORY_FIELD, subject="update_frequency")
    if order.typed and not order.content.relations:
        yield Finding(check=Check.RELATIONS, blocking=False)  # R22 §9(6): where there are any


def _names(order: Order) -> Iterator[Finding]:
    """R22 §9(1): a name that can be told from the others'."""
    title = order.content.title
    if order.current is not None and title == order.current.title:
        return
    for other in order.listed:
        if other.case_id != order.content.item_id and _alike(title, other.title) >= order.rules.similar_title_percent:
            yield Finding(check=Check.SIMILAR_NAME, subject=other.case_id, blocking=False)


def _alike(one: str, other: str) -> float:
    """How much alike two titles are, in percent; letters' case and blanks don't count."""
    left, right = ("".join(title.casefold().split()) for title in (one, other))
    return 100 * SequenceMatcher(None, left, right, autojunk=False).ratio()


def _fields(order: Order) -> Iterator[Finding]:
    """R22 §9(2) and last paragraph: each field is explained, and linked to its source in the catalogue."""
    for field in order.content.fields:
        if not field.dictionary:
            yield Finding(check=Check.DICTIONARY, subject=field.name, blocking=order.typed)
        if not field.catalogue_link:
            yield Finding(check=Check.CATALOGUE_LINK, subject=field.name, blocking=order.typed)


def _formats(order: Order) -> Iterator[Finding]:
    """R22 §9(3): a format that needs special software only for a reason."""
    for name in order.content.formats:
        if name.casefold() not in order.rules.common_formats and not order.content.proprietary_reason:
            yield Finding(check=Check.PROPRIETARY_FORMAT, subject=name, blocking=order.typed)


def _frequency(order: Order) -> Iterator[Finding]:
    """R22 §9(5): as often as data comes; what comes at once is hardly to be had but by an interface."""
    formats = {name.casefold() for name in order.content.formats}
    if order.content.update_frequency is UpdateFrequency.REAL_TIME and "api" not in formats:
        yield Finding(check=Check.FREQUENCY, subject=order.content.update_frequency, blocking=False)


def _credit(order: Order) -> Iterator[Finding]:
    """P25 §20: which fields the credit rules have published already, and until when they are valid."""
    content = order.content
    names = {field.name for field in content.fields}
    for name in content.credit_open_fields:
        if name not in names:
            yield Finding(check=Check.CREDIT_FIELDS, subject=name, blocking=order.typed)
    if content.credit_open_fields and content.valid_until is None:
        yield Finding(check=Check.CREDIT_FIELDS, subject="valid_until", blocking=order.typed)


def _conditions(order: Order) -> Iterator[Finding]:
    """R22 §15, §18: conditional opening has conditions, each with an id of its own, and a material list."""
    if order.content.open_type is not OpenType.CONDITIONAL:
        return
    for check, lines in (
        (Check.CONDITIONS, [line.id for line in order.content.conditions]),
        (Check.MATERIALS, [line.id for line in order.content.materials]),
    ):
        if not lines:
            yield Finding(check=check)
        for twice in dict.fromkeys(line for line in lines if lines.count(line) > 1):
            yield Finding(check=check, subject=twice)


def _grading(order: Order) -> Iterator[Finding]:
    """R22 §13, §14: by the guide, on a ground that leads to this open type; without a ground, unconditional."""
    graded = order.proposal.classification
    if not (graded.guide_version and graded.levels):
        yield Finding(check=Check.CLASSIFICATION_RECORD)
    if graded.ground in WITHHELD:
        fits = graded.release is not Release.NONE or graded.open_type is OpenType.NON_OPEN
    elif graded.ground is Ground.NONE:
        fits = graded.open_type is OpenType.UNCONDITIONAL
    else:
        fits = graded.open_type is OpenType.CONDITIONAL
    if not fits:
        yield Finding(check=Check.CLASSIFICATION_GROUND, subject=graded.ground)
    if order.content.personal_data and graded.ground not in WITHHELD:
        yield Finding(check=Check.PERSONAL_DATA, subject=graded.ground)
    yield from order.graded_by.findings(graded)


def _change(order: Order) -> Iterator[Finding]:
    """R22 §11, §14(1): the open type moves as the order says, and what has to be explained is."""
    graded, lower = order.proposal.classification, lowers(order.content, order.current)
    if order.current is not None and not _moves_as_said(order.proposal.change, order.content, order.current):
        yield Finding(check=Check.CHANGE_TYPE, subject=order.proposal.change)
    if order.proposal.change is ChangeType.DESENSITISE and graded.release not in _DESENSITISED:
        yield Finding(check=Check.DESENSITISING, subject=graded.release)
    if lower and not graded.desensitising_note:
        yield Finding(check=Check.DESENSITISING, blocking=False)
    if (lower or graded.release is not Release.NONE) and not order.proposal.document:
        yield Finding(check=Check.EXPLANATORY_DOCUMENT)


def _moves_as_said(change: ChangeType, content: ItemContent, current: PublishedItem) -> bool:
    by = openness(content.open_type) - openness(current.open_type)
    match change:
        case ChangeType.DOWNGRADE:
            return by < 0
        case ChangeType.UPGRADE:
            return by > 0
        case ChangeType.DESENSITISE:
            return by >= 0
        case ChangeType.ADD | ChangeType.MODIFY | ChangeType.TO_STATIC | ChangeType.ARCHIVE:
            return by == 0


def _checklist(order: Order) -> Iterator[Finding]:
    """M19 §3, R22 §3: original, machine-readable, reusable."""
    for name in ("original", "machine_readable", "reusable"):
        if not getattr(order.declarations, name):
            yield Finding(check=Check.CHECKLIST, subject=name)
