"""Signing in by browser: with a key, or at the identity provider. What is odd on the way leaves nobody signed in."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import ValidationError

from api.sealed_cookies import SealedCookies
from domain.people import Role
from settings import Settings
from store.people import Organisation
from tests.api.browsing import Tab
from tests.api.provider import SETTINGS, Provider, provided
from tests.api.provider_pages import CLIENT
from tests.api.served import Person, Served, served
from tests.parts import Database

CLERK = ("clerk-1", ["shouli"], "o-ann")


@pytest.fixture
def provider(tmp_path: Path) -> Generator[Provider]:
    with provided(tmp_path) as running:
        running.log_in(*CLERK)
        yield running


@pytest.fixture
def api(database: Database, tmp_path: Path, provider: Provider) -> Generator[Served]:
    with _over(database, tmp_path, provider) as running:
        yield running


@contextmanager
def _over(database: Database, folder: Path, provider: Provider, **more: Any) -> Generator[Served]:
    given: dict[str, Any] = SETTINGS | CLIENT | {"oidc_issuer": provider.issuer} | more
    with served(database.app_url, folder, **given) as running:
        running.store.people.add_organisations([Organisation(id="o-ann", name_zh="安公司")])
        yield running


def signed_in(tab: Tab) -> bool:
    """Whether the instance knows who this browser is of."""
    return "/sign-out" in tab.open("/sign-in").text


def refused(api: Served, answer: httpx.Response) -> dict[str, Any]:
    """What the record says of that answer."""
    auditor = api.person(f"p-aud-{answer.headers['Sluice-Request-Id'][:8]}", Role.AUDITOR, "o-audit")
    records = auditor.get("/v1/refused-attempts?limit=10").json()["attempts"]
    (record,) = [one for one in records if one["request_id"] == answer.headers["Sluice-Request-Id"]]
    return dict(record)


def test_a_key_signs_in_for_fifteen_minutes_and_no_script_can_read_the_cookie(api: Served, ann: Person) -> None:
    """The cookie holds the key sealed: neither the key nor its prefix can be seen in it."""
    tab = Tab(api.url)
    tab.open("/sign-in")
    tab.sign_in(ann.key)
    assert signed_in(tab) and "p-ann" in tab.page.text
    raw = httpx.post(f"{api.url}/sign-in", data={"key": ann.key}, headers={"Origin": api.url})
    assert (raw.status_code, raw.headers["Location"]) == (303, "/sign-in")
    cookie = raw.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=900"} <= set(cookie.split("; "))
    assert ann.key not in cookie and ann.key[:16] not in cookie


def test_over_https_the_cookie_is_for_https_and_this_host_alone(database: Database, tmp_path: Path) -> None:
    with served(database.app_url, tmp_path, public_url="https://data.example") as api:
        ann = api.person("p-ann", Role.APPLICANT, "o-ann")
        headers = {"Origin": "https://data.example", "Sec-Fetch-Site": "same-origin"}
        raw = httpx.post(f"{api.url}/sign-in", data={"key": ann.key}, headers=headers)
        assert raw.headers["Set-Cookie"].startswith("__Host-sluice=") and "Secure" in raw.headers["Set-Cookie"]


def test_a_revocation_bites_at_the_next_page(api: Served, ann: Person) -> None:
    """The cookie is no session of its own: each page looks the key up."""
    tab = Tab(api.url)
    tab.open("/sign-in")
    tab.sign_in(ann.key)
    api.store.people.revoke_key("_".join(ann.key.split("_")[:2]))
    answer = tab.open("/sign-in")
    assert answer.status_code == 401 and "p-ann" not in answer.text
    assert refused(api, answer)["why"] == "key revoked"


def test_a_cookie_makes_no_header_beside_it_good(database: Database, tmp_path: Path) -> None:
    """Else whoever has one key could make up as many callers as they like, each with a share of its own."""
    with served(database.app_url, tmp_path, requests_per_minute=100) as api:
        ann, tab = api.person("p-ann", Role.APPLICANT, "o-ann"), Tab(api.url)
        tab.open("/sign-in")
        tab.sign_in(ann.key)
        made_up = [tab.client.get("/sign-in", headers={"Authorization": f"Bearer {n // 2}"}) for n in range(50)]
        left = [int(re.findall("r=([0-9]+)", answer.headers["RateLimit"])[0]) for answer in made_up]
        assert max(left[-10:]) < 80, left  # the address pays for all of them


def test_a_wrong_key_is_refused_and_recorded(api: Served) -> None:
    tab = Tab(api.url)
    tab.open("/sign-in")
    answer = tab.sign_in("slc_000000000000_x")
    assert answer.status_code == 401 and not tab.client.cookies
    record = refused(api, answer)
    assert (record["reason"], record["why"]) == ("unauthenticated", "unknown key")
    assert tab.form("/sign-in").fields["onward"] == "/sign-in"  # and one can try again


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
def test_another_sites_form_signs_nobody_in_or_out(api: Served, ann: Person, headers: dict[str, str]) -> None:
    """Else one could be signed in as someone else without seeing it."""
    tab = Tab(api.url)
    tab.open("/sign-in")
    answer = tab.send(tab.form("/sign-in"), headers, key=ann.key)
    assert answer.status_code == 403 and not tab.client.cookies
    assert refused(api, answer)["reason"] == "not_our_form"
    tab.open("/sign-in")
    tab.sign_in(ann.key)
    assert signed_in(tab)
    assert tab.send(tab.form("/sign-out"), headers).status_code == 403 and signed_in(tab)
    assert tab.send(tab.form("/sign-out")).status_code == 200 and not signed_in(tab)


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "/\\evil.example", "evil", "/a\nb", ""])
def test_nobody_is_sent_to_another_site(api: Served, ann: Person, onward: str) -> None:
    """Neither by the form nor on the way back from the provider."""
    raw = httpx.post(f"{api.url}/sign-in", data={"key": ann.key, "onward": onward}, headers={"Origin": api.url})
    assert raw.headers["Location"] == "/sign-in"
    tab = Tab(api.url)
    tab.client.get("/sign-in/provider", params={"onward": onward})
    assert tab.client.get("/sign-in").url.host == "127.0.0.1" and signed_in(tab)


def test_the_provider_signs_in_and_the_access_token_is_what_is_kept(api: Served, provider: Provider) -> None:
    """By the link of the page; the id is that of the person whom the API knows by the same provider's tokens."""
    tab = Tab(api.url)
    tab.open("/sign-in?onward=/sign-in?lang=en")
    (link,) = [one for one in tab.links if one.startswith("/sign-in/provider")]
    answer = tab.open(link)
    token = provider.token(*CLERK)
    me = httpx.get(f"{api.url}/v1/me", headers={"Authorization": f"Bearer {token}"}).json()
    assert tab.path == "/sign-in" and me["id"] in answer.text and "signed in" in answer.text
    hops = [*answer.history, answer]
    asked = parse_qs(urlsplit(hops[0].headers["Location"]).query)
    assert asked["redirect_uri"] == [f"{api.url}/sign-in/back"] and asked["code_challenge_method"] == ["S256"]
    assert all(asked[name][0] for name in ("state", "nonce", "code_challenge"))
    assert len(tab.client.cookies) == 1  # what was begun is forgotten


