"""Encryption under keys that can be thrown away: one for each organisation, wrapped by a master key."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg import Connection
from psycopg.rows import DictRow

from store.database import Database

_NONCE_BYTES = 12  # NIST SP 800-38D, 8.2.2: random nonces, far below 2**32 messages a key


class Erased(Exception):
    """The key was thrown away, and what it sealed with it."""


@dataclass(frozen=True)
class Sealed:
    """Ciphertext (nonce first, AES-256-GCM) and the id of the key that opens it."""

    key: UUID
    ciphertext: bytes


class Sealing:
    """Seals and opens for organisations; `master` is 32 bytes that wrap their keys."""

    def __init__(self, database: Database, master: bytes) -> None:
        self._database = database
        self._master = AESGCM(master)

    def seal(self, organisation: str, plain: bytes) -> Sealed:
        """Encrypt for an organisation, making its key when it has none."""
        with self._database.connection() as connection:
            key, cipher = self._key_in_use(connection, organisation)
        return Sealed(key, _encrypt(cipher, plain, str(key)))

    def open(self, sealed: Sealed) -> bytes:
        """Decrypt. Raises Erased when the key is gone, InvalidTag when a byte was changed."""
        with self._database.connection() as connection:
            query = "SELECT wrapped FROM sealing_keys WHERE id = %s"
            row = connection.execute(query, (sealed.key,)).fetchone()
        if row is None or row["wrapped"] is None:
            raise Erased(f"the key {sealed.key} is erased")
        return _decrypt(self._unwrap(sealed.key, row), sealed.ciphertext, str(sealed.key))

    def erase(self, organisation: str) -> int:
        """Throw away the organisation's keys; returns how many. What they sealed is noise from then on.

        PostgreSQL drops the old row version at its next vacuum, and backups keep it for as long as
        they are kept.
        """
        with self._database.connection() as connection:
            done = connection.execute(
                "UPDATE sealing_keys SET wrapped = NULL, erased_at = now()"
                " WHERE organisation = %s AND erased_at IS NULL",
                (organisation,),
            )
        return done.rowcount

    def _key_in_use(self, connection: Connection[DictRow], organisation: str) -> tuple[UUID, AESGCM]:
        query = "SELECT id, wrapped FROM sealing_keys WHERE organisation = %s AND erased_at IS NULL"
        row = connection.execute(query, (organisation,)).fetchone()
        if row is None:
            new = uuid4()
            wrapped = _encrypt(self._master, AESGCM.generate_key(256), str(new))
            connection.execute(
                "INSERT INTO sealing_keys (id, organisation, wrapped) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                (new, organisation, wrapped),
            )
            row = connection.execute(query, (organisation,)).fetchone()
        if row is None:
            raise Erased(f"the key of {organisation} was erased meanwhile")
        return row["id"], self._unwrap(row["id"], row)

    def _unwrap(self, key: UUID, row: dict[str, Any]) -> AESGCM:
        return AESGCM(_decrypt(self._master, row["wrapped"], str(key)))


def master_key(file: Path) -> bytes:
    """The master key kept in `file`, made at the first call and readable by its owner only.

    The processes of an instance start together: the first one's key is everyone's, and no one sees half of it.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        descriptor, draft = mkstemp(dir=file.parent, prefix=file.name)  # 0600 from the start
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(AESGCM.generate_key(256).hex())
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):
            os.link(draft, file)
        Path(draft).unlink()
    return read_master_key(file.read_text(encoding="ascii"))


def read_master_key(text: str) -> bytes:
    """32 bytes from 64 hexadecimal digits. Raises ValueError that says so."""
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise ValueError("a master key is 64 hexadecimal digits (32 bytes)")
    return key


def _encrypt(cipher: AESGCM, plain: bytes, bound_to: str) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plain, bound_to.encode())


def _decrypt(cipher: AESGCM, ciphertext: bytes, bound_to: str) -> bytes:
    return cipher.decrypt(ciphertext[:_NONCE_BYTES], ciphertext[_NONCE_BYTES:], bound_to.encode())
