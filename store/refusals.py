"""What was asked of a case and refused: the command rows without events, which the log does not hold."""

from datetime import datetime

from pydantic import AwareDatetime

from domain.people import Actor
from domain.value import Value
from store.database import Database
from store.request import Outcome


class Refusal(Value):
    """A blocked attempt. `version` is the one that the case stood at."""

    command_id: str
    kind: str
    actor: Actor
    reason: str
    detail: str
    version: int
    recorded_at: AwareDatetime


_PAGE = """
SELECT command_id, kind, actor, outcome, recorded_at FROM commands
WHERE case_id = %s AND reason <> '' AND (recorded_at, command_id) > (%s::timestamptz, %s)
ORDER BY recorded_at, command_id LIMIT %s"""


def refusals(database: Database, case_id: str, after: tuple[datetime | None, str], limit: int) -> list[Refusal]:
    """The refusals of a case, oldest first, after (instant or None for the first, command id)."""
    values = (case_id, after[0] or "-infinity", after[1], limit)
    with database.connection() as connection:
        rows = connection.execute(_PAGE, values).fetchall()
    return [_refusal(Outcome.model_validate_json(row.pop("outcome")), **row) for row in rows]


def _refusal(outcome: Outcome, *, actor: str, **shared: str) -> Refusal:
    told = {"reason": outcome.reason, "detail": outcome.detail, "version": outcome.version}
    return Refusal.model_validate({**shared, **told, "actor": Actor.model_validate_json(actor)})
