"""A notice of days off that is imported re-dates every open case, each by an event of its own."""

from collections.abc import Callable

from domain.kernel import AdoptCalendar
from domain.people import CLOCK
from store.database import Database
from store.desk import Desk
from store.request import Request
from store.rules import newest_revision

PAGE = 200  # cases asked at once


def adopt_pending(desk: Desk, say: Callable[[int, int], None] = lambda _done, _moved: None) -> int:
    """Give every open case the newest notices; returns how many cases were re-dated.

    `say` hears how many cases are done and how many of those were re-dated. Interrupted, it begins
    again: a case that has adopted a revision answers as it did then. Cases opened meanwhile
    already count with the new notices.
    """
    database = desk.database
    revision = newest_revision(database)
    if revision == _adopted(database):
        return 0
    done, moved, last = 0, 0, ""
    while page := desk.handler.cases.open_after(last, PAGE):
        asked = [
            desk.submit(
                Request(
                    process=row.process,
                    case_id=row.case_id,
                    command_id=f"{row.case_id}/calendar/{revision}",
                    command=AdoptCalendar(),
                    actor=CLOCK,
                )
            )
            for row in page
        ]
        moved += sum(bool(future.result().outcome.events) for future in asked)
        done, last = done + len(page), page[-1].case_id
        say(done, moved)
    _save(database, revision)
    return moved


def _adopted(database: Database) -> int:
    with database.connection() as connection:
        query = "SELECT revision FROM calendar_adopted"
        row = connection.execute(query).fetchone()
    return int(row["revision"]) if row else 0


def _save(database: Database, revision: int) -> None:
    with database.connection() as connection:
        connection.execute(
            "INSERT INTO calendar_adopted (revision) VALUES (%s)"
            " ON CONFLICT (single) DO UPDATE SET revision = greatest(calendar_adopted.revision, EXCLUDED.revision)",
            (revision,),
        )
