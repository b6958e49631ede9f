"""The people, items and usual steps of the open list's tests."""

from dataclasses import replace
from datetime import date
from typing import Any

from domain.items import (
    ChangeType,
    Condition,
    ConditionKind,
    ItemContent,
    ItemStage,
    MaterialRequirement,
    OpenType,
    UpdateFrequency,
)
from domain.kernel import Duty, Message, Sketch
from domain.open_list_item import OPEN_LIST_ITEM
from domain.open_list_item.commands import (
    RecordAccessResumed,
    RecordAccessSuspended,
    ReportUpdate,
    SuspendOpening,
)
from domain.open_list_item.inbox import PublishVersion, RegisterItem, ResumeItem, SuspendItem
from domain.people import CLOCK, Actor, Role
from domain.policy import Exploratory
from domain.standing import RecordMessagesSent
from tests.domain.shanghai import RULEBOOK
from tests.scenario import Scenario, Step, World, step

WEATHER = Actor(id="li", role=Role.DATA_PUBLISHER, organisation="weather")
OTHERS = Actor(id="he", role=Role.DATA_PUBLISHER, organisation="health")
CENTRE = Actor(id="clerk", role=Role.PLATFORM_OPERATOR, organisation="data-centre")
BUREAU = Actor(id="bureau", role=Role.COMPETENT_DEPARTMENT, organisation="data-bureau")
AUDITOR = Actor(id="audit", role=Role.AUDITOR, organisation="audit-office")

SAMPLE = "5a" * 32
FOREIGN = "ff" * 32


def _application(name: str, closed: bool) -> Sketch:
    return Sketch(case_id=name, process="application", phase="under_review", subject="case-1", title="t", closed=closed)


USED_BY = (("app-1", False), ("app-2", True), ("app-3", False))  # applications for the item, and whether closed
WORLD = World(
    materials={SAMPLE: "weather", FOREIGN: "someone-else"},
    sketches=tuple((_application(name, closed), ("weather",)) for name, closed in USED_BY),
)
# as a city that explores use without application would have it (P25 §9)
EXPLORING = replace(
    RULEBOOK, policy=RULEBOOK.policy.model_copy(update={"exploratory": Exploratory(use_without_application=True)})
)
CASE = Scenario(OPEN_LIST_ITEM, RULEBOOK, WORLD)
SCENARIO = Condition(id="scenario", kind=ConditionKind.SCENARIO, text="用于公共安全或物流")
SECURITY = Condition(id="security", kind=ConditionKind.SECURITY, text="具备数据安全管理制度")
QUALIFICATION = MaterialRequirement(id="qualification", title="资质证明")


def content(**changes: Any) -> ItemContent:
    """A conditionally open item with daily data."""
    said = {
        "item_id": "case-1",
        "title": "未来3小时短时临近预报",
        "publisher": "weather",
        "open_type": OpenType.CONDITIONAL,
        "conditions": (SCENARIO,),
        "materials": (QUALIFICATION,),
        "update_frequency": UpdateFrequency.DAILY,
    }
    return ItemContent.model_validate({**said, **changes})


def register(at: str = "2025-09-01 09:00", order: str = "", plan_item: str = "", **changes: Any) -> Step:
    return step(at, CLOCK, RegisterItem(item=content(**changes), order=order, plan_item=plan_item))


def publish(at: str, order: str = "lis-1", change: ChangeType = ChangeType.MODIFY, **changes: Any) -> Step:
    return step(at, CLOCK, PublishVersion(item=content(**changes), order=order, change=change))


def listed(at: str = "2025-09-01 09:00", **changes: Any) -> Scenario:
    """The item on the list."""
    return CASE.given(register(at, **changes))


def static(at: str = "2025-09-01 09:00", **changes: Any) -> Scenario:
    """An item without dates for new data."""
    return listed(at, update_frequency=UpdateFrequency.STATIC, **changes)


def archived() -> Scenario:
    """An item that was archived."""
    return listed().given(publish("2025-09-01 10:00", change=ChangeType.ARCHIVE, stage=ItemStage.ARCHIVED))


def withdrawn(**changes: Any) -> Scenario:
    """An item that is no longer open; its downgrade is the order lis-9."""
    down = publish("2025-09-01 10:00", "lis-9", ChangeType.DOWNGRADE, open_type=OpenType.NON_OPEN)
    return listed(**changes).given(down)


def update(at: str, covers_from: str = "2025-09-01", covers_to: str = "2025-09-01") -> Step:
    first, last = date.fromisoformat(covers_from), date.fromisoformat(covers_to)
    return step(at, WEATHER, ReportUpdate(covers_from=first, covers_to=last))


def claim_suspends(at: str, claim: str = "rig-1") -> Step:
    return step(at, CLOCK, SuspendItem(claim=claim, reason="涉嫌侵犯个人隐私"))


def claim_resumes(at: str, claim: str = "rig-1") -> Step:
    return step(at, CLOCK, ResumeItem(claim=claim))


def suspend(at: str, actor: Actor = WEATHER) -> Step:
    return step(at, actor, SuspendOpening(reason="接口漏洞"))


def access_suspended(case: Scenario, at: str) -> Step:
    return step(at, CLOCK, RecordAccessSuspended(duty_id=case.duty("suspend_access")))


def access_resumed(case: Scenario, at: str) -> Step:
    return step(at, CLOCK, RecordAccessResumed(duty_id=case.duty("resume_access")))


def told(case: Scenario, name: str, at: str) -> Step:
    return step(at, CLOCK, RecordMessagesSent(duty_id=case.duty(name)))


def messages(case: Scenario, name: str) -> list[Message]:
    """What that duty, owed now, sends."""
    duty = Duty(id=case.duty(name), name=name)
    return list(case.process.sends[name](duty, case.state, case.world))
