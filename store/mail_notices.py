"""Notices: each a line of a mail to come, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.mail import Topic
from store.database import Database


@dataclass(frozen=True)
class NewNotice:
    """A notice that was not recorded yet; one that is not told at once waits for the person's digest."""

    person: str
    topic: Topic
    about: str
    role: str
    organisation: str
    on_behalf_of: str
    at_once: bool
    process: str = ""
    case_id: str = ""
    happened: str = ""


ADD = """
INSERT INTO mail_notices
    (person, topic, about, role, organisation, on_behalf_of, process, case_id, happened, not_before)
VALUES (%(person)s, %(topic)s, %(about)s, %(role)s, %(organisation)s, %(on_behalf_of)s, %(process)s, %(case_id)s,
    %(happened)s, CASE WHEN %(at_once)s THEN now() + %(gather)s * interval '1 second' END)
ON CONFLICT DO NOTHING"""
_UNGATHERED = """
UPDATE mail_notices n SET state = 'moot', settled_at = now(), error = 'no digest is wanted'
FROM mail_people p WHERE p.person = n.person AND p.digest = 'never' AND n.state = 'waiting' AND n.not_before IS NULL"""


class MailNotices:
    """Notices in PostgreSQL. What comes for someone within `gather` seconds goes into one mail."""

    def __init__(self, database: Database, gather: float) -> None:
        self._database = database
        self._gather = gather

    def add(self, notices: Sequence[NewNotice]) -> None:
        """Record notices, all or none; known ones are no news."""
        if not notices:
            return
        with self._database.connection() as connection, connection.transaction(), connection.cursor() as cursor:
            cursor.executemany(ADD, [{**vars(notice), "gather": self._gather} for notice in notices])

    def forget(self, days: int) -> None:
        """Let go of what was settled longer ago than that, and of what waits for a digest that nobody wants."""
        with self._database.connection() as connection:
            connection.execute(_UNGATHERED)
            connection.execute("SELECT forget_mail_notices(%s)", (days,))
