"""Worklists: what is open, soonest due first, read from the seats at which every open case shows.

A seat is written with its case (migration 0012), so a list is never stale, and a page of it is a range of an index.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from psycopg.sql import SQL, Composable, Composed

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
_KINDS = SQL("CROSS JOIN unnest(%(processes)s::text[], %(phases)s::text[]) AS kind (process, phase)")
# A claim that lapsed shows nowhere, and none shows a case that its claimant may no longer see.
_SEEN = SQL("""(left(own.seat, 1) <> '!' OR s.held_until > sluice_now() AND EXISTS (
    SELECT FROM cases c WHERE c.case_id = s.case_id AND (%(all)s OR c.involved && %(me)s)))""")
_RANGE = SQL("""
    SELECT DISTINCT found.due, found.case_id FROM unnest(%(seats)s::text[]) AS own (seat) {kinds} CROSS JOIN LATERAL (
        SELECT s.due, s.case_id FROM case_seats s
        WHERE s.seat = own.seat AND (s.due, s.case_id) > (%(after)s::timestamptz, %(above)s) AND {conditions}
        ORDER BY s.due, s.case_id LIMIT %(limit)s
    ) found""")
_PAGE = SQL("""
WITH first AS ({ranges} ORDER BY 1, 2 LIMIT %(limit)s)
SELECT c.*, nullif(first.due, 'infinity') AS seat_due, to_jsonb(claims) AS claim
FROM first JOIN cases c USING (case_id)
LEFT JOIN claims ON claims.case_id = c.case_id AND claims.ended_at IS NULL AND claims.until > sluice_now()
ORDER BY first.due, c.case_id""")
_COUNT = SQL("SELECT count(*) AS count FROM ({ranges} LIMIT %(limit)s) AS first")
_PHASES = SQL("""
SELECT kind.process, kind.phase, counted.count
FROM unnest(%(processes)s::text[], %(phases)s::text[]) AS kind (process, phase) CROSS JOIN LATERAL (
    SELECT count(DISTINCT found.case_id) AS count FROM unnest(%(seats)s::text[]) AS own (seat) CROSS JOIN LATERAL (
        SELECT s.case_id FROM case_seats s
        WHERE s.seat = own.seat AND s.process = kind.process AND s.phase = kind.phase AND {seen} LIMIT %(limit)s
    ) found
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
            rows = connection.execute(_PAGE.format(ranges=_ranges(view)), values).fetchall()
        return [self._entry(row) for row in rows]

    def count(self, actor: Actor, view: View) -> Count:
        """How many such cases, counted up to a bound."""
        values = {**self._values(actor, view), "after": "-infinity", "above": "", "limit": COUNTED + 1}
        with self._database.connection() as connection:
            row = connection.execute(_COUNT.format(ranges=_ranges(view)), values).fetchone()
        return _counted(row["count"] if row else 0)

    def phases(self, actor: Actor, view: View) -> dict[tuple[str, str], Count]:
        """How many of each of the view's (process, phase) pairs; those without any are left out."""
        values = {**self._values(actor, replace(view, due=None, claimed=None)), "limit": COUNTED + 1}
        with self._database.connection() as connection:
            rows = connection.execute(_PHASES.format(seen=_SEEN), values).fetchall()
        return {(row["process"], row["phase"]): _counted(row["count"]) for row in rows}

    def _values(self, actor: Actor, view: View) -> dict[str, Any]:
        kinds = view.kinds or ()
        return {
            "seats": seats(actor, view.whose),
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
    waiting = [f"{actor.role}@{actor.organisation}", *([f"{actor.role}@"] if actor.role in SEES_ALL else [])]
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


def _ranges(view: View) -> Composed:
    """The view as ranges of indexes; what stands in two of them is there once, for UNION sees to it."""
    shared: list[Composable] = [_SEEN]
    if view.claimed is not None:
        shared.append(_CLAIMED if view.claimed else _UNCLAIMED)
    if view.kinds is not None:
        shared.append(_KIND)
    ends: tuple[Composable, ...] = {None: (SQL("true"),), Due.OVERDUE: _OVERDUE, Due.SOON: (_SOON,)}[view.due]
    kinds = SQL("") if view.kinds is None else _KINDS
    ranges = [_RANGE.format(kinds=kinds, conditions=SQL(" AND ").join([*shared, end])) for end in ends]
    return SQL(" UNION ").join(ranges)


def _counted(found: int) -> Count:
    return Count(count=min(found, COUNTED), exact=found <= COUNTED)
