"""Who read personal data: whose names, which material, which agreement. Append-only."""

from typing import Literal

from pydantic import AwareDatetime

from domain.people import Actor
from domain.value import Value
from store.database import Database


class Who(Value):
    """Someone, as far as it is known; ids only."""

    person: str = ""
    role: str = ""
    organisation: str = ""
    on_behalf_of: str = ""
    credential: str = ""  # names the key or token, never opens anything

    @staticmethod
    def of(actor: Actor) -> "Who":
        return Who(
            person=actor.id,
            role=actor.role,
            organisation=actor.organisation,
            on_behalf_of=actor.on_behalf_of,
            credential=actor.credential,
        )


class What(Value):
    """Something with personal data in it, and the way by which it was read."""

    what: Literal["material", "agreement", "names"]
    subject: str = ""  # the material's id, the agreement's hash, empty for everyone's names
    case_id: str = ""
    route: str
    request_id: str = ""


class Access(Who, What):
    """One read."""

    id: int
    read_at: AwareDatetime


_INSERT = """
INSERT INTO access_log (person, role, organisation, on_behalf_of, credential, what, subject, case_id, route, request_id)
VALUES (%(person)s, %(role)s, %(organisation)s, %(on_behalf_of)s, %(credential)s, %(what)s, %(subject)s, %(case_id)s,
    %(route)s, %(request_id)s)"""
_PAGE = """
SELECT * FROM access_log
WHERE id < %(before)s AND %(person)s IN ('', person) AND %(subject)s IN ('', subject) AND %(case)s IN ('', case_id)
ORDER BY id DESC LIMIT %(limit)s"""


class AccessLog:
    """Written before the data is given: what can't be logged isn't shown."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, who: Who, what: What) -> None:
        """Raises DatabaseAway; then nothing must be shown."""
        with self._database.connection() as connection:
            connection.execute(_INSERT, {**dict(who), **dict(what)}, prepare=True)

    def page(self, before: int, limit: int, *, person: str = "", subject: str = "", case: str = "") -> list[Access]:
        """Newest first, those below the id `before`; an empty filter leaves all."""
        values = {"before": before, "limit": limit, "person": person, "subject": subject, "case": case}
        with self._database.connection() as connection:
            rows = connection.execute(_PAGE, values).fetchall()
        return [Access.model_validate(row) for row in rows]
