"""Substitutes: who may act for whom, in which role, from when until when."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from psycopg.errors import CheckViolation, ForeignKeyViolation
from pydantic import AwareDatetime

from domain.people import Role
from domain.value import Value
from store.database import Database
from store.people import Assignment, PeopleError


class Delegation(Value):
    """`substitute` may act for `principal` in that role from `valid_from` until before `valid_to`."""

    id: str
    principal: str
    substitute: str
    role: Role
    organisation: str
    valid_from: AwareDatetime
    valid_to: AwareDatetime
    ground: str
    granted_by: str
    granted_at: AwareDatetime
    ended_by: str = ""
    ended_at: AwareDatetime | None = None


_ALL = (
    "SELECT id, principal, substitute, role, organisation, valid_from, valid_to, ground, granted_by, granted_at,"
    " ended_by, ended_at FROM delegations"
)
_INSERT = """
INSERT INTO delegations (id, principal, substitute, role, organisation, valid_from, valid_to, ground,
    granted_by, granted_at)
VALUES (%(id)s, %(principal)s, %(substitute)s, %(role)s, %(organisation)s, %(valid_from)s, %(valid_to)s, %(ground)s,
    %(granted_by)s, %(granted_at)s)
ON CONFLICT (id) DO NOTHING"""
_COLLEAGUE = """
SELECT FROM people p WHERE p.id = %s AND (p.issuer <> '' OR EXISTS (
    SELECT FROM assignments_now a WHERE a.person = p.id AND a.organisation = %s))"""


class Delegations:
    """Delegations in PostgreSQL. Ended ones stay readable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def grant(self, key: str, wanted: Delegation) -> Delegation:
        """Record it once for `key`, and return what stands under it: the first that was asked for.

        Raises PeopleError for someone or something unknown, or an end that is not after the beginning.
        """
        made = wanted.model_copy(update={"id": delegation_id(key)})
        with self._database.connection() as connection:
            try:
                connection.execute(_INSERT, dict(made))
            except ForeignKeyViolation as error:
                raise PeopleError("no such person, or no such organisation") from error
            except CheckViolation as error:
                raise PeopleError("it must end after it begins, and be someone else's") from error
        return self.get(made.id) or made

    def get(self, delegation: str) -> Delegation | None:
        with self._database.connection() as connection:
            row = connection.execute(_ALL + " WHERE id = %s", (delegation,)).fetchone()
        return Delegation(**row) if row else None

    def page(self, person: str, before: tuple[datetime | None, str], limit: int) -> list[Delegation]:
        """Those that someone gave or was given, newest first; everyone's for an empty `person`."""
        query = (
            _ALL + " WHERE %(person)s IN ('', principal, substitute) AND (granted_at, id) <"
            " (%(before)s::timestamptz, %(below)s) ORDER BY granted_at DESC, id DESC LIMIT %(limit)s"
        )
        values = {"person": person, "before": before[0] or "infinity", "below": before[1], "limit": limit}
        with self._database.connection() as connection:
            rows = connection.execute(query, values).fetchall()
        return [Delegation(**row) for row in rows]

    def end(self, delegation: str, by: str) -> bool:
        """End it now. False when there is none, or it was ended before."""
        query = "UPDATE delegations SET ended_by = %s, ended_at = sluice_now() WHERE id = %s AND ended_at IS NULL"
        with self._database.connection() as connection:
            return bool(connection.execute(query, (by, delegation)).rowcount)

    def colleague(self, person: str, organisation: str) -> bool:
        """Whether they hold a role there now; of a provider's person we hear it only when they act."""
        with self._database.connection() as connection:
            return connection.execute(_COLLEAGUE, (person, organisation)).fetchone() is not None


def delegation_id(key: str) -> str:
    """The id of the delegation asked for under that key, which is of one person alone."""
    return f"sub-{uuid5(NAMESPACE_URL, key)}"


def asked_for(assignment: Assignment, **rest: object) -> Delegation:
    """A delegation of that role that is not recorded yet."""
    return Delegation.model_validate({"id": "", **dict(assignment), **rest})
