"""Work orders that change the open list, as the stories ask for them (R22 §9, §11)."""

from collections.abc import Mapping
from typing import Any

from demo.client import Json, Person
from demo.following import Following
from demo.stage import Stage

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
CONDITIONS: Json = {
    "conditions": [{"id": "scenario_declared", "kind": "scenario", "text": "只用于申请中写明的应用场景"}],
    "materials": [
        {"id": "qualification", "title": "主体资格证明"},
        {"id": "scenario_statement", "title": "应用场景说明"},
    ],
}


def content(title: str, **more: Any) -> Json:
    """What the list says about an item, complete (R22 §9)."""
    return {
        "title": title,
        "domain": "民生服务",
        "abstract": f"{title}的名称与说明",
        "fields": [{"name": "名称", "dictionary": "登记名称", "catalogue_link": "catalogue/name"}],
        "formats": ["csv", "api"],
        "update_frequency": "yearly",
        "relations": "按登记编号与其他目录对应",
        **more,
    }


class Ordering(Following):
    """A list change on its way, drafted by `publisher`."""

    def __init__(self, stage: Stage, tag: str, title: str, publisher: Person, case: str = "") -> None:
        super().__init__(stage, tag, title, ORDERS, case)
        self.publisher = publisher

    def draft(self, proposal: Mapping[str, Any]) -> None:
        """The publisher opens it."""
        self.do(self.publisher, "draft_list_change", proposal, phase="draft")

    def submit(self, proposal: Mapping[str, Any] | None = None) -> None:
        """The publisher hands it in, with other contents first if there are any."""
        if proposal is not None:
            phase = self.shown()["phase"]
            self.do(self.publisher, "edit_list_change", proposal, phase=phase)
        self.do(self.publisher, "submit_list_change", DECLARED, phase="submitted")

    def approve(self, why_not_desensitise: str = "", note: str = "") -> None:
        """The reviewer approves it, and its item is published."""
        body = {"desensitising_insufficient": why_not_desensitise}
        self.do(self.stage.players.department, "approve_list_change", body, phase="approved")
        self.becomes("effective", note)
