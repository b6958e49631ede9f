"""Who is refused: one table. Each is refused alike whether or not there is such a case, and each is recorded."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import time
from typing import Any
from uuid import uuid4

import httpx
import pytest
from joserfc.jwk import OctKey
from standardwebhooks import Webhook

from domain.items import Condition, ConditionKind, ItemContent, MaterialRequirement, OpenType
from domain.people import Role
from domain.processes import PROCESSES
from store import items
from store.delegations import asked_for
from store.people import Assignment
from tests.api.provider import SETTINGS, Provider, elliptic, provided, rsa, signed
from tests.api.served import Person, Served, served
from tests.parts import Database

START = datetime.fromisoformat("2025-09-03T10:12:00+08:00")
LATER = START + timedelta(days=5)  # by then, what was given for a time is over
ITEM = ItemContent(
    item_id="sh-2025-110",
    title="未来3小时短时临近预报",
    publisher="sh-qixiangju",
    open_type=OpenType.CONDITIONAL,
    conditions=(Condition(id="scenario", kind=ConditionKind.SCENARIO, text="用于申报的场景"),),
    materials=(MaterialRequirement(id="qualification", title="资质证明"),),
)
OPERATOR = Assignment(role=Role.PLATFORM_OPERATOR, organisation="sh-dashuju")
CLERK = "platform_operator@sh-dashuju"
ACCEPT = "/accept-materials"
GUESSED = "/v1/applications/app-00000000-0000-5000-8000-000000000000"
Headers = dict[str, str]


@dataclass
class World:
    """An application that waits for its check, and the people around it."""

    api: Served
    provider: Provider
    here: str
    people: dict[str, Person] = field(default_factory=dict[str, Person])

    def token(self, **claims: Any) -> Headers:
        """The clerk's token, but for these claims."""
        return bearer(self.provider.token("clerk-1", ["shouli"], "sh-dashuju", **claims))

    def odd(self, key: Any, **header: Any) -> Headers:
        """The clerk's claims, signed otherwise."""
        return bearer(signed(key, self.provider.claims("clerk-1", ["shouli"], "sh-dashuju"), **header))

    def public_key_as_secret(self) -> Headers:
        """HS256 with the provider's public key: what a confused verifier would take. By hand, no library signs so."""
        key = self.provider.keys[0]
        claims = self.provider.claims("clerk-1", ["shouli"], "sh-dashuju")
        parts = [{"alg": "HS256", "kid": key.kid, "typ": "JWT"}, claims]
        text = b".".join(urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts)
        signature = hmac.digest(key.as_pem(private=False), text, "sha256")
        return bearer((text + b"." + urlsafe_b64encode(signature).rstrip(b"=")).decode())

    def key(self, name: str, **headers: str) -> Headers:
        return bearer(self.people[name].key) | {header.replace("_", "-"): value for header, value in headers.items()}


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
        yield _peopled(api, provider)


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
            assert (real.status_code, _body(real)) == (guessed.status_code, _body(guessed)), row.name
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
    for name, role, named, told in rows:
        sender = world.people[name].ask("/v1/inbound-senders", Sluice_Role=role).json()
        body, now = json.dumps(named), datetime.now(UTC)
        headers = {
            "webhook-id": "msg_1",
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(sender["secret"]).sign("msg_1", now, body),
        }
        answer = httpx.post(world.api.url + sender["address"], content=body, headers=headers, timeout=30)
        if told:
            _check(world, Row(name, lambda w: {}, told, person=f"p-{name}"), answer)
        else:
            assert answer.json()["phase"] == "under_review", answer.text


def bearer(secret: str) -> Headers:
    return {"Authorization": f"Bearer {secret}"}


def _peopled(api: Served, provider: Provider) -> World:
    wang = api.person("p-wang", Role.APPLICANT, "o-shenjiang")
    here = _submitted(wang)
    world = World(api, provider, here)
    people, delegations = api.store.people, api.parts.delegations
    world.people = {
        "wang": wang,
        "eve": api.person("p-eve", Role.APPLICANT, "o-eve"),
        "auditor": api.person("p-auditor", Role.AUDITOR, "o-audit"),
        "li": api.person("p-li", OPERATOR.role, OPERATOR.organisation),
    }
    for name in ("revoked", "expired", "reader", "deputy", "deputy-too"):
        world.people[name] = api.person(f"p-{name}", OPERATOR.role, OPERATOR.organisation)
    people.revoke_key("_".join(world.people["revoked"].key.split("_")[:2]))
    world.people["expired"] = Person(api.url, people.new_key("p-expired", until=LATER))
    world.people["reader"] = Person(api.url, people.new_key("p-reader", "read"))
    former = api.person("p-former", Role.EXPERT, "sh-dashuju")
    people.end("p-former", Assignment(role=Role.EXPERT, organisation="sh-dashuju"))
    people.grant("p-former", OPERATOR, LATER)
    world.people["former"] = former
    people.grant("p-wang", OPERATOR)  # who applied for a company, and is the operator's clerk too
    for substitute, principal, days in (("p-deputy", "p-li", 5), ("p-deputy-too", "p-wang", 50)):
        delegations.grant(
            substitute,
            asked_for(
                OPERATOR,
                principal=principal,
                substitute=substitute,
                valid_from=START,
                valid_to=START + timedelta(days=days),
                ground="leave",
                granted_by="test",
                granted_at=START,
            ),
        )
    return world


def _submitted(applicant: Person) -> str:
    drafted = applicant.ask("/v1/applications", {"item_id": ITEM.item_id, "scenario": "避让", "delivery": "api"})
    here = drafted.headers["Location"]
    material = applicant.send("/v1/material", "资质证明".encode()).json()["id"]
    handed_in = {"materials": [{"requirement": "qualification", "material": material}], "rules_accepted": True}
    assert applicant.ask(f"{here}/submit-application", handed_in).status_code == 200
    return here


def _ask(world: World, here: str, headers: Headers, what: str) -> httpx.Response:
    url = world.api.url + here + what
    if what in (ACCEPT, "/withdraw-application"):
        return httpx.post(url, json={}, headers=headers | {"Idempotency-Key": uuid4().hex}, timeout=30)
    return httpx.get(url, headers=headers, timeout=30)


def _body(answer: httpx.Response) -> dict[str, Any]:
    return {name: value for name, value in answer.json().items() if name != "request_id"}


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
