"""The identity provider's public keys and addresses, found by discovery and kept in memory."""

import time
from collections.abc import Mapping
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import httpx
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import Key, import_key
from pydantic import TypeAdapter, ValidationError

DISCOVERY = "/.well-known/openid-configuration"
_WAIT = 3.0  # seconds for each of the two answers
_MOST = 512 * 1024  # bytes of an answer
_ASYMMETRIC = ("RSA", "EC", "OKP")
_JSON = TypeAdapter(dict[str, Any])
_KEYS = TypeAdapter(list[dict[str, Any]])
_log = structlog.get_logger()


class ProviderAway(Exception):
    """The identity provider can't be asked for a key that is not known here."""


class ProviderKeys:
    """Thread-safe. A key that is not known is asked for, at most once in `again` seconds.

    Known keys are used while the provider is away. While it answers, they are asked for anew after `fresh`
    seconds, so that one which it has withdrawn ends here too.
    """

    def __init__(self, issuer: str, *, again: float, fresh: float) -> None:
        self.issuer = issuer
        self._again = again
        self._fresh = fresh
        self._keys: Mapping[str, Key] = {}
        self._told: Mapping[str, Any] = {}
        self._asked = self._answered = float("-inf")
        self._away = False  # when it was asked last
        self._lock = Lock()

    def key(self, kid: str) -> Key | None:
        """The key of that id, or the only one for an empty id; None when the provider has none such.

        Raises ProviderAway when it can't be asked.
        """
        found = self._find(kid)
        if found and time.monotonic() - self._answered < self._fresh:
            return found
        # One asks. Who needs a key that is not known waits for the answer, the others don't; and nobody waits beside
        # the one while the provider is away: anyone can make a key id up, and threads are few.
        if self._lock.acquire(blocking=found is None and not self._away):
            try:
                if time.monotonic() - self._asked >= self._again:
                    self._ask()
            finally:
                self._lock.release()
        if (found := self._find(kid)) is None and self._answered < self._asked:
            raise ProviderAway(self.issuer)
        return found

    def answers(self) -> bool:
        """Whether the provider answered when it was asked last: now, if that is too long ago or it did not."""
        with self._lock:
            now = time.monotonic()
            doubtful = self._answered < self._asked or now - self._answered >= self._fresh
            if doubtful and now - self._asked >= self._again:
                self._ask()
        return self._answered >= self._asked

    def address_of(self, endpoint: str) -> str:
        """Where the provider says that an endpoint of its is. Raises ProviderAway, also when it names none."""
        if not self._told:
            with self._lock:
                if not self._told and time.monotonic() - self._asked >= self._again:
                    self._ask()
        found = self._told.get(endpoint)
        if not isinstance(found, str) or not self._as_safe(found):
            raise ProviderAway(self.issuer)
        return found

    def _as_safe(self, address: str) -> bool:
        """Whether it is reached by https if the issuer is."""
        return urlsplit(address).scheme in ("https", urlsplit(self.issuer).scheme)

    def _find(self, kid: str) -> Key | None:
        if kid:
            return self._keys.get(kid)
        return next(iter(self._keys.values())) if len(self._keys) == 1 else None

    def _ask(self) -> None:
        self._asked = time.monotonic()
        try:
            with httpx.Client(timeout=_WAIT) as client:
                told = _fetch(client, self.issuer.rstrip("/") + DISCOVERY)
                if told.get("issuer") != self.issuer:
                    raise ValueError("the provider calls itself by another name")
                where = str(told.get("jwks_uri", ""))
                if not self._as_safe(where):
                    raise ValueError("the keys' address is not https")
                keys = _usable(_fetch(client, where))
        except (httpx.HTTPError, httpx.InvalidURL, ValidationError, ValueError) as error:
            _log.warning("identity_provider_away", issuer=self.issuer, error=repr(error)[:300])
            self._away = True
            return
        self._keys, self._told, self._answered, self._away = keys, told, time.monotonic(), False
        _log.info("identity_provider_keys", keys=sorted(keys))


def _fetch(client: httpx.Client, url: str) -> dict[str, Any]:
    answer = client.get(url, headers={"Accept": "application/json"})
    answer.raise_for_status()  # a redirect too: none is followed
    if len(answer.content) > _MOST:
        raise ValueError("the answer is too large")
    return _JSON.validate_json(answer.content)


def _usable(found: Mapping[str, Any]) -> dict[str, Key]:
    """The public signing keys by their id. A symmetric one is never taken: everyone can read it here."""
    keys: dict[str, Key] = {}
    for data in _KEYS.validate_python(found.get("keys")):
        if data.get("kty") not in _ASYMMETRIC or data.get("use", "sig") != "sig":
            continue
        try:
            key = import_key(data)
        except (JoseError, ValueError, TypeError, KeyError):
            continue  # RFC 7517 §5: what isn't understood is passed over
        key.ensure_kid()
        keys[str(key.kid)] = key
    return keys
