"""An identity provider for the tests: a process of its own that publishes the keys a file holds.

`python -m tests.api.provider PORT FOLDER` serves discovery and the public keys; the tests sign most tokens themselves.
For those who sign in by browser it has the endpoints of the code flow: whoever `login.json` names is logged in there.
"""

import json
import sys
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from secrets import token_urlsafe
from signal import SIGTERM
from typing import Any, ClassVar
from urllib.parse import parse_qsl, quote_plus, urlencode

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, Key, RSAKey, import_key
from joserfc.jws import JWSRegistry

from embedded.child import Child
from embedded.ports import free_port

CHECKOUT = Path(__file__).resolve().parents[2]
AUDIENCE = "sluice-api"
SETTINGS: dict[str, Any] = {
    "oidc_audience": AUDIENCE,
    "oidc_algorithms": ("RS256", "ES256"),
    "oidc_roles_claim": "realm_access.roles",
    "oidc_roles": {"shenqing": "applicant", "shouli": "platform_operator", "shenji": "auditor"},
    "oidc_ask_again_seconds": 0.05,
}
CLIENT: dict[str, Any] = {"oidc_client_id": "sluice pages", "oidc_client_secret": "s3cret+/%"}
_KEYS, _LOGIN = "keys.json", "login.json"


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
        return self.folder / _KEYS

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
        (self.folder / _LOGIN).write_text(json.dumps(said))

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
    command = [sys.executable, "-m", "tests.api.provider", str(port), str(folder)]

    def start() -> Child:
        child = Child(command, name="provider", log=log, stop_signal=SIGTERM, folder=CHECKOUT)
        child.wait_until(lambda: _answers(issuer), 20)
        return child

    (folder / _KEYS).write_text('{"keys": []}')
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


class _Pages(BaseHTTPRequestHandler):
    """`codes` holds what was asked for under each code, which works once."""

    codes: ClassVar[dict[str, dict[str, str]]] = {}

    def do_GET(self) -> None:
        issuer = f"http://127.0.0.1:{sys.argv[1]}/realm"
        path, _, query = self.path.partition("?")
        if path == "/realm/authorize":
            self._authorise(dict(parse_qsl(query)))
            return
        told = {
            "issuer": issuer,
            "jwks_uri": f"{issuer}/keys",
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
        }
        pages = {
            "/realm/.well-known/openid-configuration": told,
            "/realm/keys": json.loads((Path(sys.argv[2]) / _KEYS).read_text()),
        }
        found = pages.get(path)
        self._answer(200 if found else 404, found)

    def do_POST(self) -> None:
        """The token endpoint, as strict as a real one: client, redirect address and PKCE (RFC 7636 §4.6)."""
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        asked = self.codes.pop(form.get("code", ""), None)
        basic = b":".join(quote_plus(CLIENT[name]).encode() for name in ("oidc_client_id", "oidc_client_secret"))
        challenge = urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        good = (
            asked is not None
            and self.headers["Authorization"] == f"Basic {b64encode(basic).decode()}"
            and form["grant_type"] == "authorization_code"
            and (form["redirect_uri"], challenge) == (asked["redirect_uri"], asked["code_challenge"])
        )
        if not good or asked is None:
            self._answer(400, {"error": "invalid_grant"})
            return
        login = json.loads((Path(sys.argv[2]) / _LOGIN).read_text())
        key = import_key(login["key"])
        identity = login["identity"] | {"nonce": asked["nonce"]} | login["odd"]
        granted = {"access_token": signed(key, login["access"]), "id_token": signed(key, identity, typ="JWT")}
        self._answer(200, granted | {"token_type": "Bearer"})

    def _authorise(self, asked: dict[str, str]) -> None:
        """The person is logged in already: straight back with a code."""
        if (asked["response_type"], asked["code_challenge_method"]) != ("code", "S256"):
            self._answer(400, {"error": "invalid_request"})
            return
        code = token_urlsafe()
        self.codes[code] = asked
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
        self.end_headers()

    def _answer(self, status: int, found: dict[str, Any] | None) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(found).encode())


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), _Pages).serve_forever()
