"""Systems that act for a person by signed webhooks. Each ends with the API key that it was made with."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, LiteralString
from uuid import uuid4

from pydantic import AwareDatetime

from domain.people import Actor, Role
from domain.value import Value
from store.database import Database
from store.sealing import Erased, Sealed, Sealing
from store.secrets import webhook_secret


class TooManySenders(Exception):
    """The person has as many as they may have."""


class InboundSender(Value):
    """Whom a system acts for. `key` is the prefix of the API key it was made with."""

    id: str
    person: str
    role: Role
    organisation: str
    key: str
    description: str
    created_at: AwareDatetime
    key_lives: bool
    role_held: bool

    @property
    def actor(self) -> Actor:
        """As whom it acts; the credential names it in the log."""
        return Actor(id=self.person, role=self.role, organisation=self.organisation, credential=self.id)


@dataclass(frozen=True)
class Signing:
    """A sender with what its requests are checked by: the live secrets, and its key's hash."""

    sender: InboundSender
    key: bytes
    secrets: tuple[str, ...] = field(repr=False)


_LIVE: LiteralString = """
SELECT s.id, s.person, s.role, s.organisation, s.description, s.created_at, k.prefix, s.key, s.sealing_key, s.sealed,
    s.previous_sealed IS NOT NULL AND now() < s.previous_ends_at AS overlaps, s.previous_key, s.previous_sealed,
    EXISTS (SELECT FROM live_keys l WHERE l.hash = s.key AND l.scope = 'act') AS key_lives,
    EXISTS (
        SELECT FROM assignments_now a
        WHERE a.person = s.person AND a.role = s.role AND a.organisation = s.organisation
    ) AS role_held
FROM inbound_senders s JOIN api_keys k ON k.hash = s.key
WHERE s.deleted_at IS NULL"""
_ONE: LiteralString = _LIVE + " AND s.id = %s"
_OF: LiteralString = _LIVE + " AND s.person = %s ORDER BY s.created_at, s.id"
_CREATE = """
INSERT INTO inbound_senders (id, person, role, organisation, key, description, sealing_key, sealed)
SELECT %(id)s, %(person)s, %(role)s, %(organisation)s, %(key)s, %(description)s, %(sealing_key)s, %(sealed)s
WHERE (SELECT count(*) FROM inbound_senders WHERE deleted_at IS NULL AND person = %(person)s) < %(most)s"""
_ROTATE = """
UPDATE inbound_senders SET previous_key = sealing_key, previous_sealed = sealed, previous_ends_at = now() + %s,
    sealing_key = %s, sealed = %s
WHERE id = %s AND deleted_at IS NULL"""
_DELETE = """
UPDATE inbound_senders SET deleted_at = now(), sealing_key = NULL, sealed = NULL, previous_key = NULL,
    previous_sealed = NULL, previous_ends_at = NULL
WHERE id = %s AND deleted_at IS NULL"""


class InboundSenders:
    """Senders in PostgreSQL, their secrets sealed under the organisation's key. Nothing is remembered here."""

    def __init__(self, database: Database, sealing: Sealing) -> None:
        self._database = database
        self._sealing = sealing

    def create(self, actor: Actor, key: bytes, description: str, most: int) -> tuple[InboundSender, str]:
        """Let a system act for the actor while that key lives; returns the secret too, which no one sees again.

        Raises TooManySenders.
        """
        secret = webhook_secret()
        sealed = self._sealing.seal(actor.organisation, secret.encode())
        made = f"in-{uuid4()}"
        values = {
            "id": made,
            "person": actor.id,
            "role": actor.role,
            "organisation": actor.organisation,
            "key": key,
            "description": description,
            "sealing_key": sealed.key,
            "sealed": sealed.ciphertext,
            "most": most,
        }
        with self._database.connection() as connection, connection.transaction():
            # one at a time for a person, so that they are counted right
            connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 14))", (actor.id,))
            if not connection.execute(_CREATE, values).rowcount:
                raise TooManySenders
        found = self.get(made)
        if found is None:
            raise RuntimeError(f"{made} was made and is not there")
        return found, secret

    def get(self, sender_id: str) -> InboundSender | None:
        """One that is not deleted."""
        row = self._row(sender_id)
        return _sender(row) if row else None

    def of(self, person: str) -> list[InboundSender]:
        """A person's, oldest first."""
        with self._database.connection() as connection:
            rows = connection.execute(_OF, (person,)).fetchall()
        return [_sender(row) for row in rows]

    def signing(self, sender_id: str) -> Signing | None:
        """One that is not deleted, with the secrets that count now, less those whose sealing key was thrown away."""
        row = self._row(sender_id)
        if row is None:
            return None
        sealed = [Sealed(row["sealing_key"], row["sealed"])]
        if row["overlaps"]:
            sealed.append(Sealed(row["previous_key"], row["previous_sealed"]))
        secrets: list[str] = []
        for one in sealed:
            with suppress(Erased):
                secrets.append(self._sealing.open(one).decode())
        return Signing(_sender(row), row["key"], tuple(secrets))

    def rotate_secret(self, sender: InboundSender, overlap: timedelta) -> str:
        """A new secret; the present one counts for `overlap`, and one that was ending already ends now."""
        secret = webhook_secret()
        sealed = self._sealing.seal(sender.organisation, secret.encode())
        with self._database.connection() as connection:
            connection.execute(_ROTATE, (overlap, sealed.key, sealed.ciphertext, sender.id))
        return secret

    def delete(self, sender_id: str) -> None:
        """End it and throw its secrets away; the row stays, for events name it."""
        with self._database.connection() as connection:
            connection.execute(_DELETE, (sender_id,))

    def _row(self, sender_id: str) -> dict[str, Any] | None:
        with self._database.connection() as connection:
            return connection.execute(_ONE, (sender_id,), prepare=True).fetchone()


def _sender(row: dict[str, Any]) -> InboundSender:
    shown = {name: row[name] for name in InboundSender.model_fields}
    return InboundSender.model_validate(shown | {"key": row["prefix"]})
