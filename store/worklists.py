"""Worklists: what is open, soonest due first, read from the seats at which every open case shows.

A seat is written with its case (migration 0012), so a list is never stale, and a page of it is a range of an index.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from psycopg.sql import SQL, Composable, Composed, Placeholder

from domain.people import Actor
from domain.value import Value
from domain.visibility import SEES_ALL
from store.cases import CaseRow, Cases
from store.claims import Claim, claim_of
from store.database import Database

COUNTED = 1000  # cases that a count goes through; beyond, it says "more"


class Whose(StrEnum):
    """Which open cases: those that wait for me or that I claimed; those I claimed; my organisation's; all I may see."""

    MINE = "mine"
    CLAIMED = "claimed"
    ORGANISATION = "organisation"
    ALL = "all"


class Due(StrEnum):
    """Past a deadline or escalated; or due within the days that are configured."""

    OVERDUE = "overdue"
    SOON = "soon"


@dataclass(frozen=True)
class View:
    """What a worklist is narrowed to. `kinds` are the (process, phase) pairs wanted; None leaves all."""

    whose: Whose = Whose.MINE
    due: Due | None = None
    claimed: bool | None = None
    kinds: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True)
class Entry:
    """A case on a worklist, and who sees to it now; `due` is the seat's, None for no deadline."""

    row: CaseRow
    due: datetime | None
    claim: Claim | None


class Count(Value):
    """How many; not `exact`: at least so many."""

    count: int
    exact: bool


_OVERDUE = (SQL("s.due <= sluice_now()"), SQL("s.escalated"))
_SOON = SQL("s.due > sluice_now() AND s.due <= sluice_now() + %(soon)s * interval '1 day'")
_CLAIMED = SQL("s.held_until > '-infinity' AND s.held_until > sluice_now()")  # the first for the partial index
_UNCLAIMED = SQL("s.held_until <= sluice_now()")
_KIND = SQL("s.process = kind.process AND s.phase = kind.phase")
_KINDS = SQL("unnest(%(processes)s::text[], %(phases)s::text[]) AS kind (process, phase)")
# At a claimant's seat: a claim that lapsed shows nowhere, and none shows a case that they may no longer see.
_STILL_MINE = SQL("""s.held_until > sluice_now() AND EXISTS (
    SELECT FROM cases c WHERE c.case_id = s.case_id AND (%(all)s OR c.involved && %(me)s))""")
_RANGE = SQL("""
    (SELECT s.due, s.case_id FROM case_seats s
    WHERE (s.due, s.case_id) > (%(after)s::timestamptz, %(above)s) AND {conditions}
    ORDER BY s.due, s.case_id LIMIT %(limit)s)""")
_RANGE_OF_KINDS = SQL("(SELECT found.due, found.case_id FROM {kinds} CROSS JOIN LATERAL {range} found)")
_PAGE = SQL("""
WITH first AS (SELECT * FROM ({ranges}) every ORDER BY due, case_id LIMIT %(limit)s)
SELECT c.*, nullif(first.due, 'infinity') AS seat_due, to_jsonb(claims) AS claim
FROM first JOIN cases c USING (case_id)
LEFT JOIN claims ON claims.case_id = c.case_id AND claims.ended_at IS NULL AND claims.until > sluice_now()
ORDER BY first.due, c.case_id""")
_COUNT = SQL("SELECT count(*) AS count FROM (SELECT FROM ({ranges}) every LIMIT %(limit)s) AS first")
_PHASES = SQL("""
SELECT kind.process, kind.phase, counted.count FROM {kinds} CROSS JOIN LATERAL (
    SELECT count(DISTINCT found.case_id) AS count FROM ({ranges}) found
) counted WHERE counted.count > 0""")


