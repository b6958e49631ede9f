"""Walk a process from its start, breadth first, and note what its own functions answer.

Nothing here knows a process: commands come from their examples, deadlines from `plan`, refusals from `ask`. States
that hold nothing new (`outlines.py`) are not looked at.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product
from typing import TypeVar

from domain.deciding import ask, next_due
from domain.kernel import (
    AdoptCalendar,
    AnyDecider,
    Context,
    Plan,
    ReportDeadlinePassed,
    ReportDutyFailed,
    Summary,
)
from domain.people import CLOCK, Actor, Role
from domain.rulebook import Rulebook
from domain.value import Value, kind_of, kind_of_class
from process_pages import sampling
from process_pages.findings import Findings, Step, add
from process_pages.outlines import Outlines

_ADOPT = kind_of_class(AdoptCalendar)
_FAILED = kind_of_class(ReportDutyFailed)

Samples = Mapping[str, list[Value]]  # by kind
A = TypeVar("A")


class Unreached(Exception):
    """The exploration did not get everywhere, so its page would be silent about something."""


@dataclass(frozen=True)
class _Place:
    state: Value
    version: int
    now: datetime
    plan: Plan
    summary: Summary


@dataclass(frozen=True)
class _Around:
    """What a decision looks up: the rulebook before the next year's notice and after it, and the other cases."""

    known: Rulebook
    announced: Rulebook
    shelf: sampling.Shelf


def explore(decider: AnyDecider, rulebook: Rulebook, shelf: sampling.Shelf) -> Findings:
    """All that `decider` does with the samples. Puts one case of each phase on `shelf`.

    Raises `Unreached` with every phase, command and event that was never met, and words that are missing.
    """
    found = Findings(decider)
    samples = {kind_of_class(command): sampling.samples(decider.name, command) for command in decider.commands}
    shelf.sketches = sampling.sketches(decider.name)
    outlines = Outlines()
    for start in sampling.starts(decider.name):
        years = tuple(year for year in rulebook.calendar.years if year.year <= start.year)
        known = replace(rulebook, calendar=replace(rulebook.calendar, years=years))
        outlines.begin()
        around = _Around(known, rulebook, shelf)
        _walk(found, samples, around, _place(decider, decider.initial, 0, start), outlines)
    if problems := list(found.unreached()):
        raise Unreached(
            f"{decider.name}: {'; '.join(problems)}. "
            "Is the rule right? Then give the command an example that gets there, or add to process_pages/sampling.py."
        )
    return found


def _walk(found: Findings, samples: Samples, around: _Around, start: _Place, outlines: Outlines) -> None:
    decider, ahead = found.decider, deque([start])
    while ahead:
        place = ahead.popleft()
        if not outlines.news(place.state, place.plan, place.summary):
            continue
        found.note_phase(place.summary.phase, place.plan)
        around.shelf.cases.setdefault(f"{decider.name}/{place.summary.phase}", place.state)
        asked = replace(decider, plan=_once(decider.plan), summary=_once(decider.summary))
        for command, by in _tries(decider, samples, place):
            if then := _ask(found, asked, place, command, by, around):
                ahead.append(then)


def _once(answer: Callable[[Value], A]) -> Callable[[Value], A]:
    """`answer`, worked out once for each state: a place is asked many commands, and each reads the same of it."""
    known: dict[int, tuple[Value, A]] = {}  # holds the state, so that no other gets its id

    def known_or_answered(state: Value) -> A:
        if id(state) not in known:
            known[id(state)] = state, answer(state)
        return known[id(state)][1]

    return known_or_answered


def _place(decider: AnyDecider, state: Value, version: int, now: datetime) -> _Place:
    return _Place(state, version, now, decider.plan(state), decider.summary(state))


def by_role(row: Mapping[Role, frozenset[str]]) -> list[tuple[Role, frozenset[str]]]:
    """A phase's row in the order of the roles, however it was put together."""
    return [(role, row[role]) for role in Role if role in row]


def _tries(decider: AnyDecider, samples: Samples, place: _Place) -> Iterator[tuple[Value, Actor]]:
    """The next deadline; and, unless it is due already, whatever someone may ask meanwhile."""
    if due := next_due(place.plan):
        yield ReportDeadlinePassed(name=due.name, due=due.due), CLOCK
        if due.due <= place.now:
            return
    yield from ((command, CLOCK) for command in samples.get(_ADOPT, ()))  # in every phase, like time passing
    duty_ids = sampling.duties_in(place.state)
    # one failed duty at a time shows what a failure leads to
    tried = {_ADOPT, _FAILED} if place.summary.needs_attention else {_ADOPT}
    for role, kinds in by_role(decider.permissions.get(place.summary.phase, {})):
        for of in place.summary.parties.get(role, (sampling.organisation(role),)):
            by = [CLOCK if role is Role.CLOCK else sampling.actor(role, of)]
            if role is place.summary.asking_role:
                by.append(sampling.substitute(role, of))  # leads nowhere else, but to who asked being noted
            for command in (command for kind in sorted(kinds - tried) for command in samples[kind]):
                yield from product(sampling.aimed(command, duty_ids), by)


def _ask(
    found: Findings, decider: AnyDecider, place: _Place, command: Value, by: Actor, around: _Around
) -> _Place | None:
    """Where `command` leads from `place`, noted; None when nothing happened."""
    phase, kind = place.summary.phase, kind_of(command)
    now = command.due if isinstance(command, ReportDeadlinePassed) else place.now
    rulebook = around.announced if isinstance(command, AdoptCalendar) else around.known
    decision = ask(decider, command, place.state, Context("case-1", place.version, now, by, rulebook, around.shelf))
    if decision.refused:
        add(found.refusals, decision.refused.reason, (kind,))
        return None
    found.accepted[phase, by.role, kind] = None
    if not decision.events:
        return None
    then = _place(decider, decision.state, place.version + len(decision.events), now)
    cause = command.name if isinstance(command, ReportDeadlinePassed) else kind
    found.steps[Step(phase, cause, then.summary.phase)] = None
    for event in decision.events:
        add(found.causes, kind_of(event), (cause,))
    if not isinstance(command, ReportDutyFailed):
        for duty in place.plan.duties:
            if duty not in then.plan.duties and duty.id == getattr(command, "duty_id", ""):
                add(found.settles, duty.name, (kind,))
    return then