ODD: dict[str, dict[str, Any]] = {
    "nonce": {"identity": {"nonce": "another"}},
    "id token: claim aud": {"identity": {"aud": "another-client"}},
    "id token: expired": {"identity": {"exp": 1}},
    "id token: claim iss": {"identity": {"iss": "https://elsewhere.example"}},
    "token: claim aud": {"access": {"aud": "another-api"}},
    "token: expired": {"access": {"exp": 1}},
}


@pytest.mark.parametrize("why", ODD)
def test_tokens_that_are_not_for_this_sign_in_are_refused(api: Served, provider: Provider, why: str) -> None:
    provider.log_in(*CLERK, **ODD[why])
    tab = Tab(api.url)
    answer = tab.open("/sign-in/provider")
    assert answer.status_code == 401 and why in refused(api, answer)["why"]
    provider.log_in(*CLERK)
    assert not signed_in(tab)


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(api: Served, provider: Provider) -> None:
    """Another's code, another state, another issuer, a code for the second time, the provider's own no."""
    begun = Tab(api.url)
    begun.client.follow_redirects = False
    here = begun.client.get("/sign-in/provider").headers["Location"]
    back = httpx.get(here).headers["Location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    rows = [
        (Tab(api.url), asked, "nothing was begun by this browser"),
        (begun, asked | {"state": "another"}, "state"),
        (begun, {name: value for name, value in asked.items() if name != "state"}, "state"),
        (begun, asked | {"iss": "https://elsewhere.example"}, "issuer"),
        (begun, {"state": asked["state"], "error": "access_denied"}, "provider: access_denied"),
        (begun, asked | {"code": "guessed"}, "code refused: 400"),
    ]
    for tab, given, why in rows:
        answer = tab.client.get("/sign-in/back", params=given)
        assert answer.status_code == 401 and refused(api, answer)["why"] == why
        assert "sluice=" not in answer.headers.get("Set-Cookie", "").replace("sluice_start=", "")
    good = begun.client.get("/sign-in/back", params=asked | {"iss": provider.issuer})
    assert good.status_code == 303
    again = Tab(api.url)
    again.client.follow_redirects = False
    again.client.get("/sign-in/provider")
    assert again.client.get("/sign-in/back", params=asked).status_code == 401


