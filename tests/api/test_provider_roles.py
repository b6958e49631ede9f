"""What a token says of its person is remembered for mail: the roles, and an address that the provider has checked."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import httpx
import pytest

from store.people import Organisation
from tests.api.provider import SETTINGS, Provider, provided
from tests.api.served import MAIL, Served, served
from tests.parts import Database


@pytest.fixture
def provider(tmp_path: Path) -> Generator[Provider]:
    with provided(tmp_path) as running:
        yield running


@pytest.fixture
def api(database: Database, tmp_path: Path, provider: Provider) -> Generator[Served]:
    with served(database.app_url, tmp_path, oidc_issuer=provider.issuer, **SETTINGS, **MAIL) as running:
        running.store.people.add_organisations([Organisation(id=one, name_zh=one) for one in ("o-ann", "o-bob")])
        yield running


def me(api: Served, token: str) -> str:
    """Ask with a token; the person's id if there is one role."""
    answer = httpx.get(f"{api.url}/v1/me", headers={"Authorization": f"Bearer {token}"}, timeout=30)
    return str(answer.json().get("id", ""))


def mail(api: Served, token: str) -> dict[str, Any]:
    found = httpx.get(f"{api.url}/v1/mail", headers={"Authorization": f"Bearer {token}"}, timeout=30)
    return dict(found.json())


def noted(api: Served) -> list[tuple[str, str]]:
    with api.store.database.connection() as connection:
        rows = connection.execute("SELECT role, organisation FROM provider_roles ORDER BY 1, 2").fetchall()
    return [(row["role"], row["organisation"]) for row in rows]


def age(api: Served, by: str) -> None:
    """Let the roles have been seen so long ago."""
    with api.store.database.connection() as connection:
        connection.execute("UPDATE provider_roles SET seen_at = seen_at - %s::interval", (by,))


def seen_lately(api: Served) -> bool:
    with api.store.database.connection() as connection:
        (row,) = connection.execute("SELECT min(seen_at) > now() - interval '5 min' AS it FROM provider_roles")
    return bool(row["it"])


def test_the_roles_of_the_last_token_are_known_and_no_others(api: Served, provider: Provider) -> None:
    """A role that is gone from the token is gone at once; in an unknown organisation nobody has one."""
    me(api, provider.token("ann", ["shenqing", "shouli"], "o-ann"))
    assert noted(api) == [("applicant", "o-ann"), ("platform_operator", "o-ann")]
    me(api, provider.token("ann", ["shenqing"], "o-ann"))
    assert noted(api) == [("applicant", "o-ann")]
    me(api, provider.token("ann", ["shenqing"], "o-bob"))
    assert noted(api) == [("applicant", "o-bob")]
    me(api, provider.token("ann", ["shenqing"], "o-nowhere"))
    assert noted(api) == []


def test_roles_are_written_down_once_an_hour(api: Served, provider: Provider) -> None:
    """Each request would be a write otherwise."""
    token = provider.token("ann", ["shenqing"], "o-ann")
    me(api, token)
    age(api, "59 min")
    me(api, token)
    assert not seen_lately(api)
    age(api, "2 min")
    me(api, token)
    assert seen_lately(api)


def test_tokens_that_disagree_do_not_get_in_each_others_way(api: Served, provider: Provider) -> None:
    """Of the same person, at once: every request is answered, and what is known is what one of them says."""
    one, two = (provider.token("ann", roles, "o-ann") for roles in (["shenqing"], ["shenji"]))
    first = me(api, one)
    with ThreadPoolExecutor(8) as many:
        answered = list(many.map(partial(me, api), islice(cycle([one, two]), 40)))
    assert answered == [first] * 40 and len(noted(api)) == 1


def test_an_erased_person_leaves_no_roles_behind(api: Served, provider: Provider) -> None:
    """Who comes again is another."""
    ann = me(api, provider.token("ann", ["shenqing"], "o-ann"))
    assert noted(api) and api.store.people.erase(ann)
    assert noted(api) == []


def test_an_address_that_the_provider_has_checked_is_taken(api: Served, provider: Provider) -> None:
    """Where the person has said nothing themselves."""
    token = provider.token("ann", ["shenqing"], "o-ann", email="ann@example.org", email_verified=True)
    shown = mail(api, token)
    assert (shown["told"], shown["address"]) == (True, "ann@example.org")
    headers = {"Authorization": f"Bearer {token}"}
    httpx.patch(f"{api.url}/v1/mail", json={"address": ""}, headers=headers, timeout=30)
    age(api, "2 hours")
    assert mail(api, token)["address"] == ""


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "ann@example.org"},
        {"email": "ann@example.org", "email_verified": False},
        {"email": "ann@example.org", "email_verified": "true"},
        {"email": "ann@example.org\r\nBcc: eve@evil.example", "email_verified": True},
        {"email": ["ann@example.org"], "email_verified": True},
        {"email_verified": True},
    ],
    ids=str,
)
def test_no_other_address_is_taken(api: Served, provider: Provider, claims: dict[str, Any]) -> None:
    """One that was not checked, or is none; the token counts all the same."""
    shown = mail(api, provider.token("ann", ["shenqing"], "o-ann", **claims))
    assert (shown["told"], shown["address"]) == (False, "")


@pytest.mark.parametrize("setting", [{"oidc_mail_claim": ""}, {"smtp_host": ""}], ids=str)
def test_no_address_is_kept_that_nothing_is_sent_to(
    database: Database, tmp_path: Path, provider: Provider, setting: dict[str, str]
) -> None:
    """Neither where tokens are not asked for it, nor where mail is off."""
    settings: dict[str, Any] = {"oidc_issuer": provider.issuer, **SETTINGS, **MAIL, **setting}
    with served(database.app_url, tmp_path, **settings) as api:
        api.store.people.add_organisations([Organisation(id="o-ann", name_zh="安公司")])
        token = provider.token("ann", ["shenqing"], "o-ann", email="ann@example.org", email_verified=True)
        assert mail(api, token)["address"] == ""
