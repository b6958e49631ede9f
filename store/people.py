"""Organisations, people, the roles they hold and when, and the hashes of their keys."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, LiteralString

from psycopg import Connection
from psycopg.errors import CheckViolation, ForeignKeyViolation, UniqueViolation
from psycopg.rows import DictRow

from domain.people import Role
from domain.value import Value
from store.database import Database
from store.secrets import KEY, new_secret

Scope = Literal["read", "act"]  # what a key is good for; to act is to read too


class PeopleError(ValueError):
    """What was asked can't be done; nothing was changed."""


class Organisation(Value):
    id: str
    name_zh: str
    name_en: str = ""


class Assignment(Value):
    """A role that a person holds in an organisation now."""

    role: Role
    organisation: str


_ERASE = """
UPDATE people SET name = '', contact = '', issuer = '', subject = '', erased_at = now()
WHERE id = %s AND erased_at IS NULL"""
_ERASE_MAIL: tuple[LiteralString, ...] = (
    """UPDATE mail_people SET address = '', asked_address = '', asked_at = NULL, language = DEFAULT, digest = DEFAULT,
    choices = DEFAULT, next_digest = NULL, stopped_at = NULL, refused_at = NULL, refused_why = '' WHERE person = %s""",
    "UPDATE mail_notices SET state = 'moot', settled_at = now() WHERE person = %s AND state = 'waiting'",
    "UPDATE mail_notices SET error = '' WHERE person = %s AND error <> ''",  # a mail server may have named the address
    "DELETE FROM provider_roles WHERE person = %s",
)
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")


@dataclass(frozen=True)
class Listed:
    """A person as `./sluice people list` shows them."""

    id: str
    name: str
    roles: tuple[str, ...]
    keys: tuple[str, ...]  # the live ones: prefix, scope, end and last use, in UTC


