"""Reading what a caller sent, with a clear problem for whatever can't be read."""

import base64
import binascii
import json
import re
from datetime import MAXYEAR, MINYEAR, datetime

from fastapi import Request
from pydantic import AwareDatetime, TypeAdapter, ValidationError

from api.problems import Problem

MAX_BODY = 256 * 1024  # bytes of a command; files go to /v1/material
MAX_BULK = 8 * MAX_BODY  # bytes of many commands together: some 20,000 for each of a hundred
MAX_ID = 200  # characters of a case's id
_MAX_VERSION = 2**63 - 1
_KEY = re.compile(r"[\x20-\x7e]{1,200}")
_ETAG = re.compile(r'"?(\d{1,19})"?', re.ASCII)
_CURSOR = TypeAdapter(list[str])
_INSTANT = TypeAdapter(AwareDatetime)


async def read_body(request: Request, limit: int) -> bytes:
    """The body, unless it is longer than `limit` bytes: the reading stops there with `too_large`."""
    declared = request.headers.get("Content-Length", "")
    if declared.isascii() and declared.isdigit() and int(declared) > limit:
        raise Problem("too_large", f"at most {limit} bytes are taken")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Problem("too_large", f"at most {limit} bytes are taken")
    return bytes(body)


def idempotency_key(request: Request) -> str:
    """The key that makes asking again safe. Raises `idempotency_key_needed`."""
    key = request.headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(key):
        raise Problem("idempotency_key_needed")
    return key


def if_match(request: Request) -> int | None:
    """The version that the caller believes in; None when any will do."""
    given = request.headers.get("If-Match", "").strip()
    if given in ("", "*"):
        return None
    found = _ETAG.fullmatch(given)
    if found is None or int(found[1]) > _MAX_VERSION:
        raise Problem("malformed_if_match")
    return int(found[1])


def as_of(given: str) -> int | datetime:
    """A version number, or an RFC 3339 instant with its offset."""
    if given.isascii() and given.isdigit():
        if len(given) > 18:
            raise Problem("malformed_as_of")
        return int(given)
    # In a query an unescaped + is a space; an instant has no other.
    return instant(given.replace(" ", "+") if given.count(" ") == 1 else given)


def instant(given: str) -> datetime:
    """An RFC 3339 instant with its offset, which has one in every other offset too. Raises `malformed_as_of`."""
    try:
        found = _INSTANT.validate_python(given)
    except ValidationError:
        raise Problem("malformed_as_of") from None
    if not MINYEAR < found.year < MAXYEAR:
        raise Problem("malformed_as_of")
    return found


def write_cursor(*parts: str) -> str:
    """An opaque place in a list."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def read_cursor(cursor: str, parts: int) -> list[str] | None:
    """What `write_cursor` wrote; None for no cursor. Raises `malformed_cursor`."""
    if not cursor:
        return None
    try:
        text = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        found = _CURSOR.validate_json(text)
    except (binascii.Error, ValueError):
        raise Problem("malformed_cursor") from None
    if len(found) != parts or "\0" in "".join(found):
        raise Problem("malformed_cursor")
    return found
