"""Lists of the cases of a process, newest first; what is open and due is in `store/worklists.py`."""

from dataclasses import dataclass
from datetime import datetime

from psycopg.sql import SQL, Composable

from domain.people import Actor
from domain.visibility import SEES_ALL
from store.cases import CaseRow, Cases
from store.database import Database


@dataclass(frozen=True)
class Filters:
    """What a list of cases is narrowed to; an empty text or None leaves all.

    Overdue cases are open and have a deadline that has passed, or were escalated to someone.
    """

    phase: str = ""
    subject: str = ""
    holder: str = ""
    closed: bool | None = None
    overdue: bool | None = None


_ALL = SQL("""
SELECT * FROM cases c
WHERE c.process = %(process)s AND (c.opened_at, c.case_id) < (%(before)s::timestamptz, %(below)s) AND {conditions}
ORDER BY c.opened_at DESC, c.case_id DESC LIMIT %(limit)s""")
_OF_PARTY = SQL("""
SELECT c.* FROM (
    SELECT DISTINCT found.opened_at, found.case_id FROM unnest(%(me)s::text[]) AS own (who) CROSS JOIN LATERAL (
        SELECT p.opened_at, p.case_id FROM case_parties p JOIN cases c USING (case_id)
        WHERE p.who = own.who AND p.process = %(process)s
          AND (p.opened_at, p.case_id) < (%(before)s::timestamptz, %(below)s) AND {conditions}
        ORDER BY p.opened_at DESC, p.case_id DESC LIMIT %(limit)s
    ) found ORDER BY 1 DESC, 2 DESC LIMIT %(limit)s
) first JOIN cases c USING (case_id)
ORDER BY c.opened_at DESC, c.case_id DESC""")
_OVERDUE = SQL("""%(overdue)s = (
    NOT c.closed AND (listed_due(c) <= sluice_now() OR c.escalated_to <> '{{}}'))""").format()


class CaseLists:
    """Pages of cases, as the rows say now."""

    def __init__(self, database: Database, cases: Cases) -> None:
        self._database = database
        self._cases = cases

    def page(
        self,
        process: str,
        actor: Actor,
        filters: Filters,
        before: tuple[datetime, str] | None,
        limit: int,
    ) -> list[CaseRow]:
        """Cases that the actor may see, newest first, opened before (instant, case id)."""
        values = {
            **vars(filters),
            "process": process,
            "me": [actor.organisation, actor.id],
            "before": before[0] if before else "infinity",
            "below": before[1] if before else "",
            "limit": limit,
        }
        conditions = _conditions(filters)
        if actor.role in SEES_ALL:
            query = _ALL
        elif filters.subject:  # few enough to be looked at one by one
            query, conditions = _ALL, [*conditions, SQL("c.involved && %(me)s")]
        else:
            query = _OF_PARTY
        with self._database.connection() as connection:
            rows = connection.execute(query.format(conditions=SQL(" AND ").join(conditions)), values).fetchall()
        return [self._cases.read(row) for row in rows]


def _conditions(filters: Filters) -> list[Composable]:
    """Only what is asked for: a condition that might be none is nothing that an index can be chosen by."""
    found: list[Composable] = [SQL("true")]
    if filters.phase:
        found.append(SQL("c.phase = %(phase)s"))
    if filters.subject:
        found.append(SQL("c.subject = %(subject)s"))
    if filters.holder:
        found.append(SQL("c.holder = %(holder)s"))
    if filters.closed is not None:
        found.append(SQL("c.closed = %(closed)s"))
    if filters.overdue is not None:
        found.append(_OVERDUE)
    return found
