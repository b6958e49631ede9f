"""Subscriptions: who is told of which events, where, and under which secrets."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Literal, LiteralString
from uuid import uuid4

from psycopg import Connection
from psycopg.rows import DictRow
from pydantic import AwareDatetime

from domain.people import Actor, Role
from domain.value import Value
from store.database import Database
from store.sealing import Erased, Sealed, Sealing
from store.secrets import webhook_secret

Why = Literal["", "asked", "failing", "erased"]


class TooMany(Exception):
    """The organisation has as many subscriptions as it may have."""


class Webhook(Value):
    """A subscription. `disabled_why` is empty while it is told."""

    id: str
    organisation: str
    role: Role
    url: str
    types: tuple[str, ...]
    description: str
    after_position: int
    created_by: str
    created_at: AwareDatetime
    failing_since: AwareDatetime | None
    disabled_at: AwareDatetime | None
    disabled_why: Why

    @property
    def reader(self) -> Actor:
        """Who is told: the organisation in that role, and no person."""
        return Actor(id=self.id, role=self.role, organisation=self.organisation)


_LIVE: LiteralString = """
SELECT id, organisation, role, url, types, description, after_position, created_by, created_at, failing_since,
    disabled_at, disabled_why
FROM webhooks WHERE deleted_at IS NULL"""
_OWN: LiteralString = _LIVE + " AND organisation = %s AND role = %s"
_CREATE = """
INSERT INTO webhooks (id, organisation, role, url, types, description, after_position, created_by)
SELECT %(id)s, %(organisation)s, %(role)s, %(url)s, %(types)s, %(description)s,
    (SELECT coalesce(max(notification_id), 0) FROM stored_events), %(created_by)s
WHERE (SELECT count(*) FROM webhooks WHERE deleted_at IS NULL
       AND organisation = %(organisation)s AND role = %(role)s) < %(most)s"""
_CHANGE = """
UPDATE webhooks SET url = coalesce(%(url)s, url), types = coalesce(%(types)s, types),
    description = coalesce(%(description)s, description)
WHERE id = %(id)s AND deleted_at IS NULL"""
_DISABLE = """
UPDATE webhooks SET disabled_at = now(), disabled_why = %(why)s WHERE id = %(id)s AND disabled_at IS NULL"""


class Webhooks:
    """Subscriptions in PostgreSQL, their secrets sealed under the organisation's key. They run on real time."""

    def __init__(self, database: Database, sealing: Sealing) -> None:
        self._database = database
        self._sealing = sealing

    def create(self, actor: Actor, url: str, types: Sequence[str], description: str, most: int) -> tuple[Webhook, str]:
        """Subscribe the actor's organisation, in the actor's role; returns the secret too, which no one sees again.

        Raises TooMany.
        """
        made = f"wh-{uuid4()}"
        secret, sealed = self._new_secret(actor.organisation)
        values = {
            "id": made,
            "organisation": actor.organisation,
            "role": actor.role,
            "url": url,
            "types": list(types),
            "description": description,
            "created_by": actor.id,
            "most": most,
        }
        with self._database.connection() as connection, connection.transaction():
            # one at a time for an organisation, so that they are counted right
            connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 13))", (actor.organisation,))
            if not connection.execute(_CREATE, values).rowcount:
                raise TooMany
            _keep(connection, made, sealed)
        found = self.get(made)
        if found is None:
            raise RuntimeError(f"{made} was made and is not there")
        return found, secret

    def get(self, webhook_id: str) -> Webhook | None:
        """One that is not deleted."""
        return next(iter(self._find(_LIVE + " AND id = %s", webhook_id)), None)

    def of(self, actor: Actor) -> list[Webhook]:
        """Those of the actor's organisation that were made in the actor's role: others may see other cases."""
        return self._find(_OWN + " ORDER BY created_at, id", actor.organisation, actor.role)

    def live(self) -> list[Webhook]:
        """All that are not deleted, disabled ones too."""
        return self._find(_LIVE + " ORDER BY id")

    def change(self, webhook_id: str, url: str | None, types: Sequence[str] | None, description: str | None) -> None:
        """Change what is given. What waits goes to the new address."""
        values = {"id": webhook_id, "url": url, "types": types and list(types), "description": description}
        with self._database.connection() as connection:
            connection.execute(_CHANGE, values)

    def delete(self, webhook_id: str) -> None:
        """End it: nothing more is sent, its secrets are thrown away, the attempts stay."""
        with self._database.connection() as connection, connection.transaction():
            connection.execute("UPDATE webhooks SET deleted_at = now() WHERE id = %s", (webhook_id,))
            connection.execute("DELETE FROM webhook_secrets WHERE webhook = %s", (webhook_id,))

    def disable(self, webhook_id: str, why: Why) -> bool:
        """Send nothing for now; what happens meanwhile waits. False when it was disabled already."""
        with self._database.connection() as connection:
            return bool(connection.execute(_DISABLE, {"id": webhook_id, "why": why}).rowcount)

    def enable(self, webhook_id: str) -> None:
        """Let it be sent again. What waits is told by `WebhookMessages.hurry`."""
        query = "UPDATE webhooks SET disabled_at = NULL, disabled_why = '', failing_since = NULL WHERE id = %s"
        with self._database.connection() as connection:
            connection.execute(query, (webhook_id,))

    def rotate_secret(self, webhook: Webhook, overlap: timedelta) -> str:
        """A new secret; the present one lives on for `overlap`, and one that was ending already ends now."""
        secret, sealed = self._new_secret(webhook.organisation)
        with self._database.connection() as connection, connection.transaction():
            connection.execute("SELECT FROM webhooks WHERE id = %s FOR UPDATE", (webhook.id,))
            connection.execute("DELETE FROM webhook_secrets WHERE webhook = %s AND ends_at < 'infinity'", (webhook.id,))
            ending = "UPDATE webhook_secrets SET ends_at = now() + %s WHERE webhook = %s"
            connection.execute(ending, (overlap, webhook.id))
            _keep(connection, webhook.id, sealed)
        return secret

    def secrets(self, webhook_id: str) -> list[str]:
        """The live secrets, newest first, less those whose key was thrown away."""
        query = """
            SELECT sealing_key, sealed FROM webhook_secrets WHERE webhook = %s AND ends_at > now()
            ORDER BY created_at DESC"""
        with self._database.connection() as connection:
            rows = connection.execute(query, (webhook_id,)).fetchall()
        found: list[str] = []
        for row in rows:
            with suppress(Erased):
                found.append(self._sealing.open(Sealed(row["sealing_key"], row["sealed"])).decode())
        return found

    def _new_secret(self, organisation: str) -> tuple[str, Sealed]:
        secret = webhook_secret()
        return secret, self._sealing.seal(organisation, secret.encode())

    def _find(self, query: LiteralString, *values: str) -> list[Webhook]:
        with self._database.connection() as connection:
            rows = connection.execute(query, values).fetchall()
        return [Webhook.model_validate(row) for row in rows]


def _keep(connection: Connection[DictRow], webhook_id: str, sealed: Sealed) -> None:
    query = "INSERT INTO webhook_secrets (webhook, sealing_key, sealed) VALUES (%s, %s, %s)"
    connection.execute(query, (webhook_id, sealed.key, sealed.ciphertext))
