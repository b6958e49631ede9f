"""The table of a process's deadlines, each with the rule that sets it. What is our setting never looks like law."""

from collections.abc import Iterable, Sequence
from datetime import date

from domain.deadlines import Deadline, Strength
from domain.kernel import DeadlinePassed
from domain.policy import Limit
from domain.rulebook import Rulebook
from domain.value import kind_of_class
from domain.wording import ROLES
from process_pages.findings import Findings
from process_pages.words import LEVELS, STRENGTHS, UNITS

HEADINGS = (
    "期限 Deadline",
    "到期后 When it passes",
    "告知 Told",
    "时限 Limit",
    "效力 Binds as",
    "依据 Source",
    "有效期 In force",
    "规则 Rule",
)
_PASSED = kind_of_class(DeadlinePassed)


def deadline_rows(found: Findings, rulebook: Rulebook) -> Iterable[Sequence[str]]:
    """One row for each version of the rule that each deadline was computed by."""
    for deadline in found.deadlines.values():
        first = (_name(found, deadline), _passing(found, deadline), _told(deadline))
        for limit in rulebook.policy.versions(deadline.receipt.rule):
            yield *first, _amount(limit, deadline), _binds(limit), _source(limit), _in_force(limit), f"`{limit.key}`"
            first = ("", "", "")


def _name(found: Findings, deadline: Deadline) -> str:
    words = found.decider.labels
    return f"{words.zh[deadline.name]} {words.en[deadline.name]} `{deadline.name}`"


def _passing(found: Findings, deadline: Deadline) -> str:
    steps = [step for step in found.steps if step.cause == deadline.name]
    moves = [f"`{step.phase}` → `{step.to}`" for step in steps if step.phase != step.to]
    events = [event for event, causes in found.causes.items() if deadline.name in causes and event != _PASSED]
    return "<br/>".join([" ".join(LEVELS[deadline.level]), *moves, *(f"`{event}`" for event in events)])


def _told(deadline: Deadline) -> str:
    return "<br/>".join(" ".join(ROLES[role]) for role in deadline.tells) or "—"


def _amount(limit: Limit, deadline: Deadline) -> str:
    zh, en = UNITS[limit.unit]
    of = deadline.receipt.ahead_of
    if of is not None:
        return f"届满前剩 {limit.value} {zh} / when {limit.value} {en} of `{of.rule}` are left"
    if limit.agreed:
        return f"由个案确定（{zh}） / as the case says, in {en}"
    return f"{limit.value} {zh} / {en}, from `{limit.starts_on}`"


def _binds(limit: Limit) -> str:
    zh, en = STRENGTHS[limit.strength]
    return f"{zh} {en}"


def _source(limit: Limit) -> str:
    if limit.strength is not Strength.CONFIG:
        return limit.cite
    return f"平台设定 ours; silent or vague: {limit.see}" if limit.see else "平台设定 ours"


def _in_force(limit: Limit) -> str:
    if (limit.valid_from, limit.valid_to) == (date.min, date.max):
        return "始终 always"
    return f"{limit.valid_from} – {limit.valid_to}"
