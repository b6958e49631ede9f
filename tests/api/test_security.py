"""Who is refused: one table. Each is refused alike whether or not there is such a case, and each is recorded."""

import json
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import sleep, time
from uuid import uuid4

import httpx
import pytest
from joserfc.jwk import OctKey
from standardwebhooks import Webhook

from domain.people import Role
from domain.processes import PROCESSES
from store import items
from tests.api.besieged import CLERK, ITEM, LATER, START, Headers, World, bearer, peopled
from tests.api.provider import SETTINGS, elliptic, provided, rsa
from tests.api.routing import told
from tests.api.served import served
from tests.parts import Database

ACCEPT = "/accept-materials"
GUESSED = "/v1/applications/app-00000000-0000-5000-8000-000000000000"


@dataclass(frozen=True)
class Row:
    """Who asks how, and what they are told. `why` is in the record, which alone knows it."""

    name: str
    headers: Callable[[World], Headers]
    told: tuple[int, str]  # status and reason
    why: str = ""
    person: str = ""  # who the record names; empty for nobody
    asks: str = ACCEPT  # what is asked of the case; empty to read it
    shown: bool = False  # the asker may know of the case, so a refusal may differ from that of a guessed id


UNSIGNED = (401, "unauthenticated")
HIDDEN = (404, "unknown_case")
ROWS = [
    Row("no token", lambda w: {}, UNSIGNED, why="no key and no token"),
    Row("another scheme", lambda w: {"Authorization": "Basic YTpi"}, UNSIGNED, why="no key and no token"),
    Row("an unknown key", lambda w: bearer("slc_000000000000_x"), UNSIGNED, why="unknown key"),
    Row("no token at all", lambda w: bearer("a.b.c"), UNSIGNED, why="token: "),
    Row("wrong issuer", lambda w: w.token(iss="https://elsewhere.example"), UNSIGNED, why="claim iss"),
    Row("no issuer", lambda w: w.token(iss=None), UNSIGNED, why="MissingClaimError"),
    Row("wrong audience", lambda w: w.token(aud="another-api"), UNSIGNED, why="claim aud"),
    Row("no audience", lambda w: w.token(aud=None), UNSIGNED, why="MissingClaimError"),
    Row(
        "alg=none",
        lambda w: w.odd(OctKey.generate_key(), alg="none", kid="first"),
        UNSIGNED,
        why="UnsupportedAlgorithm",
    ),
    Row("HS256 with the public key", World.public_key_as_secret, UNSIGNED, why="UnsupportedAlgorithm"),
    Row(
        "an algorithm not pinned",
        lambda w: w.odd(w.provider.keys[0], alg="RS384"),
        UNSIGNED,
        why="UnsupportedAlgorithm",
    ),
    Row("a forged signature", lambda w: w.odd(rsa("first")), UNSIGNED, why="BadSignatureError"),
    Row("a key nobody published", lambda w: w.odd(rsa("mine")), UNSIGNED, why="no such key"),
    Row("a key brought along", World.brought_along, UNSIGNED, why="BadSignatureError"),
    Row(
        "a key to be fetched", lambda w: w.odd(rsa("mine"), jku="http://127.0.0.1:1/keys"), UNSIGNED, why="no such key"
    ),
    Row(
        "two claims for the roles", lambda w: w.token(**{"realm_access.roles": ["shenji"]}), UNSIGNED, why="two claims"
    ),
    Row("another type of token", lambda w: w.odd(w.provider.keys[0], typ="logout+jwt"), UNSIGNED, why="type"),
    Row("expired", lambda w: w.token(exp=int(time()) - 60), UNSIGNED, why="expired"),
    Row("without an end", lambda w: w.token(exp=None), UNSIGNED, why="MissingClaimError"),
    Row("not yet valid", lambda w: w.token(nbf=int(time()) + 60), UNSIGNED, why="claim nbf"),
    Row("naming no person", lambda w: w.token(sub=""), UNSIGNED, why="names no person"),
    Row("revoked key", lambda w: w.key("revoked"), UNSIGNED, why="key revoked", person="p-revoked"),
    Row("expired key", lambda w: w.key("expired"), UNSIGNED, why="key expired", person="p-expired"),
    Row("a key that only reads", lambda w: w.key("reader"), (403, "scope_needed"), person="p-reader"),
    Row("a role past its date", lambda w: w.key("former"), (403, "no_role"), person="p-former"),
    Row("a token without a role of ours", lambda w: w.token(realm_access={"roles": ["root"]}), (403, "no_role")),
    Row("a token of an unknown organisation", lambda w: w.token(organisation="o-none"), (403, "no_role")),
    Row("a role not held", lambda w: w.key("eve", Sluice_Role="auditor"), (403, "role_not_held"), person="p-eve"),
    Row(
        "a delegation past its date",
        lambda w: w.key("deputy", Sluice_On_Behalf_Of="p-li"),
        (403, "not_delegated"),
        person="p-deputy",
    ),
    Row(
        "on behalf of whom they please",
        lambda w: w.key("eve", Sluice_On_Behalf_Of="p-li"),
        (403, "not_delegated"),
        person="p-eve",
    ),
    Row("another organisation's case, read", lambda w: w.key("eve"), HIDDEN, person="p-eve", asks=""),
    Row("its history", lambda w: w.key("eve"), HIDDEN, person="p-eve", asks="/events"),
    Row("what may be done with it", lambda w: w.key("eve"), HIDDEN, person="p-eve", asks="/actions"),
    Row("its agreement", lambda w: w.key("eve"), HIDDEN, person="p-eve", asks="/agreement"),
    Row("its refusals", lambda w: w.key("eve"), HIDDEN, person="p-eve", asks="/refusals"),
    Row("a command on it", lambda w: w.key("eve"), HIDDEN, person="p-eve", asks="/withdraw-application"),
    Row("one's own application", lambda w: w.key("wang", Sluice_Role=CLERK), (403, "four_eyes"), shown=True),
    Row(
        "one's own, for another",
        lambda w: w.key("deputy-too", Sluice_On_Behalf_Of="p-wang"),
        (403, "four_eyes"),
        person="p-deputy-too",
        shown=True,
    ),
    Row("a role that may not", lambda w: w.key("auditor"), (403, "forbidden"), person="p-auditor", shown=True),
    Row("a guessed id", lambda w: w.key("wang", Sluice_Role="applicant"), HIDDEN, asks="guess"),
]


