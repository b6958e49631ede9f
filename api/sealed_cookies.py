"""What a browser keeps for us and can't read: sealed by AES-256-GCM under a key made from the master key."""

import hmac
import json
import time
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import TypeAdapter

_NONCE_BYTES = 12  # NIST SP 800-38D, 8.2.2: random nonces, far below 2**32 messages a key
_UNTIL = "until"
_VALUES = TypeAdapter(dict[str, str])


class SealedCookies:
    """Seals and opens for one purpose each; `mark` binds a form to the cookie of whoever is shown it."""

    def __init__(self, master: bytes) -> None:
        self._cipher = AESGCM(hmac.digest(master, b"sluice cookies", sha256))
        self._marking = hmac.digest(master, b"sluice form marks", sha256)

    def seal(self, purpose: str, values: Mapping[str, str], seconds: int) -> str:
        """The values as a cookie's text, which opens for so many seconds of real time."""
        text = json.dumps({**values, _UNTIL: str(int(time.time()) + seconds)}).encode()
        nonce = urandom(_NONCE_BYTES)  # packed first, for a token is long and a cookie has 4,096 bytes
        sealed = nonce + self._cipher.encrypt(nonce, zlib.compress(text, 9), purpose.encode())
        return urlsafe_b64encode(sealed).decode().rstrip("=")

    def open(self, purpose: str, sealed: str) -> Mapping[str, str] | None:
        """What was sealed for that purpose; None when it is over, or when we never sealed it."""
        try:
            raw = urlsafe_b64decode(sealed.encode() + b"=" * (-len(sealed) % 4))
            plain = self._cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], purpose.encode())
        except (InvalidTag, ValueError):
            return None
        values = _VALUES.validate_json(zlib.decompress(plain))
        return values if time.time() < int(values.pop(_UNTIL)) else None

    def mark(self, cookie: str, of: str) -> str:
        """What a form about `of` holds when it was made for the browser with that cookie."""
        return hmac.new(self._marking, f"{of}\0{cookie}".encode(), sha256).hexdigest()
