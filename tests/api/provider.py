"""An identity provider for the tests: a process of its own (`provider_pages`) that publishes the keys a file holds.

The tests sign most tokens themselves.
"""

import json
import sys
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGTERM
from typing import Any

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, Key, RSAKey
from joserfc.jws import JWSRegistry

from embedded.child import Child
from embedded.ports import free_port
from tests.api.provider_pages import CLIENT, KEYS, LOGIN

CHECKOUT = Path(__file__).resolve().parents[2]
AUDIENCE = "sluice-api"
SETTINGS: dict[str, Any] = {
    "oidc_audience": AUDIENCE,
    "oidc_algorithms": ("RS256", "ES256"),
    "oidc_roles_claim": "realm_access.roles",
    "oidc_roles": {"shenqing": "applicant", "shouli": "platform_operator", "shenji": "auditor"},
    "oidc_ask_again_seconds": 0.05,
}


@dataclass
class Provider:
    """The running provider, and the private keys that only it would have."""

    issuer: str
    folder: Path
    child: Child
    start: Callable[[], Child]
    keys: list[RSAKey | ECKey] = field(default_factory=list[RSAKey | ECKey])

    def leave(self) -> None:
        """Be away, until `come_back`."""
        self.child.stop()

    def come_back(self) -> None:
        self.child = self.start()

    def publish(self, *keys: RSAKey | ECKey) -> None:
        """Sign with these from now on, and publish their public halves."""
        self.keys = list(keys)
        self.file.write_text(json.dumps({"keys": [key.as_dict(private=False) for key in keys]}))

    @property
    def file(self) -> Path:
        """The public keys."""
        return self.folder / KEYS

    def log_in(
        self,
        subject: str,
        roles: list[str],
        organisation: str,
        access: Mapping[str, Any] | None = None,
        identity: Mapping[str, Any] | None = None,
    ) -> None:
        """Whoever comes by browser is this person. The two are claims of the tokens instead of the right ones."""
        right = {"iss": self.issuer, "aud": CLIENT["oidc_client_id"], "sub": subject, "exp": int(time.time()) + 300}
        said = {
            "key": self.keys[0].as_dict(private=True),
            "access": self.claims(subject, roles, organisation, **(access or {})),
            "identity": right,
            "odd": identity or {},
        }
        (self.folder / LOGIN).write_text(json.dumps(said))

    def asked(self) -> int:
        """How often its keys were asked for."""
        return self.child.log.read_text().count("/keys")

    def claims(self, subject: str, roles: list[str], organisation: str, /, **more: Any) -> dict[str, Any]:
        """What a good token says; None takes a claim away."""
        now = int(time.time())
        said = {
            "iss": self.issuer,
            "aud": AUDIENCE,
            "sub": subject,
            "iat": now,
            "exp": now + 300,
            "realm_access": {"roles": roles},
            "organisation": organisation,
        }
        return {name: value for name, value in (said | more).items() if value is not None}

    def token(self, subject: str, roles: list[str], organisation: str, /, **more: Any) -> str:
        """A token signed by the first key."""
        return signed(self.keys[0], self.claims(subject, roles, organisation, **more))


def signed(key: Key, claims: dict[str, Any], **header: Any) -> str:
    """A token under any header, good or not."""
    algorithm = {"RSA": "RS256", "EC": "ES256", "oct": "HS256"}[key.key_type]
    full = {"alg": algorithm, "kid": key.kid, "typ": "at+jwt"} | header
    every = JWSRegistry(algorithms=["none", "HS256", "RS256", "RS384", "ES256"])
    return jwt.encode(full, claims, key, registry=every)


def rsa(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


def elliptic(kid: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig"})


@contextmanager
def provided(folder: Path) -> Generator[Provider, None, None]:
    """Run it until the block ends."""
    port, log = free_port(), folder / "provider.log"
    issuer = f"http://127.0.0.1:{port}/realm"
    command = [sys.executable, "-m", "tests.api.provider_pages", str(port), str(folder)]

    def start() -> Child:
        child = Child(command, name="provider", log=log, stop_signal=SIGTERM, folder=CHECKOUT)
        child.wait_until(lambda: _answers(issuer), 20)
        return child

    (folder / KEYS).write_text('{"keys": []}')
    provider = Provider(issuer, folder, start(), start)
    provider.publish(rsa("first"))
    try:
        yield provider
    finally:
        provider.child.stop()


def _answers(issuer: str) -> bool:
    try:
        return httpx.get(f"{issuer}/.well-known/openid-configuration").status_code == 200
    except httpx.HTTPError:
        return False
