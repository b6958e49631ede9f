"""Someone in a browser: the cookie that says who they are, and whether a form that comes was one of ours.

The cookie holds the bearer secret itself, sealed. So each request goes through `api/auth.py` as it does with an
Authorization header: a revocation bites at once, and there is no session to keep anywhere.
"""

import hmac
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request, Response

from api.code_flow import CodeFlow, Started
from api.problems import Problem
from api.reading import read_body
from api.sealed_cookies import SealedCookies

_SIGNED_IN, _STARTED = "sluice", "sluice_start"
_START_SECONDS = 600  # that someone may take at the provider's own page
_MOST = 4096 - 200  # bytes of a cookie that browsers keep, without its name and attributes (RFC 6265 §6.1)
_FORM_BYTES = 64 * 1024


@dataclass(frozen=True)
class Browser:
    """How people sign in; `flow` is None without a client at an identity provider."""

    public_url: str  # the origin of our pages; without it there are none
    cookies: SealedCookies
    seconds: int  # that someone stays signed in
    flow: CodeFlow | None

    def secret(self, request: Request) -> str:
        """What someone signed in with. Raises `sign_in_needed`, or `unauthenticated` where something was tried."""
        sealed = request.cookies.get(self._name(_SIGNED_IN), "")
        values = self.cookies.open(_SIGNED_IN, sealed) if sealed else None
        if values is None and not sealed and request.method == "GET":
            raise Problem("sign_in_needed")
        if values is None:
            raise Problem("unauthenticated", why="a cookie that is over, or not ours" if sealed else "no cookie")
        return values["secret"]

    def sign_in(self, response: Response, secret: str) -> None:
        """Let the browser keep the secret. Raises `credential_too_long`."""
        self._keep(response, _SIGNED_IN, self.cookies.seal(_SIGNED_IN, {"secret": secret}, self.seconds), self.seconds)

    def sign_out(self, response: Response) -> None:
        self._forget(response, _SIGNED_IN)

    def start(self, response: Response, started: Started, onward: str) -> None:
        """Remember in the browser alone what was sent to the provider, and where to go after it."""
        values = {**vars(started), "onward": onward}
        self._keep(response, _STARTED, self.cookies.seal(_STARTED, values, _START_SECONDS), _START_SECONDS)

    def started(self, request: Request) -> tuple[Started, str] | None:
        values = dict(self.cookies.open(_STARTED, request.cookies.get(self._name(_STARTED), "")) or {})
        onward = values.pop("onward", "")
        return (Started(**values), onward) if values else None

    def end_start(self, response: Response) -> None:
        self._forget(response, _STARTED)

    def mark(self, request: Request, of: str) -> str:
        """For a form about `of`, shown to whoever is signed in."""
        return self.cookies.mark(request.cookies.get(self._name(_SIGNED_IN), ""), of)

    def check_mark(self, request: Request, mark: str, of: str) -> None:
        """Raises `not_our_form`: the form was made for someone else, about something else, or by someone else."""
        if not hmac.compare_digest(mark.encode(), self.mark(request, of).encode()):
            raise Problem("not_our_form", why="the form's mark")

    def check_origin(self, request: Request) -> None:
        """Raises `not_our_form` unless a page of ours sent it. Every browser says where a form was sent from."""
        site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
        if site not in (None, "same-origin") or origin != self.public_url:
            raise Problem("not_our_form", why=f"origin {origin}, site {site}")

    @property
    def _secure(self) -> bool:
        return self.public_url.startswith("https:")

    def _name(self, cookie: str) -> str:
        """By its name a browser takes it over https only, and from no neighbouring host (RFC 6265bis §4.1.3.2)."""
        return f"__Host-{cookie}" if self._secure else cookie

    def _keep(self, response: Response, cookie: str, sealed: str, seconds: int) -> None:
        if len(sealed) > _MOST:
            raise Problem("credential_too_long")
        response.set_cookie(
            self._name(cookie), sealed, max_age=seconds, path="/", secure=self._secure, httponly=True, samesite="lax"
        )

    def _forget(self, response: Response, cookie: str) -> None:
        response.delete_cookie(self._name(cookie), path="/", secure=self._secure, httponly=True, samesite="lax")


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form as HTML sends it, one value each. Raises `too_large` and `malformed`."""
    try:
        return dict(parse_qsl((await read_body(request, _FORM_BYTES)).decode(), keep_blank_values=True))
    except ValueError:
        raise Problem("malformed", "the form can't be read") from None
