"""The secrets in a mail's links: worked out again from the master key, so that none is kept anywhere."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Literal

Purpose = Literal["notice", "stop"]  # a notice's id; a person's id
_BYTES = 24  # of the mark: 192 bits


class MailTokens:
    """Makes and reads `id.mark`, where the mark is an HMAC (RFC 2104) over purpose and id."""

    def __init__(self, master: bytes) -> None:
        self._key = hmac.digest(master, b"sluice mail links", sha256)

    def token(self, purpose: Purpose, id_: str) -> str:
        """The token for an id, in characters that a path may hold."""
        return f"{id_}.{self._mark(purpose, id_)}"

    def read(self, purpose: Purpose, token: str) -> str | None:
        """The id that the token was made for; None when it was not made by us, or for another purpose."""
        id_, _, mark = token.rpartition(".")
        return id_ if hmac.compare_digest(mark.encode(), self._mark(purpose, id_).encode()) else None

    def _mark(self, purpose: Purpose, id_: str) -> str:
        digest = hmac.digest(self._key, f"{purpose}\0{id_}".encode(), sha256)
        return urlsafe_b64encode(digest[:_BYTES]).decode()
