"""Signing in at the identity provider: the authorization code flow (RFC 6749 §4.1, OpenID Connect Core §3.1).

Always with PKCE (RFC 7636, S256), state and nonce. What is kept is the *access token*: it is the one made for this API,
under its audience, with roles and organisation, and so is read by the rules of any other. The ID token is only looked
at to see that the answer belongs to the question.
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import quote_plus, urlencode

import httpx
import structlog
from pydantic import BaseModel, ValidationError

from api.provider_keys import ProviderAway, ProviderKeys
from api.tokens import TokenRefused, Tokens

_WAIT = 5.0  # seconds for the provider's answer
_MOST = 64 * 1024  # bytes of it
_log = structlog.get_logger()


class SignInFailed(Exception):
    """The provider's answer opens nothing. The message says why, for the record only."""


@dataclass(frozen=True)
class Started:
    """What the answer is compared with; the browser keeps it sealed."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Client:
    """What we are to the provider. Without a secret we are a public client: PKCE protects both kinds."""

    id: str
    secret: str = field(repr=False)
    redirect_uri: str
    scope: str


class _Granted(BaseModel):
    access_token: str
    id_token: str
    token_type: str


class CodeFlow:
    """One client at one provider. `id_tokens` reads tokens whose audience is the client."""

    def __init__(self, client: Client, keys: ProviderKeys, id_tokens: Tokens) -> None:
        self._client = client
        self._keys = keys
        self._id_tokens = id_tokens

    def begin(self) -> tuple[str, Started]:
        """Where to send the browser, and what to remember. Raises ProviderAway."""
        started = Started(*(secrets.token_urlsafe(32) for _ in range(3)))
        challenge = urlsafe_b64encode(sha256(started.verifier.encode()).digest()).decode().rstrip("=")
        asked = {
            "response_type": "code",
            "client_id": self._client.id,
            "redirect_uri": self._client.redirect_uri,
            "scope": self._client.scope,
            "state": started.state,
            "nonce": started.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        address = self._keys.address_of("authorization_endpoint")
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}", started

    def finish(self, started: Started, answer: Mapping[str, str]) -> str:
        """The access token for what the browser brought back. Raises SignInFailed and ProviderAway."""
        if not hmac.compare_digest(answer.get("state", "").encode(), started.state.encode()):
            raise SignInFailed("state")
        if answer.get("iss", self._keys.issuer) != self._keys.issuer:  # RFC 9207: another provider's answer
            raise SignInFailed("issuer")
        if "error" in answer or not answer.get("code"):
            raise SignInFailed(f"provider: {answer.get('error', 'no code')}"[:100])
        granted = self._exchange(answer["code"], started.verifier)
        try:
            nonce = self._id_tokens.claims(granted.id_token).get("nonce")
        except TokenRefused as refused:
            raise SignInFailed(f"id token: {refused}") from None
        if nonce != started.nonce:
            raise SignInFailed("nonce")
        return granted.access_token

    def _exchange(self, code: str, verifier: str) -> _Granted:
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._client.redirect_uri,
            "client_id": self._client.id,
            "code_verifier": verifier,
        }
        # RFC 6749 §2.3.1: both parts encoded as in a form before they become HTTP Basic
        secret = (quote_plus(self._client.id), quote_plus(self._client.secret)) if self._client.secret else None
        try:
            address = self._keys.address_of("token_endpoint")
            with httpx.Client(timeout=_WAIT, auth=secret) as client:
                answer = client.post(address, data=sent, headers={"Accept": "application/json"})
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            _log.warning("identity_provider_away", error=repr(error)[:300])
            raise ProviderAway(self._keys.issuer) from None
        if answer.is_server_error:
            raise ProviderAway(self._keys.issuer)
        if not answer.is_success or len(answer.content) > _MOST:
            raise SignInFailed(f"code refused: {answer.status_code}")
        try:
            granted = _Granted.model_validate_json(answer.content)
        except ValidationError:
            raise SignInFailed("no tokens in the answer") from None
        if granted.token_type.lower() != "bearer":
            raise SignInFailed("another type of token")
        return granted
