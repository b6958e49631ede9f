"""An application that waits for its check, and the people around it who must not get at it: the scene of the tables."""

import hmac
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from domain.items import Condition, ConditionKind, ItemContent, MaterialRequirement, OpenType
from domain.people import Role
from store.delegations import asked_for
from store.people import Assignment
from tests.api.provider import Provider, rsa, signed
from tests.api.served import Person, Served

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
        text = b".".join(_encoded(json.dumps(part).encode()) for part in parts)
        signature = hmac.digest(key.as_pem(private=False), text, "sha256")
        return bearer((text + b"." + _encoded(signature)).decode())

    def brought_along(self) -> Headers:
        """Under the provider's key id, with the key that it is signed by in its own header."""
        mine = rsa(str(self.provider.keys[0].kid))
        return self.odd(mine, jwk=mine.as_dict(private=False))

    def key(self, name: str, **headers: str) -> Headers:
        return bearer(self.people[name].key) | {header.replace("_", "-"): value for header, value in headers.items()}


def _encoded(part: bytes) -> bytes:
    return urlsafe_b64encode(part).rstrip(b"=")


def bearer(secret: str) -> Headers:
    return {"Authorization": f"Bearer {secret}"}


def peopled(api: Served, provider: Provider) -> World:
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
