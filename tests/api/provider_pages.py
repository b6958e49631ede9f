"""The process of the tests' identity provider: `python -m tests.api.provider_pages PORT FOLDER`.

It serves discovery and the public keys, and for those who sign in by browser the endpoints of the code flow: whoever
`login.json` names is logged in there.
"""

import json
import sys
from base64 import b64encode, urlsafe_b64encode
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, ClassVar
from urllib.parse import parse_qsl, quote_plus, urlencode

CLIENT: dict[str, Any] = {"oidc_client_id": "sluice pages", "oidc_client_secret": "s3cret+/%"}
KEYS, LOGIN = "keys.json", "login.json"


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
            "/realm/keys": json.loads((Path(sys.argv[2]) / KEYS).read_text()),
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
        from joserfc.jwk import import_key  # here, for few sign in, and each test starts a provider

        from tests.api.provider import signed

        login = json.loads((Path(sys.argv[2]) / LOGIN).read_text())
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
