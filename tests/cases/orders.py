"""Work orders that change the open list, as S13 and the stories across processes ask for them."""

from collections.abc import Mapping
from typing import Any

from demo.client import Person
from tests.cases.rehearsal import Rehearsal

ORDERS, ITEMS, ROWS = "list-changes", "open-list-items", "plan-items"
OPEN = {"guide_version": "2023", "levels": ["1级"], "open_type": "unconditional"}
DEMANDING = {"guide_version": "2023", "levels": ["2级"], "open_type": "conditional", "ground": "time_critical"}
WITHHELD = {
    "guide_version": "2023",
    "levels": ["3级"],
    "open_type": "non_open",
    "ground": "personal_information",
    "desensitising_note": "姓名与金额相互印证，脱敏后仍可识别",
}
DECLARED = {"declarations": {"state_secrets": False, "original": True, "machine_readable": True, "reusable": True}}


def content(title: str, **more: Any) -> dict[str, Any]:
    """What the list says about an item, complete (R22 §9)."""
    said: dict[str, Any] = {
        "title": title,
        "domain": "民生服务",
        "abstract": f"{title}的名称与说明",
        "fields": [{"name": "名称", "dictionary": "登记名称", "catalogue_link": "catalogue/name"}],
        "formats": ["csv", "api"],
        "update_frequency": "yearly",
        "relations": "按登记编号与其他目录对应",
    }
    return {**said, **more}


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