@pytest.fixture
def world(database: Database, tmp_path: Path) -> Generator[World, None, None]:
    with (
        provided(tmp_path) as provider,
        served(database.app_url, tmp_path, PROCESSES, START, oidc_issuer=provider.issuer, **SETTINGS) as api,
    ):
        items.register(api.store.desk, ITEM, "clerk")
        yield peopled(api, provider)


@pytest.mark.filterwarnings("ignore:JWS algorithm")  # the library warns those who sign with `none`
def test_each_is_refused_told_nothing_and_recorded(world: World) -> None:
    """The same answer for a case that is there and for an id that was guessed; the record knows who and why."""
    world.api.store.clocks.move(LATER)
    for row in ROWS:
        headers = row.headers(world)
        if row.asks == "guess":
            _check(world, row, _ask(world, GUESSED, headers, ""))
            continue
        real = _ask(world, world.here, headers, row.asks)
        guessed = _ask(world, GUESSED, headers, row.asks)
        _check(world, row, real)
        if not row.shown:
            assert told(real) == told(guessed), row.name
    state = world.key("auditor")
    assert _ask(world, world.here, state, "").json()["phase"] == "submitted"


def test_what_was_given_for_a_time_holds_until_then(world: World) -> None:
    """The table's key, role and delegation open what they should before their date: it is the date that refuses."""
    for name, headers in {"expired": {}, "former": {}, "deputy": {"Sluice_On_Behalf_Of": "p-li"}}.items():
        assert _ask(world, world.here, world.key(name, **headers), "").status_code == 200, name
    assert _ask(world, world.here, world.key("reader"), "").status_code == 200
    accepted = _ask(world, world.here, world.key("deputy", Sluice_On_Behalf_Of="p-li"), ACCEPT)
    assert accepted.status_code == 200, accepted.text


