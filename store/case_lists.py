"""Lists of the cases of a process, newest first; what is open and due is in `store/worklists.py`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

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


_PAGE = """
SELECT * FROM cases
WHERE process = %(process)s AND (%(all)s OR involved && %(mine)s)
  AND (%(phase)s = '' OR phase = %(phase)s)
  AND (%(subject)s = '' OR subject = %(subject)s)
  AND (%(holder)s = '' OR holder = %(holder)s)
  AND (%(closed)s::boolean IS NULL OR closed = %(closed)s)
  AND (%(overdue)s::boolean IS NULL OR %(overdue)s = (
        NOT closed AND (coalesce(next_due <= sluice_now(), false) OR escalated_to <> '{}')))
  AND (%(before)s::timestamptz IS NULL OR (opened_at, case_id) < (%(before)s, %(below)s))
ORDER BY opened_at DESC, case_id DESC LIMIT %(limit)s"""


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
            "process": process,
            "all": actor.role in SEES_ALL,
            "mine": [actor.organisation, actor.id],
            "phase": filters.phase,
            "subject": filters.subject,
            "holder": filters.holder,
            "closed": filters.closed,
            "overdue": filters.overdue,
            "before": before[0] if before else None,
            "below": before[1] if before else "",
            "limit": limit,
        }
        return self._rows(_PAGE, values)

    def _rows(self, query: LiteralString, values: dict[str, Any]) -> list[CaseRow]:
        with self._database.connection() as connection:
            rows = connection.execute(query, values).fetchall()
        return [self._cases.read(row) for row in rows]
