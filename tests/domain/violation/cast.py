"""The people, the item and the usual steps of the violation's tests."""

from typing import Any

from domain.items import OpenType, PublishedItem
from domain.kernel import Message, ReportDutyFailed, Sketch
from domain.people import CLOCK, Actor, Role
from domain.standing import RecordMessagesSent, Sent
from domain.violation import VIOLATION
from domain.violation.commands import (
    AllegeViolation,
    ApplyMeasures,
    ConcurInRecord,
    DismissViolation,
    EnterInRecord,
    OpenHearing,
    PubliciseViolation,
    RestrictParty,
    StateView,
    TakeUpReport,
)
from domain.violation.inbox import ReportViolation
from domain.violation.papers import Measure, ViolationKind
from tests.domain.shanghai import RULEBOOK, at
from tests.scenario import Scenario, Step, World, step

NEIGHBOUR = Actor(id="neighbour", role=Role.APPLICANT, organisation="neighbour")
PARTY = Actor(id="wang", role=Role.APPLICANT, organisation="shenjiang")
PUBLISHER = Actor(id="reviewer", role=Role.DATA_PUBLISHER, organisation="weather")
OTHER_PUBLISHER = Actor(id="reviewer-2", role=Role.DATA_PUBLISHER, organisation="traffic")
CLERK = Actor(id="clerk", role=Role.PLATFORM_OPERATOR, organisation="data-centre")
BUREAU = Actor(id="bureau", role=Role.COMPETENT_DEPARTMENT, organisation="data-bureau")
INSIDER = Actor(id="insider", role=Role.COMPETENT_DEPARTMENT, organisation="shenjiang")


def _item(item_id: str, publisher: str) -> PublishedItem:
    return PublishedItem(
        item_id=item_id,
        version=1,
        title="未来3小时短时临近预报",
        publisher=publisher,
        open_type=OpenType.CONDITIONAL,
        published_at=at("2025-06-01 09:00"),
    )


def _use(case_id: str, item_id: str, by: str = "shenjiang", *, closed: bool = False) -> tuple[Sketch, tuple[str, ...]]:
    phase = "closed" if closed else "delivered"
    sketch = Sketch(case_id=case_id, process="application", phase=phase, subject=item_id, title="", closed=closed)
    return sketch, (by,)


ITEMS = {
    item.item_id: item
    for item in (
        _item("rain", "weather"),
        _item("wind", "weather"),
        _item("roads", "traffic"),
        _item("own", "shenjiang"),
    )
}
# the party uses three items, one agreement is over, and it decides itself on who uses its own item
WORLD = World(
    items=ITEMS,
    sketches=(
        _use("app-rain", "rain"),
        _use("app-wind", "wind"),
        _use("app-roads", "roads"),
        _use("app-old", "rain", closed=True),
        _use("app-own", "own", "stranger"),
    ),
)
CASE = Scenario(VIOLATION, RULEBOOK, WORLD)
REPORT = ReportViolation(
    violation_kind=5, party="shenjiang", publisher="weather", about="app-rain", item_id="rain", facts="逾期未报送"
)


def allege(when: str = "2025-09-01 09:00", actor: Actor = CLERK, **changes: Any) -> Step:
    asked = {"party": "shenjiang", "item_id": "rain", "violation_kind": 4, "facts": "超出场景", "about": "app-rain"}
    return step(when, actor, AllegeViolation.model_validate({**asked, **changes}))


def restrict(when: str = "2025-09-01 10:00", actor: Actor = CLERK) -> Step:
    return step(when, actor, RestrictParty(reason="调用量异常"))


def hear(when: str = "2025-09-01 11:00") -> Step:
    return step(when, BUREAU, OpenHearing(question="数据来源？"))


def view(when: str = "2025-09-03 09:00", actor: Actor = PARTY) -> Step:
    return step(when, actor, StateView(view="来自公开渠道"))


def concur(actor: Actor, kind: ViolationKind = 4, when: str = "2025-09-04 09:00") -> Step:
    return step(when, actor, ConcurInRecord(violation_kind=kind))


def enter(kind: ViolationKind = 4, when: str = "2025-09-05 09:00") -> Step:
    return step(when, BUREAU, EnterInRecord(violation_kind=kind, findings="超出约定场景"))


def dismiss(when: str = "2025-09-05 09:00", actor: Actor = BUREAU) -> Step:
    return step(when, actor, DismissViolation(reason="未见违规"))


def apply(*measures: Measure, when: str = "2025-09-08 09:00", actor: Actor = CLERK) -> Step:
    return step(when, actor, ApplyMeasures(measures=measures, reason="超出场景"))


def publicise(when: str = "2025-09-09 09:00", approver: str = "chief", actor: Actor = CLERK) -> Step:
    return step(when, actor, PubliciseViolation(approver=approver, text="已限制访问"))


def told(case: Scenario, duty: str, when: str, *reached: str) -> Scenario:
    """The case once that sending duty is reported done; a restriction reached those applications."""
    sent = tuple(Sent(process="application", case_id=one, kind="restrict_access") for one in reached)
    return case.given(step(when, CLOCK, RecordMessagesSent(duty_id=case.duty(duty), sent=sent)))


ALLEGED = CASE.given(allege())
REPORTED = CASE.given(allege(actor=NEIGHBOUR))
HEARING = ALLEGED.given(hear())
RECORDED = ALLEGED.given(concur(CLERK), concur(PUBLISHER), enter())
WARNED = RECORDED.given(apply(Measure.WARN))


def phase(case: Scenario) -> str:
    return str(case.state.phase)


def holder(case: Scenario) -> Role | None:
    return VIOLATION.summary(case.state).holder


def messages(case: Scenario, duty: str) -> list[Message]:
    """What the owed duty of that name tells whom."""
    (owed,) = (owed for owed in VIOLATION.plan(case.state).duties if owed.name == duty)
    return list(VIOLATION.sends[duty](owed, case.state, case.world))


def receivers(case: Scenario, duty: str) -> list[str]:
    return [message.case_id for message in messages(case, duty)]


def closed(case: Scenario) -> bool:
    return VIOLATION.plan(case.state).closed


def failed(case: Scenario, duty: str, when: str) -> Step:
    return step(when, CLOCK, ReportDutyFailed(duty_id=case.duty(duty), why="平台不可用"))


def take_up(when: str = "2025-09-02 09:00", actor: Actor = PUBLISHER) -> Step:
    return step(when, actor, TakeUpReport(violation_kind=3, facts="涉嫌超出场景"))
