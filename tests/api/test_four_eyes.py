"""Whoever had it asked for decides on it by no way in: directly, in bulk, by webhook, by a substitute of theirs."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from standardwebhooks import Webhook

from domain.people import Role
from domain.processes import PROCESSES
from store import items
from store.people import Assignment
from tests.api.served import Person, Served, served
from tests.api.submitting import ITEM, START
from tests.parts import Database

HOME, OFFICE = "o-shenjiang", "sh-dashuju"
AS_OPERATOR = {"Sluice_Role": "platform_operator"}
WEEK = {"valid_to": (START + timedelta(days=7)).isoformat(), "ground": "年休假"}
REFUSED = (403, "four_eyes")


def operator_too(api: Served, person: str) -> None:
    api.store.people.grant(person, Assignment(role=Role.PLATFORM_OPERATOR, organisation=OFFICE))


def asked_through_a_substitute(api: Served, principal: Person, substitute: Person) -> str:
    """An application that the substitute drafted and submitted for the principal; its address."""
    given = principal.ask("/v1/delegations", WEEK | {"substitute": "p-substitute"}, Sluice_Role="applicant")
    assert given.status_code == 201, given.text
    behalf = {"Sluice_On_Behalf_Of": "p-principal"}
    wishes = {"item_id": ITEM.item_id, "scenario": "避让", "delivery": "api"}
    here = substitute.ask("/v1/applications", wishes, **behalf).headers["Location"]
    material = substitute.send("/v1/material", "资质证明".encode(), **behalf).json()["id"]
    handed_in = {"materials": [{"requirement": "qualification", "material": material}], "rules_accepted": True}
    assert substitute.ask(f"{here}/submit-application", handed_in, **behalf).status_code == 200
    return here


Way = Callable[[Served, Person, str], tuple[int, str]]


def directly(api: Served, person: Person, here: str) -> tuple[int, str]:
    return told(person.ask(f"{here}/accept-materials", **AS_OPERATOR))


def in_bulk(api: Served, person: Person, here: str) -> tuple[int, str]:
    answer = person.ask("/v1/bulk", {"commands": [{**accepting(here), "key": "k"}]}, **AS_OPERATOR)
    (result,) = answer.json()["results"]
    return result["status"], result["problem"]["reason"]


def by_webhook(api: Served, person: Person, here: str) -> tuple[int, str]:
    sender = person.ask("/v1/inbound-senders", **AS_OPERATOR).json()
    body, now = json.dumps(accepting(here)), datetime.now(UTC)
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(sender["secret"]).sign("msg_1", now, body),
    }
    return told(httpx.post(f"{api.url}/v1/inbound/{sender['id']}", content=body, headers=headers, timeout=30))


def by_a_substitute_chosen_afterwards(api: Served, person: Person, here: str) -> tuple[int, str]:
    me = person.get("/v1/me", **AS_OPERATOR).json()["id"]
    colleague = api.person("p-colleague", Role.PLATFORM_OPERATOR, OFFICE)
    given = person.ask("/v1/delegations", WEEK | {"substitute": "p-colleague"}, **AS_OPERATOR)
    assert given.status_code == 201, given.text
    return told(colleague.ask(f"{here}/accept-materials", Sluice_On_Behalf_Of=me))


def accepting(here: str) -> dict[str, Any]:
    return {"process": "application", "case": here.rpartition("/")[2], "command": "accept_materials", "body": {}}


def told(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("reason", "")


@pytest.mark.parametrize("who", ["p-principal", "p-substitute"])
@pytest.mark.parametrize(
    "way", [directly, in_bulk, by_webhook, by_a_substitute_chosen_afterwards], ids=lambda way: way.__name__
)
def test_neither_substitute_nor_principal_decides_on_it(database: Database, tmp_path: Path, who: str, way: Way) -> None:
    """Though both are of the deciding organisation too. It is foretold, refused and recorded; someone else may."""
    with served(database.app_url, tmp_path, PROCESSES, START) as api:
        items.register(api.store.desk, ITEM, "clerk")
        people = {name: api.person(name, Role.APPLICANT, HOME) for name in ("p-principal", "p-substitute")}
        other = api.person("p-other", Role.PLATFORM_OPERATOR, OFFICE)
        here = asked_through_a_substitute(api, people["p-principal"], people["p-substitute"])
        operator_too(api, who)
        foretold = people[who].get(f"{here}/actions", **AS_OPERATOR).json()["actions"]
        (rule,) = {one["rule"] for one in foretold if one["command"] == "accept_materials"}
        position = api.store.log.position()
        assert rule == "four_eyes"
        assert told(people[who].ask(f"{here}/claim", **AS_OPERATOR)) == (403, "four_eyes")
        assert way(api, people[who], here) == REFUSED
        assert api.store.log.position() == position
        assert api.parts.attempts.page(2**62, 10)[0].reason == "four_eyes"
        assert other.ask(f"{here}/accept-materials").status_code == 200
