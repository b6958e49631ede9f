"""What the link in a mail stands for."""

from datetime import timedelta

from domain.mail import Language, Topic
from domain.people import Role
from domain.value import Value
from store.database import Database


class MailLink(Value):
    """A notice, as its link needs it. `version` is the case's when the mail was written; it acts for that one alone."""

    id: str
    person: str
    topic: Topic
    about: str
    role: Role  # in which the person was told
    organisation: str
    on_behalf_of: str
    case_id: str  # empty for one about no case: only to confirm an address such a one has a link
    version: int
    language: Language  # that the person is written to in
    expired: bool

    @property
    def form(self) -> str:
        """Names the form of its page."""
        return f"notice {self.id}"


_READ = """
SELECT n.id::text, n.person, n.topic, n.about, n.role, n.organisation, n.on_behalf_of, n.case_id,
    n.version, coalesce(p.language, 'zh') AS language, coalesce(n.settled_at, n.made_at) < now() - %s AS expired
FROM mail_notices n LEFT JOIN mail_people p USING (person) WHERE n.id = %s"""


class MailLinks:
    """Reads notices. A link acts for `life` of real time after its mail was sent."""

    def __init__(self, database: Database, life: timedelta) -> None:
        self._database = database
        self._life = life

    def get(self, notice: str) -> MailLink | None:
        """None for one that was forgotten meanwhile."""
        with self._database.connection() as connection:
            row = connection.execute(_READ, (self._life, int(notice)), prepare=True).fetchone()
        return MailLink(**row) if row else None
