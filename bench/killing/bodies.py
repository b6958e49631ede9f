"""Bodies for commands. Every command has a valid example of its own; only what must fit the case is made here."""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from bench.killing.people import ITEM, Cast
from bench.killing.processes import WORK
from demo.client import Person, Problem
from domain.kernel import AnyDecider

Body = dict[str, Any]
SELDOM = frozenset({"withdraw_application", "refuse_acceptance", "refuse_application", "question_filing", "close_toy"})
_SOON, _LATE = (0.3, 8.0), (3600.0, 7200.0)  # seconds until a toy's deadline: in the round, or long after


def example(decider: AnyDecider, kind: str) -> Body:
    """The command's own example, without its kind."""
    model = next(one for one in decider.commands if one.model_fields["kind"].default == kind)
    found: list[Body] = model.model_json_schema().get("examples", [{}])
    return {name: value for name, value in found[0].items() if name != "kind"}


def body(decider: AnyDecider, kind: str, seen: Mapping[str, Any], person: Person, cast: Cast, random: Random) -> Body:
    """What `person` sends; `seen` is the case as the API showed it, empty before there is one.

    Raises what reading the agreement raises.
    """
    given = example(decider, kind)
    match kind:
        case "open_toy":
            return {"dues": [_due(random) for _ in range(random.randint(0, 3))]}
        case "postpone_toy":
            return {"due": _due(random)}
        case "order_work":
            return {"duty": WORK}
        case "draft_application" | "edit_draft":
            wishes = {"delivery": random.choice(["api", "download", "offline"]), "scenario": f"试验{random.random()}"}
            return given | wishes | ({"item_id": ITEM.item_id} if "item_id" in given else {})
        case "import_plan_item":
            return given | {"row": random.randrange(1, 10**6), "due_date": _day(random)}
        case "confirm_plan_item" | "adjust_plan_item":
            return given | {"due_date": _day(random)}
        case "submit_application":
            return given | {"materials": [{"requirement": "proof", "material": cast.material[person.organisation]}]}
        case "refuse_acceptance":
            return {"reasons": [{"requirement": "proof", "defect": "unclear"}]}
        case "sign_agreement":
            return _signature(person, str(seen["id"]))
        case "hand_over":
            package: Body = seen["state"].get("package", {})
            return given | {"sha256": package.get("sha256", "0" * 64)}
        case "retry_duty":
            failed: list[Body] = seen["state"].get("dossier", {}).get("failed", [])
            return {"duty_id": failed[0]["duty"]["id"] if failed else "none"}
        case _:
            return given


def _day(random: Random) -> str:
    """A day of a plan, after the round."""
    return (datetime.now(UTC) + timedelta(days=random.randint(2, 30))).date().isoformat()


def _due(random: Random) -> str:
    span = random.uniform(*(_SOON if random.random() < 0.8 else _LATE))
    return (datetime.now(UTC) + timedelta(seconds=span)).isoformat()


def _signature(person: Person, case: str) -> Body:
    """Sign what the agreement says, or nothing while it has no text: that is refused, and an answer too."""
    try:
        document = str(person.get(f"/v1/applications/{case}/agreement")["document"])
    except Problem:
        document = ""
    digest = sha256(document.encode())
    signature = base64.b64encode(person.signing.private.sign(digest.digest())).decode()
    return {"document": digest.hexdigest(), "key_id": person.signing.id, "signature": signature}
