"""Uploaded files, each sealed under its organisation's key and known by the hash of its ciphertext."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import LiteralString

from store.database import Database
from store.sealing import Sealed, Sealing


@dataclass(frozen=True)
class Stored:
    """What is known of a piece of material without opening it; `size` is in bytes before sealing."""

    id: str
    organisation: str
    media_type: str
    size: int


class MaterialStore:
    """Material in PostgreSQL. The same bytes twice are two ids: a fresh nonce makes other ciphertext."""

    def __init__(self, database: Database, sealing: Sealing) -> None:
        self._database = database
        self._sealing = sealing

    def keep(self, organisation: str, uploaded_by: str, media_type: str, content: bytes) -> Stored:
        """Seal and store; the id is the SHA-256 of the ciphertext, so erasing the key leaves it provable."""
        sealed = self._sealing.seal(organisation, content)
        stored = Stored(sha256(sealed.ciphertext).hexdigest(), organisation, media_type, len(content))
        with self._database.connection() as connection:
            connection.execute(
                "INSERT INTO material (id, organisation, uploaded_by, media_type, size, sealing_key, sealed)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s)",
                (stored.id, organisation, uploaded_by, media_type, stored.size, sealed.key, sealed.ciphertext),
            )
        return stored

    def uploaded(self, organisation: str, within: timedelta) -> int:
        """Bytes that an organisation has uploaded within that time until now, by real time."""
        query = "SELECT sum(size)::bigint AS bytes FROM material WHERE organisation = %s AND uploaded_at > now() - %s"
        with self._database.connection() as connection:
            row = connection.execute(query, (organisation, within), prepare=True).fetchone()
        return (row["bytes"] or 0) if row else 0

    def find(self, material: str) -> Stored | None:
        with self._database.connection() as connection:
            query = "SELECT id, organisation, media_type, size FROM material WHERE id = %s"
            row = connection.execute(query, (material,), prepare=True).fetchone()
        return Stored(**row) if row else None

    def content(self, material: str) -> bytes | None:
        """The bytes as uploaded, None when unknown. Raises Erased once the key is thrown away."""
        with self._database.connection() as connection:
            query = "SELECT sealing_key, sealed FROM material WHERE id = %s"
            row = connection.execute(query, (material,)).fetchone()
        return self._sealing.open(Sealed(row["sealing_key"], row["sealed"])) if row else None


@dataclass(frozen=True)
class AgreementText:
    """Where the text of an agreement is kept, and the hash (hex SHA-256) that is signed."""

    sha256: str
    template_version: str
    material: str


class AgreementTexts:
    """Agreements by case; written once a duty."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, duty_id: str, case_id: str, text: AgreementText) -> AgreementText:
        """Record the text of a duty, and return what stands: the first one recorded."""
        with self._database.connection() as connection:
            connection.execute(
                "INSERT INTO agreement_texts VALUES (%s, %s, %s, %s, %s) ON CONFLICT (duty_id) DO NOTHING",
                (duty_id, case_id, text.sha256, text.template_version, text.material),
            )
        return self.of_duty(duty_id) or text

    def of_duty(self, duty_id: str) -> AgreementText | None:
        """What a duty wrote already."""
        return self._one(_TEXT + "duty_id = %s", (duty_id,))

    def of_case(self, case_id: str, digest: str) -> AgreementText | None:
        """A case's text with that hash."""
        return self._one(_TEXT + "case_id = %s AND sha256 = %s LIMIT 1", (case_id, digest))

    def _one(self, query: LiteralString, values: tuple[str, ...]) -> AgreementText | None:
        with self._database.connection() as connection:
            row = connection.execute(query, values).fetchone()
        return AgreementText(**row) if row else None


_TEXT: LiteralString = "SELECT sha256, template_version, material FROM agreement_texts WHERE "
