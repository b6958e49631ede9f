"""The people, the item and the usual steps of the rights claim's tests."""

from typing import Any

from domain.items import OpenType, PublishedItem
from domain.kernel import Message
from domain.people import CLOCK, Actor, Role
from domain.rights_claim import RIGHTS_CLAIM
from domain.rights_claim.commands import (
    AddEvidence,
    AskEvidence,
    FileRightsClaim,
    Harm,
    JudgeSuspensionNecessary,
    OpenAfterProcessing,
    ReopenWithdrawn,
    RestoreOpening,
    VerifyWithoutSuspension,
    WithdrawData,
)
from domain.rights_claim.inbox import RecordOrderEffective, RecordOrderEnded
from domain.standing import RecordMessagesSent
from tests.domain.shanghai import RULEBOOK, at
from tests.scenario import Scenario, Step, World, step

ZHOU = Actor(id="zhou", role=Role.APPLICANT, organisation="zhou")
STRANGER = Actor(id="sun", role=Role.APPLICANT, organisation="partner")
OFFICER = Actor(id="officer", role=Role.DATA_PUBLISHER, organisation="weather")
OTHER_OFFICER = Actor(id="officer-2", role=Role.DATA_PUBLISHER, organisation="traffic")
CLERK = Actor(id="clerk", role=Role.PLATFORM_OPERATOR, organisation="data-centre")

ITEM = PublishedItem(
    item_id="item-110",
    version=1,
    title="未来3小时短时临近预报",
    publisher="weather",
    open_type=OpenType.CONDITIONAL,
    published_at=at("2025-06-01 09:00"),
)
PROOF, MORE_PROOF, FOREIGN = "1" * 64, "2" * 64, "f" * 64
WORLD = World(items={ITEM.item_id: ITEM}, materials={PROOF: "zhou", MORE_PROOF: "zhou", FOREIGN: "someone-else"})
CASE = Scenario(RIGHTS_CLAIM, RULEBOOK, WORLD)


def file(when: str = "2025-09-01 09:00", actor: Actor = ZHOU, **changes: Any) -> Step:
    asked = {"item_id": ITEM.item_id, "harm": Harm.PRIVACY, "text": "可识别个人", "evidence": (PROOF,)}
    return step(when, actor, FileRightsClaim.model_validate({**asked, **changes}))


def judge(when: str = "2025-09-01 10:00") -> Step:
    return step(when, OFFICER, JudgeSuspensionNecessary(reason="样本可还原身份"))


def verify(when: str = "2025-09-01 10:00") -> Step:
    return step(when, OFFICER, VerifyWithoutSuspension(reason="字段未开放"))


def told(case: Scenario, duty: str, when: str) -> Scenario:
    """The case once that sending duty is reported done."""
    return case.given(step(when, CLOCK, RecordMessagesSent(duty_id=case.duty(duty))))


FILED = CASE.given(file())
WAITING = CASE.given(file(evidence=()))
SUSPENDING = FILED.given(judge())
SUSPENDED = told(SUSPENDING, "suspend_item", "2025-09-01 10:01")
VERIFYING = FILED.given(verify())


def withdraw(when: str = "2025-09-03 09:00") -> Step:
    return step(when, OFFICER, WithdrawData(finding="属实", feedback="已启动撤回"))


def process(when: str = "2025-09-03 09:00") -> Step:
    return step(when, OFFICER, OpenAfterProcessing(finding="字段过细", feedback="脱敏后重新开放"))


def reopen(when: str = "2025-11-03 09:00", by: Actor = OFFICER) -> Step:
    return step(when, by, ReopenWithdrawn(finding="已去除住址字段", feedback="处理后重新开放"))


def effective(case: Scenario, when: str = "2025-09-10 09:00") -> Step:
    return step(when, CLOCK, RecordOrderEffective(order=case.state.order, item_id=ITEM.item_id, version=2))


def ended(case: Scenario, when: str = "2025-09-10 09:00") -> Step:
    return step(when, CLOCK, RecordOrderEnded(order=case.state.order, why="cancelled"))


def phase(case: Scenario) -> str:
    return str(case.state.phase)


def holder(case: Scenario) -> Role | None:
    return RIGHTS_CLAIM.summary(case.state).holder


def messages(case: Scenario, duty: str) -> list[Message]:
    """What the owed duty of that name tells whom."""
    (owed,) = (owed for owed in RIGHTS_CLAIM.plan(case.state).duties if owed.name == duty)
    return list(RIGHTS_CLAIM.sends[duty](owed, case.state, case.world))


def closed(case: Scenario) -> bool:
    return RIGHTS_CLAIM.plan(case.state).closed


def add(when: str, *evidence: str) -> Step:
    return step(when, ZHOU, AddEvidence(evidence=evidence))


def ask(when: str = "2025-09-01 10:00") -> Step:
    return step(when, OFFICER, AskEvidence(question="请提供样本"))


def restore(when: str = "2025-09-03 09:00") -> Step:
    return step(when, OFFICER, RestoreOpening(finding="不属实", feedback="恢复开放"))