class Worklists:
    """Pages and counts. A case is due soon when its next deadline is at most `soon` days away."""

    def __init__(self, database: Database, cases: Cases, soon: int) -> None:
        self._database = database
        self._cases = cases
        self._soon = soon

    def page(self, actor: Actor, view: View, after: tuple[datetime | None, str] | None, limit: int) -> list[Entry]:
        """Soonest due first, those without a deadline last; after (due or None for none, case id)."""
        place = {"after": (after[0] or "infinity") if after else "-infinity", "above": after[1] if after else ""}
        values = {**self._values(actor, view), **place, "limit": limit}
        with self._database.connection() as connection:
            rows = connection.execute(_PAGE.format(ranges=_ranges(actor, view)), values, prepare=False).fetchall()
        return [self._entry(row) for row in rows]

    def count(self, actor: Actor, view: View) -> Count:
        """How many such cases, counted up to a bound."""
        values = {**self._values(actor, view), "after": "-infinity", "above": "", "limit": COUNTED + 1}
        with self._database.connection() as connection:
            row = connection.execute(_COUNT.format(ranges=_ranges(actor, view)), values, prepare=False).fetchone()
        return _counted(row["count"] if row else 0)

    def phases(self, actor: Actor, view: View) -> dict[tuple[str, str], Count]:
        """How many of each of the view's (process, phase) pairs; those without any are left out."""
        ends = {"after": "-infinity", "above": "", "limit": COUNTED + 1}
        values = {**self._values(actor, view), **ends}
        ranges = SQL(" UNION ALL ").join(
            _RANGE.format(conditions=SQL(" AND ").join([*at, _KIND])) for at in _places(actor, view.whose)
        )
        query = _PHASES.format(kinds=_KINDS, ranges=ranges)
        with self._database.connection() as connection:
            rows = connection.execute(query, values, prepare=False).fetchall()
        return {(row["process"], row["phase"]): _counted(row["count"]) for row in rows}

    def _values(self, actor: Actor, view: View) -> dict[str, Any]:
        kinds = view.kinds or ()
        return {
            **{f"seat{n}": seat for n, seat in enumerate(seats(actor, view.whose))},
            "all": actor.role in SEES_ALL,
            "me": [actor.organisation, actor.id],
            "soon": self._soon,
            "processes": [process for process, _ in kinds],
            "phases": [phase for _, phase in kinds],
        }

    def _entry(self, row: Mapping[str, Any]) -> Entry:
        claim = claim_of(row["claim"]) if row["claim"] else None
        return Entry(self._cases.read(row), row["seat_due"], claim)


def seats(actor: Actor, whose: Whose) -> list[str]:
    """The seats at which the actor finds those cases.

    A role that no organisation is bound in waits for all who hold it, if they see every case.
    """
    own = f"{actor.role}@{actor.organisation}"
    waiting = [own, f"{own}@{actor.id}", *([f"{actor.role}@"] if actor.role in SEES_ALL else [])]
    match whose:
        case Whose.MINE:
            return [*waiting, claimant(actor.id)]
        case Whose.CLAIMED:
            return [claimant(actor.id)]
        case Whose.ORGANISATION:
            return [actor.organisation]
        case Whose.ALL:
            return ["*"] if actor.role in SEES_ALL else [actor.organisation, actor.id]


def claimant(person: str) -> str:
    """The seat of a person who claimed cases."""
    return f"!{person}"


def _ranges(actor: Actor, view: View) -> Composed:
    """The view as ranges of indexes; what stands in two of them is there once, for UNION sees to it.

    Each seat is a value of its own, and no plan is kept: a seat has from one case to a hundred thousands, and only
    who knows which one it is chooses the index that is in order already.
    """
    shared: list[Composable] = []
    if view.claimed is not None:
        shared.append(_CLAIMED if view.claimed else _UNCLAIMED)
    if view.kinds is not None:
        shared.append(_KIND)
    ends: tuple[Composable | None, ...] = {None: (None,), Due.OVERDUE: _OVERDUE, Due.SOON: (_SOON,)}[view.due]
    ranges = [
        _RANGE.format(conditions=SQL(" AND ").join([*at, *shared, *([end] if end else [])]))
        for at in _places(actor, view.whose)
        for end in ends
    ]
    if view.kinds is not None:
        ranges = [_RANGE_OF_KINDS.format(kinds=_KINDS, range=one) for one in ranges]
    return SQL(" UNION ").join(ranges)


def _places(actor: Actor, whose: Whose) -> list[list[Composable]]:
    """For each of the actor's seats, what has to hold there."""
    return [
        [SQL("s.seat = {}").format(Placeholder(f"seat{n}")), *([_STILL_MINE] if seat.startswith("!") else [])]
        for n, seat in enumerate(seats(actor, whose))
    ]


def _counted(found: int) -> Count:
    return Count(count=min(found, COUNTED), exact=found <= COUNTED)
