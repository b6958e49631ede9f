"""The yearly assessments of all publishers, opened in one go. Doing it again opens only what is not open yet."""

from collections.abc import Sequence

from domain.assessment import ASSESSMENT, case_of
from domain.assessment.commands import OpenAssessment
from domain.people import Actor, Role
from store.database import Database
from store.desk import Desk
from store.imports import Progress, settle
from store.request import Request

# Who publishes items, whoever works there now; and who has people to publish, with items or without.
_PUBLISHERS = """
SELECT DISTINCT state::jsonb #>> '{dossier,published,publisher}' AS id FROM cases WHERE process = 'open_list_item'
UNION
SELECT organisation FROM assignments
WHERE role = %(role)s AND valid_from <= sluice_now() AND sluice_now() < valid_to
ORDER BY id"""


def publishers(database: Database) -> tuple[str, ...]:
    """The organisations that hold items of the open list, or the role of a publisher now."""
    with database.connection() as connection:
        rows = connection.execute(_PUBLISHERS, {"role": Role.DATA_PUBLISHER}).fetchall()
    return tuple(row["id"] for row in rows)


def open_all(desk: Desk, year: int, whose: Sequence[str], by: Actor, progress: Progress) -> int:
    """Open the year's assessment of each publisher and return how many were new; raises `ItemsError` for a refusal."""
    ids = {publisher: case_of(year, publisher) for publisher in whose}
    known = {row.case_id for row in desk.handler.cases.many(list(ids.values()))}
    new = {publisher: case_id for publisher, case_id in ids.items() if case_id not in known}
    settle(desk, [_opening(year, publisher, case_id, by) for publisher, case_id in new.items()], progress)
    return len(new)


def _opening(year: int, publisher: str, case_id: str, by: Actor) -> Request:
    return Request(
        process=ASSESSMENT.name,
        case_id=case_id,
        command_id=f"{by.id}/open/{case_id}",
        command=OpenAssessment(year=year, publisher=publisher),
        actor=by,
    )