class People:
    """Who may act, in PostgreSQL. Roles count by the instance's clock, a rehearsal's too."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def roles_of(self, person: str) -> tuple[Assignment, ...]:
        """The roles that a person holds now; none for an unknown one."""
        query = """
            SELECT role, organisation FROM assignments_now WHERE person = %s ORDER BY role, organisation"""
        with self._database.connection() as connection:
            rows = connection.execute(query, (person,)).fetchall()
        return tuple(Assignment(role=Role(row["role"]), organisation=row["organisation"]) for row in rows)

    def add_organisations(self, organisations: Iterable[Organisation]) -> None:
        """Record them; a known one gets its new name. Raises PeopleError for an id that is none."""
        with self._database.connection() as connection, connection.transaction():
            for organisation in organisations:
                _check_id(organisation.id)
                connection.execute(
                    "INSERT INTO organisations (id, name_zh, name_en) VALUES (%s, %s, %s)"
                    " ON CONFLICT (id) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en",
                    (organisation.id, organisation.name_zh, organisation.name_en),
                )

    def organisations(self) -> list[Organisation]:
        with self._database.connection() as connection:
            rows = connection.execute("SELECT id, name_zh, name_en FROM organisations ORDER BY id").fetchall()
        return [Organisation(**row) for row in rows]

    def names(self, organisations: Iterable[str]) -> Mapping[str, str]:
        """Chinese names by id, of those that are known."""
        with self._database.connection() as connection:
            query = "SELECT id, name_zh FROM organisations WHERE id = ANY(%s)"
            rows = connection.execute(query, (list(organisations),)).fetchall()
        return {row["id"]: row["name_zh"] for row in rows}

    def add(self, person: str, name: str, contact: str, assignment: Assignment) -> str:
        """Record a person with one role from now on; returns their first key, which is kept nowhere.

        Raises PeopleError for a known person or an unknown organisation.
        """
        _check_id(person)
        with self._database.connection() as connection, connection.transaction():
            try:
                query = "INSERT INTO people (id, name, contact) VALUES (%s, %s, %s)"
                connection.execute(query, (person, name, contact))
            except UniqueViolation as error:
                raise PeopleError(f"{person} is recorded already; grant the role instead") from error
            _grant(connection, person, assignment, None)
            return _new_key(connection, person, "act", None)

    def grant(self, person: str, assignment: Assignment, until: datetime | None = None) -> None:
        """Let a person hold a role, from now until before `until` or until it is ended.

        Raises PeopleError when the person or the organisation is unknown.
        """
        with self._database.connection() as connection, connection.transaction():
            _grant(connection, person, assignment, until)

    def end(self, person: str, assignment: Assignment) -> int:
        """End a role now; returns how many assignments that ended."""
        query = """
            UPDATE assignments SET valid_to = sluice_now() WHERE person = %s AND organisation = %s AND role = %s
              AND valid_from <= sluice_now() AND sluice_now() < valid_to"""
        with self._database.connection() as connection:
            values = (person, assignment.organisation, assignment.role)
            return connection.execute(query, values).rowcount

    def new_key(self, person: str, scope: Scope = "act", until: datetime | None = None) -> str:
        """A new key of a person, shown this once; it opens nothing from `until` on.

        Raises PeopleError for an unknown person.
        """
        with self._database.connection() as connection, connection.transaction():
            return _new_key(connection, person, scope, until)

    def revoke_key(self, prefix: str) -> bool:
        """Revoke a key by its prefix; it opens nothing from the next request on."""
        query = "UPDATE api_keys SET revoked_at = now() WHERE prefix = %s AND revoked_at IS NULL"
        with self._database.connection() as connection:
            return bool(connection.execute(query, (prefix,)).rowcount)

    def listed(self) -> list[Listed]:
        """Everyone, with the roles held now and the live keys."""
        query = """
            SELECT p.id, p.name,
                ARRAY(SELECT a.role || ' @ ' || a.organisation FROM assignments_now a
                    WHERE a.person = p.id ORDER BY 1) AS roles,
                ARRAY(SELECT concat_ws(' ', k.prefix, k.scope,
                        'until ' || to_char(k.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'),
                        'used ' || to_char(k.last_used_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'))
                    FROM api_keys k JOIN live_keys USING (hash)
                    WHERE k.person = p.id ORDER BY k.created_at) AS keys
            FROM people p ORDER BY p.id"""
        with self._database.connection() as connection:
            rows = connection.execute(query).fetchall()
        return [Listed(row["id"], row["name"], tuple(row["roles"]), tuple(row["keys"])) for row in rows]

    def erase(self, person: str) -> bool:
        """Empty all that says who a person is or how they are reached; the log goes on naming the id alone."""
        with self._database.connection() as connection, connection.transaction():
            erased = connection.execute(_ERASE, (person,)).rowcount
            if erased:
                for statement in _ERASE_MAIL:
                    connection.execute(statement, (person,))
        return bool(erased)


def _check_id(given: str) -> None:
    """Ids stand in the log and in command ids; a slash or a name there would be a mistake for ever."""
    if not _ID.fullmatch(given):
        raise PeopleError(f"{given!r} is no id: small letters, digits, and . _ - between them")


def _grant(connection: Connection[DictRow], person: str, assignment: Assignment, until: datetime | None) -> None:
    query = "INSERT INTO assignments VALUES (%s, %s, %s, sluice_now(), coalesce(%s::timestamptz, 'infinity'))"
    values = (person, assignment.organisation, assignment.role, until)
    try:
        connection.execute(query, values)
    except ForeignKeyViolation as error:
        raise PeopleError(f"no person {person} or no organisation {assignment.organisation}") from error
    except UniqueViolation as error:
        raise PeopleError(f"{person} was given this role at this very instant") from error
    except CheckViolation as error:
        raise PeopleError("a role can't end before it begins, and none acts as the clock") from error


def _new_key(connection: Connection[DictRow], person: str, scope: Scope, until: datetime | None) -> str:
    secret = new_secret(KEY)
    try:
        query = "INSERT INTO api_keys (hash, prefix, person, scope, expires_at) VALUES (%s, %s, %s, %s, %s)"
        connection.execute(query, (secret.hash, secret.prefix, person, scope, until))
    except ForeignKeyViolation as error:
        raise PeopleError(f"there is no person {person}") from error
    return secret.text