def test_while_the_provider_is_away_one_is_told_so(api: Served, provider: Provider) -> None:
    """And keys go on."""
    provider.leave()
    answer = Tab(api.url).open("/sign-in/provider")
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert answer.headers["Content-Type"].startswith("text/html")


def test_a_token_that_no_browser_would_keep_is_not_kept(api: Served, provider: Provider) -> None:
    """Said in words, instead of a sign-in that never holds."""
    provider.log_in(*CLERK, access={"groups": [token_hex(32) for _ in range(80)]})
    tab = Tab(api.url)
    assert tab.open("/sign-in/provider").status_code == 422
    provider.log_in(*CLERK)
    assert not signed_in(tab)


def test_without_a_client_only_keys_are_asked_for(database: Database, tmp_path: Path) -> None:
    with served(database.app_url, tmp_path) as api:
        tab = Tab(api.url)
        assert "/sign-in/provider" not in tab.open("/sign-in").text
        assert tab.open("/sign-in/provider").status_code == 404


def test_without_a_public_address_there_are_no_pages(database: Database, tmp_path: Path) -> None:
    """Where forms come from could not be checked, nor could a provider send anyone back."""
    with served(database.app_url, tmp_path, public_url="") as api:
        assert Tab(api.url).open("/sign-in").status_code == 404
    with pytest.raises(ValidationError):
        Settings(**CLIENT)


@pytest.mark.parametrize("wrong", ["sluice.example", "https://a.example/pages", "https://", "ftp://a.example"])
def test_the_public_address_is_an_origin(wrong: str) -> None:
    """As browsers name it: anything else would refuse every form."""
    assert Settings(public_url="https://Sluice.Example:8443/").public_url == "https://sluice.example:8443"
    with pytest.raises(ValidationError):
        Settings(public_url=wrong)


def test_a_sealed_cookie_opens_in_time_for_its_purpose_under_its_key() -> None:
    cookies = SealedCookies(b"k" * 32)
    sealed = cookies.seal("a", {"secret": "密"}, 60)
    assert cookies.open("a", sealed) == {"secret": "密"}
    assert cookies.open("b", sealed) is None
    assert SealedCookies(b"l" * 32).open("a", sealed) is None
    assert cookies.open("a", sealed[:-2] + "AA") is None and cookies.open("a", "é~") is None
    assert cookies.open("a", "") is None
    assert cookies.open("a", cookies.seal("a", {}, 0)) is None
