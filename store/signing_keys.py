"""Public keys with which organisations sign agreements. A private key never comes here."""

import base64
import binascii
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from psycopg.errors import ForeignKeyViolation

from store.database import Database
from store.people import PeopleError


class SigningKeys:
    """The register of Ed25519 public keys (RFC 8032), each under the hash of itself."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def register(self, organisation: str, pem: bytes) -> str:
        """Record an organisation's public key and return its id; again, the same id.

        Raises PeopleError when it is no Ed25519 public key in PEM, another organisation's, or when
        the organisation is unknown.
        """
        raw = _raw(pem)
        key_id = key_id_of(raw)
        with self._database.connection() as connection, connection.transaction():
            try:
                connection.execute(
                    "INSERT INTO signing_keys (id, organisation, public_key) VALUES (%s, %s, %s)"
                    " ON CONFLICT (id) DO NOTHING",
                    (key_id, organisation, raw),
                )
            except ForeignKeyViolation as error:
                raise PeopleError(f"there is no organisation {organisation}") from error
        if self._find(key_id)[0] != organisation:
            raise PeopleError("this key is another organisation's; make one of your own")
        return key_id

    def public_key(self, key_id: str) -> bytes | None:
        """The raw 32 bytes of a registered key."""
        return self._find(key_id)[1]

    def holds(self, key_id: str, organisation: str, digest: str, signature: str) -> bool:
        """Whether `signature` (base64) over the bytes of `digest` (hex) is by that organisation's key."""
        owner, raw = self._find(key_id)
        return raw is not None and owner == organisation and signature_holds(raw, digest, signature)

    def _find(self, key_id: str) -> tuple[str, bytes | None]:
        query = "SELECT organisation, public_key FROM signing_keys WHERE id = %s"
        with self._database.connection() as connection:
            row = connection.execute(query, (key_id,)).fetchone()
        return (row["organisation"], bytes(row["public_key"])) if row else ("", None)


def key_id_of(public_key: bytes) -> str:
    """A key's id, made from itself: who knows the id recognises the key."""
    return f"ed25519-{sha256(public_key).hexdigest()[:32]}"


def signature_holds(public_key: bytes, digest: str, signature: str) -> bool:
    """Ed25519 over the 32 bytes of a SHA-256 given in hex; malformed input does not hold."""
    try:
        message = bytes.fromhex(digest)
        Ed25519PublicKey.from_public_bytes(public_key).verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def _raw(pem: bytes) -> bytes:
    try:
        key = load_pem_public_key(pem)
    except ValueError as error:
        raise PeopleError("this is no public key in PEM") from error
    if not isinstance(key, Ed25519PublicKey):
        raise PeopleError("only Ed25519 keys sign agreements; make one with `sluice people signing-key new`")
    return key.public_bytes_raw()
