"""Work orders that change the open list, as S13 and the stories across processes ask for them."""

from collections.abc import Mapping
from typing import Any

from demo.client import Person
from demo.orders import DECLARED, ORDERS
from tests.cases.rehearsal import Rehearsal


def drafted(publisher: Person, proposal: Mapping[str, Any]) -> str:
    """A draft of the publisher's; returns its id."""
    opened = publisher.command("", "draft_list_change", proposal, process=ORDERS)
    assert opened.phase == "draft"
    return opened.id


def submitted(publisher: Person, order: str) -> None:
    assert publisher.command(order, "submit_list_change", DECLARED, process=ORDERS).phase == "submitted"


def approved(here: Rehearsal, order: str, why_not_desensitise: str = "") -> None:
    """The reviewer approves, and the item is published."""
    body = {"desensitising_insufficient": why_not_desensitise}
    assert here.department.command(order, "approve_list_change", body, process=ORDERS).phase == "approved"
    here.settle()
    assert here.state(order, process=ORDERS)["phase"] == "effective"