def test_a_good_token_acts_and_the_log_names_its_person(world: World) -> None:
    """An id that nobody can work out, the role and organisation of the token, and never the token."""
    headers = world.token()
    assert _ask(world, world.here, headers, ACCEPT).status_code == 200
    last = world.api.parts.log.events(world.here.rpartition("/")[2])[-1]
    assert (last.actor.role, last.actor.organisation) == (Role.PLATFORM_OPERATOR, "sh-dashuju")
    assert last.actor.id.startswith("u-") and last.actor.credential.startswith("oidc_")
    assert "clerk-1" not in json.dumps(last.public()) and headers["Authorization"][7:] not in json.dumps(last.public())


def test_after_a_rotation_the_old_key_is_refused_and_the_new_one_taken(world: World) -> None:
    """Without a restart: the new key id is asked for at once, and what is published takes the place of what was."""
    old = world.token()
    assert _ask(world, world.here, old, "").status_code == 200
    world.provider.publish(elliptic("second"))
    sleep(0.1)  # so that it may be asked again
    assert _ask(world, world.here, world.token(), "").status_code == 200
    refused = _ask(world, world.here, old, "")
    _check(world, Row("rotated key", lambda w: old, UNSIGNED, why="no such key", asks=""), refused)


def test_a_signed_webhook_opens_no_more_than_its_person_may(world: World) -> None:
    """One's own application, another organisation's case and a guessed id: refused as over the API, and recorded."""
    case, guessed = world.here.rpartition("/")[2], GUESSED.rpartition("/")[2]
    accept = {"process": "application", "case": case, "command": "accept_materials"}
    rows = [
        ("wang", CLERK, accept, (403, "four_eyes")),
        ("eve", "applicant", {**accept, "command": "withdraw_application"}, HIDDEN),
        ("eve", "applicant", {**accept, "command": "withdraw_application", "case": guessed}, HIDDEN),
        ("auditor", "auditor", accept, (403, "forbidden")),
        ("li", CLERK, accept, None),
    ]
    for name, role, named, refused in rows:
        sender = world.people[name].ask("/v1/inbound-senders", Sluice_Role=role).json()
        body, now = json.dumps(named), datetime.now(UTC)
        headers = {
            "webhook-id": "msg_1",
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(sender["secret"]).sign("msg_1", now, body),
        }
        answer = httpx.post(world.api.url + sender["address"], content=body, headers=headers, timeout=30)
        if refused:
            _check(world, Row(name, lambda w: {}, refused, person=f"p-{name}"), answer)
        else:
            assert answer.json()["phase"] == "under_review", answer.text


def _ask(world: World, here: str, headers: Headers, what: str) -> httpx.Response:
    url = world.api.url + here + what
    if what in (ACCEPT, "/withdraw-application"):
        return httpx.post(url, json={}, headers=headers | {"Idempotency-Key": uuid4().hex}, timeout=30)
    return httpx.get(url, headers=headers, timeout=30)


def _check(world: World, row: Row, answer: httpx.Response) -> None:
    assert (answer.status_code, answer.json()["reason"]) == row.told, (row.name, answer.text)
    assert answer.headers["Content-Type"] == "application/problem+json"
    records = world.people["auditor"].get("/v1/refused-attempts?limit=5").json()["attempts"]
    found = [one for one in records if one["request_id"] == answer.json()["request_id"]]
    assert len(found) == 1, (row.name, records)
    (record,) = found
    assert (record["reason"], record["address"]) == (row.told[1], "127.0.0.1"), row.name
    assert row.why in record["why"], (row.name, record)
    if row.person or row.told == UNSIGNED:
        assert record["person"] == row.person, (row.name, record)
    secret = answer.request.headers.get("Authorization", "").rpartition(" ")[2]
    assert not secret or secret not in json.dumps(record), row.name
