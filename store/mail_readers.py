"""Who can be told by mail, in which roles: of our register, substitutes, and a provider's people as last seen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from domain.mail import DEFAULTS, Digest, Topic, When
from domain.people import Actor, Role
from store.database import Database


@dataclass(frozen=True)
class Reader:
    """Someone who is reached by mail, in one role that they hold now."""

    actor: Actor
    choices: Mapping[Topic, When]

    def when(self, topic: Topic) -> When:
        return self.choices[topic]


_HELD = """
SELECT person, role, organisation, '' AS on_behalf_of FROM assignments_now
UNION SELECT substitute, role, organisation, principal FROM delegated_now
UNION SELECT person, role, organisation, '' FROM provider_roles
WHERE seen_at > now() - %(days)s * interval '1 day'"""
_REACHED = "address <> '' AND stopped_at IS NULL AND refused_at IS NULL"
_ANY = f"SELECT EXISTS (SELECT FROM mail_people WHERE {_REACHED}) AS found"  # noqa: S608  # our own words alone
_OF = f"""
SELECT held.*, m.choices, m.digest FROM ({_HELD}) held JOIN mail_people m USING (person)
WHERE {_REACHED} AND held.role = ANY(%(roles)s)
  AND (held.organisation = ANY(%(among)s) OR held.person = ANY(%(among)s) OR held.role = ANY(%(anywhere)s))
ORDER BY held.person, held.on_behalf_of, held.role, held.organisation"""  # noqa: S608  # our own words alone


class MailReaders:
    """Looks people up. A provider's person counts as in a role for `roles_days` after a token said so."""

    def __init__(self, database: Database, roles_days: int) -> None:
        self._database = database
        self._days = roles_days

    def any(self) -> bool:
        """Whether anybody at all is reached by mail."""
        with self._database.connection() as connection:
            row = connection.execute(_ANY).fetchone()
        return bool(row and row["found"])

    def of(self, roles: Collection[str], among: Collection[str], anywhere: Collection[str] = ()) -> list[Reader]:
        """Those in one of the roles who are, or whose organisation is, `among` these; in roles `anywhere` all.

        In a role of their own they come before one that they hold for someone else.
        """
        values = {"days": self._days, "roles": list(roles), "among": list(among), "anywhere": list(anywhere)}
        with self._database.connection() as connection:
            rows = connection.execute(_OF, values).fetchall()
        return [Reader(actor_of(row), choices_of(row)) for row in rows]

    def roles_of(self, person: str) -> list[Actor]:
        """The roles that a person holds now, their own first."""
        query = f"SELECT * FROM ({_HELD}) held WHERE person = %(person)s ORDER BY on_behalf_of, role, organisation"  # noqa: S608  # our own words alone
        with self._database.connection() as connection:
            rows = connection.execute(query, {"days": self._days, "person": person}).fetchall()
        return [actor_of(row) for row in rows]


def choices_of(row: Mapping[str, Any]) -> dict[Topic, When]:
    """What a row of mail_people has chosen, for every topic; a person without digest is never told in one."""
    chosen = {**DEFAULTS} | {Topic(topic): When(when) for topic, when in row["choices"].items()}
    gathered = When.NEVER if row["digest"] == Digest.NEVER else When.DIGEST
    return {topic: gathered if when is When.DIGEST else when for topic, when in chosen.items()}


def actor_of(row: Mapping[str, Any]) -> Actor:
    """The person of a row, in the role that it names."""
    return Actor(
        id=row["person"],
        role=Role(row["role"]),
        organisation=row["organisation"],
        on_behalf_of=row["on_behalf_of"],
    )
