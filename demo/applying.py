"""One application on its way: its steps over HTTP, each told, each answer checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from demo.client import Json, Person
from demo.following import Following
from demo.stage import Stage
from domain.people import Role

NORM, TARGET = "application.review", "application.answer"
REPORT = {
    "scenario_clients_model": "配送路线避让；沿江承运商 42 家；按单收费",
    "calls_fields_algorithms": "调用 12.6 万次；降水强度、时间、网格；路径规划",
    "benefits": "雨天延误下降 18%",
    "security": "专线访问，密钥托管，日志留存六个月",
}
_CREDIT_LISTS = ("dishonest_debtors", "abnormal_operation", "serious_violations")
Kept = Literal["met", "passed", ""]  # a limit kept, missed, or never run


@dataclass(frozen=True)
class Outcome:
    """What a story says its case will have come to."""

    phase: str
    target: Kept
    norm: Kept
    escalated: tuple[Role, ...] = ()


class Applying(Following):
    """An application for row `item` of the plan, by `applicant`. `tag` marks its lines."""

    def __init__(self, stage: Stage, tag: str, title: str, applicant: str, item: int) -> None:
        super().__init__(stage, tag, title)
        self.applicant = stage.players.applicants[applicant]
        self.item_id = f"sh-2025-{item}"
        self.materials: dict[str, str] = {}  # requirement → material id
        self.outcome: Outcome | None = None

    @cached_property
    def item(self) -> Json:
        """The item as the open list shows it, which it does once the row's day is certain."""
        listed: Json = self.applicant.get(f"/v1/items/{self.item_id}")["item"]
        return listed

    @property
    def publisher(self) -> Person:
        """Who reviews for the item's publisher."""
        return self.stage.players.publishers[self.item["publisher"], Role.DATA_PUBLISHER]

    # -- steps that every story has -----------------------------------------------------------

    def submit(
        self,
        scenario: str,
        delivery: str,
        *,
        lacking: Sequence[str] = (),
        reusing: Mapping[str, str] | None = None,
        **wishes: Any,
    ) -> None:
        """Draft, upload the listed materials but those `lacking` and `reusing`, and submit."""
        handed_in = self.prepare(scenario, delivery, lacking=lacking, reusing=reusing, **wishes)
        self.do(self.applicant, "submit_application", handed_in, phase="submitted")

    def prepare(
        self,
        scenario: str,
        delivery: str,
        *,
        lacking: Sequence[str] = (),
        reusing: Mapping[str, str] | None = None,
        **wishes: Any,
    ) -> Json:
        """The same but for the last step; returns what is to be submitted."""
        body = {"item_id": self.item_id, "scenario": scenario, "delivery": delivery, **wishes}
        self.named(self.applicant.draft(body).id)
        required = {line["id"]: line["title"] for line in self.item["materials"]}
        self.materials = dict(reusing or {}) | {
            name: self._upload(title)
            for name, title in required.items()
            if name not in lacking and name not in (reusing or {})
        }
        self.announce()
        papers = [{"requirement": name, "material": material} for name, material in self.materials.items()]
        return {"materials": papers, "rules_accepted": True}

    def accept(self) -> None:
        """The operator accepts and dispatches."""
        self.do(self.stage.players.operator, "accept_materials", phase="under_review")

    def approve(self, note: str = "") -> None:
        """The publisher approves; where credit is a condition, after looking at the lists."""
        body: Json = {"conditions_met": True}
        if any(condition["kind"] == "credit" for condition in self.item["conditions"]):
            body |= {"credit_checked": True, "credit_lists": _CREDIT_LISTS}
        self.do(self.publisher, "approve_application", body, phase="approved", note=note)

    def sign(self, *signers: Person) -> None:
        """Sign with each one's own key; without names, applicant and publisher. The last makes it effective."""
        self.stage.clock.settle()  # the text is drawn up
        for signer in signers or (self.applicant, self.publisher):
            answer = signer.sign(self.case)
            self.tell(signer, "sign_agreement", answer.phase)
        self.stage.expect("signed by all", self.applicant.case(self.case)["phase"], "agreement_signed")

    def report_use(self, note: str = "") -> None:
        """The applicant hands in a whole usage report, and the publisher accepts it."""
        self.do(self.applicant, "submit_usage_report", {"report": REPORT}, phase="delivered")
        self.do(self.publisher, "accept_usage_report", phase="delivered", note=note)

    # -- what the instance says of it ---------------------------------------------------------

    def kept(self, name: str) -> Kept:
        """Whether the limit was kept, as the deadlines say; empty if it never ran or was never answered."""
        found = [one for one in self.applicant.deadlines(self.case).deadlines if one.deadline.name == name]
        withdrawn = self.applicant.case(self.case)["phase"] == "withdrawn"
        if not found or withdrawn:
            return ""
        return "passed" if found[-1].status == "passed" else "met"

    def check_outcome(self) -> Outcome:
        """What it came to, after checking that against what its story said."""
        case = self.applicant.case(self.case)
        told = tuple(Role(role) for role in case["escalated_to"])
        found = Outcome(case["phase"], self.kept(TARGET), self.kept(NORM), told)
        self.stage.expect(f"{self.tag} outcome", found, self.outcome)
        return found

    def _upload(self, title: str) -> str:
        text = f"{title}\n\n单位：{self.stage.players.names[self.applicant.organisation]}\n演示材料，内容虚构。\n"
        return self.applicant.upload(text.encode(), f"{title}.txt")
