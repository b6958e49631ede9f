"""What a subscriber sees of its messages and attempts, page by page."""

from typing import Literal

from pydantic import AwareDatetime

from domain.value import Value
from store.database import Database

State = Literal["waiting", "delivered", "failed"]


class MessageShown(Value):
    """A message as its subscriber sees it."""

    event_id: str
    position: int
    case_id: str
    type: str
    state: State
    attempts: int
    next_attempt: AwareDatetime | None
    created_at: AwareDatetime
    settled_at: AwareDatetime | None


class AttemptShown(Value):
    """An attempt as its subscriber sees it; `id` grows with time."""

    id: int
    event_id: str
    type: str
    case_id: str
    url: str
    attempted_at: AwareDatetime
    status: int | None
    latency_ms: int
    error: str
    body: str


_MESSAGES = """
SELECT event_id, position, case_id, type, state, attempts, not_before AS next_attempt, created_at, settled_at
FROM webhook_messages
WHERE webhook = %(webhook)s AND (%(state)s = '' OR state = %(state)s) AND (position, event_id) > (%(after)s, %(event)s)
ORDER BY position, event_id LIMIT %(limit)s"""
_ATTEMPTS = """
SELECT a.id, a.event_id, m.type, m.case_id, a.url, a.attempted_at, a.status, a.latency_ms, a.error, a.body
FROM webhook_attempts a JOIN webhook_messages m USING (webhook, event_id)
WHERE a.webhook = %(webhook)s AND (%(event)s = '' OR a.event_id = %(event)s) AND a.id < %(before)s
ORDER BY a.id DESC LIMIT %(limit)s"""


class WebhookReading:
    """Pages of one subscription."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def messages(self, webhook_id: str, state: str, after: tuple[int, str], limit: int) -> list[MessageShown]:
        """Messages in the order of the log, after (position, event id)."""
        values = {"webhook": webhook_id, "state": state, "after": after[0], "event": after[1], "limit": limit}
        with self._database.connection() as connection:
            return [MessageShown.model_validate(row) for row in connection.execute(_MESSAGES, values).fetchall()]

    def attempts(self, webhook_id: str, event_id: str, before: int, limit: int) -> list[AttemptShown]:
        """Attempts, newest first, of one event or of all; before an attempt's id."""
        values = {"webhook": webhook_id, "event": event_id, "before": before, "limit": limit}
        with self._database.connection() as connection:
            return [AttemptShown.model_validate(row) for row in connection.execute(_ATTEMPTS, values).fetchall()]
