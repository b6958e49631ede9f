"""Secrets that are shown once: those recognised later by their hash, and those that sign webhooks."""

import base64
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_bytes, token_hex, token_urlsafe

KEY = "slc"  # the kind of an API key, with which it begins
_SIGNING_BYTES = 32  # Standard Webhooks wants 24 to 64


@dataclass(frozen=True)
class Secret:
    """A secret as it is shown once, and what we keep of it."""

    text: str
    prefix: str
    hash: bytes


def new_secret(kind: str) -> Secret:
    """256 random bits behind a readable prefix, so that a leaked one can be named and revoked."""
    prefix = f"{kind}_{token_hex(6)}"
    text = f"{prefix}_{token_urlsafe(32)}"
    return Secret(text, prefix, hash_of(text))


def webhook_secret() -> str:
    """One that signs webhooks, as Standard Webhooks writes it. It has to be kept, sealed."""
    return f"whsec_{base64.b64encode(token_bytes(_SIGNING_BYTES)).decode()}"


def hash_of(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
