"""A browser without scripts: it keeps cookies, follows redirects, and sends the forms of a page as it finds them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx


@dataclass
class Form:
    """A form as it stands in a page. `choices` are the values of each group of radio buttons."""

    action: str
    fields: dict[str, str] = field(default_factory=dict[str, str])
    choices: dict[str, list[str]] = field(default_factory=dict[str, list[str]])


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            assert given["method"] == "post"
            self.found.append(Form(given.get("action", "")))
        if tag == "a":
            self.links.append(given["href"])
        if tag == "input" and given["type"] == "radio":
            self.found[-1].choices.setdefault(given["name"], []).append(given["value"])
        elif tag == "input":
            self.found[-1].fields[given["name"]] = given.get("value", "")


class Tab:
    """One person's browser at one instance."""

    def __init__(self, url: str, **headers: str) -> None:
        self.client = httpx.Client(base_url=url, timeout=30, follow_redirects=True, headers=headers)
        self.here: httpx.Response | None = None

    def open(self, address: str) -> httpx.Response:
        """Follow a link; it goes to `here`."""
        self.here = self.client.get(address)
        return self.here

    @property
    def page(self) -> httpx.Response:
        assert self.here is not None
        return self.here

    @property
    def forms(self) -> list[Form]:
        return _read(self.page).found

    @property
    def links(self) -> list[str]:
        return _read(self.page).links

    def form(self, wanted: str = "") -> Form:
        """The form of the page that goes to an address beginning so; the first one without an address by default."""
        return next(one for one in self.forms if (one.action.startswith(wanted) if wanted else not one.action))

    def send(self, form: Form, headers: Mapping[str, str] | None = None, **fields: str) -> httpx.Response:
        """Send it filled in, with the headers that a browser adds."""
        url = self.page.url
        origin = f"{url.scheme}://{url.netloc.decode()}"
        sent = {"Origin": origin, "Sec-Fetch-Site": "same-origin"} | dict(headers or {})
        address = urljoin(str(url), form.action) if form.action else str(url)
        kept = {name: value for name, value in sent.items() if value}
        self.here = self.client.post(address, data=form.fields | fields, headers=kept)
        return self.here

    def sign_in(self, key: str) -> httpx.Response:
        """Type the API key into the page that asks for it."""
        return self.send(self.form("/sign-in"), key=key)

    @property
    def path(self) -> str:
        return urlsplit(str(self.page.url)).path


def _read(page: httpx.Response) -> _Forms:
    parser = _Forms()
    parser.feed(page.text)
    return parser
