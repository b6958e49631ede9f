"""Tokens of an identity provider: what their claims mean here, and its keys while it comes and goes."""

import json
import socket
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from api import provider_keys
from api.provider_keys import ProviderAway, ProviderKeys
from api.tokens import TokenRefused, TokenRules, Tokens
from domain.people import Role
from settings import Settings, load_settings
from store.people import Organisation
from tests.api.provider import CHECKOUT, SETTINGS, Provider, elliptic, provided, rsa, signed
from tests.api.served import Served, served
from tests.parts import Database


@pytest.fixture
def provider(tmp_path: Path) -> Generator[Provider, None, None]:
    with provided(tmp_path) as running:
        yield running


@pytest.fixture
def api(database: Database, tmp_path: Path, provider: Provider) -> Generator[Served, None, None]:
    with served(database.app_url, tmp_path, oidc_issuer=provider.issuer, **SETTINGS) as running:
        running.store.people.add_organisations([Organisation(id="o-ann", name_zh="安公司")])
        yield running


def me(api: Served, token: str, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.get(f"{api.url}/v1/me", headers={"Authorization": f"Bearer {token}", **named}, timeout=30)


def test_a_person_of_the_provider_keeps_one_id_until_erased(api: Served, provider: Provider) -> None:
    """Another subject is another person, and what the provider calls someone leads to nobody once erased."""
    ann = me(api, provider.token("ann", ["shenqing"], "o-ann")).json()
    again = me(api, provider.token("ann", ["shenqing"], "o-ann")).json()
    bob = me(api, provider.token("bob", ["shenqing"], "o-ann")).json()
    assert ann["id"] == again["id"] != bob["id"]
    assert api.store.people.erase(ann["id"])
    assert me(api, provider.token("ann", ["shenqing"], "o-ann")).json()["id"] not in (ann["id"], bob["id"])


def test_claims_say_roles_and_organisation(api: Served, provider: Provider) -> None:
    """A list or words; what isn't in the mapping means nothing; several roles need a choice."""
    both = provider.token("ann", ["shenqing", "shouli", "root", "clock"], "o-ann")
    asked = me(api, both)
    assert (asked.status_code, asked.json()["reason"]) == (400, "role_needed")
    assert asked.json()["roles"] == ["applicant@o-ann", "platform_operator@o-ann"]
    chosen = me(api, both, Sluice_Role="platform_operator").json()
    assert (chosen["role"], chosen["organisation"]) == ("platform_operator", "o-ann")
    words = provider.token("ann", [], "o-ann", realm_access={"roles": "root shenqing"})
    assert me(api, words).json()["role"] == "applicant"


def test_a_key_goes_on_beside_tokens(api: Served) -> None:
    """A provider takes nothing away from keys."""
    ann = api.person("p-key", Role.APPLICANT, "o-ann")
    assert ann.get("/v1/me").json()["id"] == "p-key"


def test_while_the_provider_is_away_known_keys_go_on(api: Served, provider: Provider) -> None:
    """A token under a key that nobody here has seen gets 503 and may ask again; then it is taken."""
    known = provider.token("ann", ["shenqing"], "o-ann")
    assert me(api, known).status_code == 200
    provider.leave()
    provider.publish(elliptic("second"))
    assert me(api, known).status_code == 200
    time.sleep(0.1)  # so that it may be asked again
    away = me(api, provider.token("ann", ["shenqing"], "o-ann"))
    assert (away.status_code, away.json()["reason"]) == (503, "identity_provider_away")
    assert away.headers["Retry-After"]
    provider.come_back()
    time.sleep(0.1)
    assert me(api, provider.token("ann", ["shenqing"], "o-ann")).status_code == 200


def test_made_up_key_ids_do_not_hammer_the_provider(provider: Provider) -> None:
    """It is asked at most once in the time that was set."""
    keys = ProviderKeys(provider.issuer, again=60, fresh=600)
    assert keys.key("first")
    before = provider.asked()
    assert [keys.key(f"made-up-{n}") for n in range(20)] == [None] * 20
    assert provider.asked() == before == 1


def test_beside_the_one_who_asks_a_provider_that_hangs_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else whoever makes key ids up would hold the few threads that look keys and tokens up."""
    monkeypatch.setattr(provider_keys, "_WAIT", 2.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        keys = ProviderKeys(f"http://127.0.0.1:{silent.getsockname()[1]}/realm", again=0.01, fresh=600)
        with pytest.raises(ProviderAway):
            keys.key("first")
        with ThreadPoolExecutor(1) as pool:
            asking = pool.submit(keys.key, "made-up")
            asked = [silent.accept()[0] for _ in range(2)]  # the second time now
            with pytest.raises(ProviderAway):
                keys.key("another")
            assert not asking.done() and len(asked) == 2
            with pytest.raises(ProviderAway):
                asking.result()


def test_a_withdrawn_key_ends_here_too(provider: Provider) -> None:
    """Even if no token under a new one ever comes: what is known is asked for anew after its time."""
    keys = ProviderKeys(provider.issuer, again=0.01, fresh=0.1)
    assert keys.key("first")
    provider.publish(rsa("second"))
    time.sleep(0.2)
    assert keys.key("first") is None and keys.key("second")


def test_no_key_is_taken_from_another_issuer_or_a_shared_secret(provider: Provider) -> None:
    """Discovery must give the issuer's own name back; a symmetric key in the set is passed over."""
    other = provider.issuer.replace("127.0.0.1", "localhost")
    with pytest.raises(ProviderAway):
        ProviderKeys(other, again=1, fresh=600).key("first")
    provider.file.write_text(json.dumps({"keys": [{"kty": "oct", "k": "c2VjcmV0", "kid": "shared"}, {"kty": "?"}]}))
    assert ProviderKeys(provider.issuer, again=1, fresh=600).key("shared") is None


def test_a_token_without_a_key_id_is_read_by_the_only_key(provider: Provider) -> None:
    """With two keys it must say which."""
    tokens = Tokens(_rules(provider), ProviderKeys(provider.issuer, again=0.01, fresh=0.01))
    nameless = signed(provider.keys[0], provider.claims("ann", ["shenqing"], "o-ann"), kid="")
    assert tokens.read(nameless).subject == "ann"
    provider.publish(provider.keys[0], rsa("second"))
    time.sleep(0.05)
    with pytest.raises(TokenRefused):
        tokens.read(nameless)


def test_clocks_may_differ_by_the_leeway_and_no_more(provider: Provider) -> None:
    """On both sides."""
    tokens = Tokens(_rules(provider), ProviderKeys(provider.issuer, again=1, fresh=600))
    now = int(time.time())
    for claims in ({"exp": now - 10}, {"nbf": now + 10}, {"iat": now + 10}):
        assert tokens.read(provider.token("ann", ["shenqing"], "o-ann", **claims)).roles == (Role.APPLICANT,)
    for claims in ({"exp": now - 40}, {"nbf": now + 60}, {"iat": now + 60}):
        with pytest.raises(TokenRefused):
            tokens.read(provider.token("ann", ["shenqing"], "o-ann", **claims))


@pytest.mark.parametrize(
    "wrong",
    [
        {"oidc_audience": ""},
        {"oidc_roles": {}},
        {"oidc_roles": {"x": "clock"}},
        {"oidc_algorithms": ("none",)},
        {"oidc_algorithms": ("HS256",)},
        {"oidc_algorithms": ()},
        {"oidc_issuer": "login.example"},
        {"environment": "production", "database_url": "postgresql://a@b/c", "temporal_address": "t:1"},
    ],
    ids=str,
)
def test_settings_that_would_let_anyone_in_are_refused(wrong: dict[str, Any]) -> None:
    """Neither `none` nor a shared secret can be chosen; in production the provider is reached by https."""
    good: dict[str, Any] = {"oidc_issuer": "http://login.example", "master_key": "5a" * 32, **SETTINGS}
    assert Settings(**good).oidc_leeway_seconds == 30
    with pytest.raises(ValidationError):
        Settings(**(good | wrong))


def test_the_settings_that_the_page_shows_are_good(without_settings: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an operator would copy them."""
    page = (CHECKOUT / "docs" / "identity.md").read_text(encoding="utf-8")
    shown = dict(line.split("=", 1) for line in page.splitlines() if line.startswith("SLUICE_"))
    for name, value in shown.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    assert len(shown) == 8 and settings.oidc_client_id and settings.oidc_roles["open-data-auditor"] is Role.AUDITOR
    assert settings.oidc_algorithms == ("RS256", "PS256", "ES256")


def _rules(provider: Provider) -> TokenRules:
    return TokenRules(
        issuer=provider.issuer,
        audience=SETTINGS["oidc_audience"],
        algorithms=("RS256",),
        leeway=30,
        person="sub",
        roles="realm_access.roles",
        organisation="organisation",
        mail="email",
        meaning={"shenqing": Role.APPLICANT},
    )
