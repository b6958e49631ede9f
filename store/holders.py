"""Who stands behind an API key or a provider's token, and in which roles they may act at this instant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_hex

from psycopg import Connection
from psycopg.rows import DictRow

from domain.people import Role
from store.database import Database
from store.people import Assignment
from store.secrets import hash_of

USE_NOTED_EVERY = timedelta(minutes=1)  # a key's last use is written down no more often
ROLES_NOTED_EVERY = timedelta(hours=1)  # and so a token's roles, unless they are others than before


@dataclass(frozen=True)
class Holder:
    """Who presented a credential, and what they may act as at this instant; `credential` only names it."""

    person: str
    credential: str
    assignments: tuple[Assignment, ...]
    may_act: bool = True  # else the key only reads
    noted: bool = False  # what the token says of its person was written down just now


@dataclass(frozen=True)
class DeadKey:
    """A key that opens nothing any more, for the record of refused attempts."""

    person: str
    credential: str
    why: str  # revoked, expired


_BY_KEY = """
SELECT k.prefix, k.person, k.scope, a.role, a.organisation,
    coalesce(k.last_used_at < now() - %s::interval, true) AS note_use
FROM live_keys k LEFT JOIN assignments_now a USING (person)
WHERE k.hash = %s"""
_NOTE_USE = """
UPDATE api_keys SET last_used_at = now()
WHERE hash = %s AND coalesce(last_used_at < now() - %s::interval, true)"""
_ROLES_SEEN = """
SELECT EXISTS (SELECT FROM organisations WHERE id = %(organisation)s) AS registered,
    ARRAY(SELECT role || '@' || organisation FROM provider_roles WHERE person = %(person)s) AS known,
    EXISTS (SELECT FROM provider_roles
        WHERE person = %(person)s AND seen_at <= now() - %(every)s::interval) AS stale"""
_LOCK = "SELECT FROM people WHERE id = %s AND erased_at IS NULL FOR NO KEY UPDATE"
_FORGET_ROLES = "DELETE FROM provider_roles WHERE person = %s AND NOT (organisation = %s AND role = ANY(%s))"
_NOTE_ROLES = """
INSERT INTO provider_roles (person, organisation, role, seen_at) SELECT %s, %s, unnest(%s::text[]), now()
ON CONFLICT (person, role, organisation) DO UPDATE SET seen_at = excluded.seen_at"""
_NEW = "INSERT INTO people (id, name, issuer, subject) VALUES (%s, '', %s, %s) ON CONFLICT DO NOTHING"


class Holders:
    """Looks credentials up. Nothing is remembered here, so that an end bites at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_key(self, key: str) -> Holder | None:
        """Whose key it is and the roles held now; None for one that is unknown, revoked or past its end."""
        digest = hash_of(key)
        with self._database.connection() as connection:
            rows = connection.execute(_BY_KEY, (USE_NOTED_EVERY, digest), prepare=True).fetchall()
            if rows and rows[0]["note_use"]:
                connection.execute(_NOTE_USE, (digest, USE_NOTED_EVERY))
        if not rows:
            return None
        first = rows[0]
        held = {(row["role"], row["organisation"]) for row in rows if row["role"]}
        return Holder(first["person"], first["prefix"], _assignments(held), may_act=first["scope"] == "act")

    def dead_key(self, key: str) -> DeadKey | None:
        """Whose key it was, and how it ended; None for one that never was."""
        query = "SELECT person, prefix, revoked_at IS NOT NULL AS revoked FROM api_keys WHERE hash = %s"
        with self._database.connection() as connection:
            row = connection.execute(query, (hash_of(key),)).fetchone()
        return DeadKey(row["person"], row["prefix"], "revoked" if row["revoked"] else "expired") if row else None

    def person_of(self, issuer: str, subject: str) -> str:
        """The id of a provider's person, made at first sight.

        It is drawn by lot: nobody can work out another's from a subject, and once the person is erased
        nothing leads from the provider's name for them to the log.
        """
        found = self._known(issuer, subject)
        if found is None:
            with self._database.connection() as connection:
                connection.execute(_NEW, (f"u-{token_hex(16)}", issuer, subject))
            found = self._known(issuer, subject)
        if found is None:
            raise RuntimeError("a new person was not recorded")
        return found

    def by_token(self, person: str, credential: str, roles: Iterable[Role], organisation: str) -> Holder:
        """A provider's person in the roles that their token gives; in an organisation that we don't know, in none.

        The roles are remembered for mail, which comes when no token is there; by real time, as tokens run.
        """
        values = {"person": person, "organisation": organisation, "every": ROLES_NOTED_EVERY}
        with self._database.connection() as connection:
            (row,) = connection.execute(_ROLES_SEEN, values, prepare=True).fetchall()
            held = tuple(Assignment(role=role, organisation=organisation) for role in roles if row["registered"])
            note = row["stale"] or {f"{one.role}@{one.organisation}" for one in held} != set(row["known"])
            if note:
                self._note_roles(connection, person, organisation, [one.role for one in held])
        return Holder(person, credential, held, noted=note)

    def _note_roles(
        self, connection: Connection[DictRow], person: str, organisation: str, roles: Sequence[Role]
    ) -> None:
        """Remember these roles and no others, one request of the person at a time; of an erased one nothing."""
        with connection.transaction():
            if connection.execute(_LOCK, (person,)).rowcount:
                connection.execute(_FORGET_ROLES, (person, organisation, list(roles)))
                connection.execute(_NOTE_ROLES, (person, organisation, list(roles)))

    def delegated(self, substitute: str, principal: str) -> tuple[Assignment, ...]:
        """The roles in which one stands in for the other now."""
        query = "SELECT role, organisation FROM delegated_now WHERE substitute = %s AND principal = %s"
        with self._database.connection() as connection:
            rows = connection.execute(query, (substitute, principal), prepare=True).fetchall()
        return _assignments({(row["role"], row["organisation"]) for row in rows})

    def _known(self, issuer: str, subject: str) -> str | None:
        query = "SELECT id FROM people WHERE issuer = %s AND issuer <> '' AND subject = %s"
        with self._database.connection() as connection:
            row = connection.execute(query, (issuer, subject), prepare=True).fetchone()
        return str(row["id"]) if row else None


def _assignments(held: Iterable[tuple[str, str]]) -> tuple[Assignment, ...]:
    return tuple(Assignment(role=Role(role), organisation=of) for role, of in sorted(held))
