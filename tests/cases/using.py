"""The way to data in use, for cases that are about what comes after it."""

from collections.abc import Mapping
from typing import Any

from demo.client import Person, Problem
from tests.cases.rehearsal import MATERIALS, Rehearsal

LISTS = ("dishonest_debtors", "abnormal_operation", "serious_violations")
APPROVAL: Mapping[str, Any] = {"conditions_met": True, "credit_checked": True, "credit_lists": LISTS}


def under_review(here: Rehearsal, person: Person, wishes: Mapping[str, Any]) -> str:
    """An application with all its materials, dispatched to the publisher."""
    case = person.draft(wishes).id
    here.submit(case, person, here.papers(person, *MATERIALS))
    assert here.operator.command(case, "accept_materials").phase == "under_review"
    return case


def delivered(here: Rehearsal, person: Person, publisher: Person, wishes: Mapping[str, Any]) -> str:
    """An application whose agreement both have signed now, and whose data is there."""
    case = under_review(here, person, wishes)
    assert publisher.command(case, "approve_application", APPROVAL).phase == "approved"
    here.settle()
    person.sign(case)
    assert publisher.sign(case).phase == "agreement_signed"
    publisher.command(case, "deliver_data")
    here.settle()
    assert here.state(case)["phase"] == "delivered"
    return case


def credential(person: Person, case: str) -> dict[str, str]:
    """The header that opens the data delivered for the case, collected now."""
    (delivery,) = person.get(f"/v1/applications/{case}/delivery")["deliveries"]
    collected = person.post(f"/v1/applications/{case}/delivery/{delivery['id']}/collect")
    return {"Authorization": f"Bearer {collected['credential']}"}


def opens(here: Rehearsal, key: Mapping[str, str], item: str) -> bool:
    """Whether the credential gives out the item's data now; if not, it must be told that it has no access."""
    answer = here.http.get(f"/v1/data/{item}", headers=key)
    if answer.status_code == 200:
        assert answer.content
        return True
    assert (answer.status_code, Problem(answer.json()).reason) == (403, "no_access")
    return False
