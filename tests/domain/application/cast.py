"""The people, items and usual steps of the application's tests, after the worked cases."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.application import APPLICATION
from domain.application.commands import (
    AcceptMaterials,
    ApproveApplication,
    AssessFusionRisk,
    DeliverData,
    DraftApplication,
    RecordAgreementDrafted,
    RecordDelivery,
    SignAgreement,
    SubmitApplication,
)
from domain.application.credit import CreditList
from domain.application.delivery_papers import ApiAccess
from domain.application.papers import Clause, DeliveryMode, SubmittedMaterial
from domain.application.review_papers import RiskLevel
from domain.items import Condition, ConditionKind, MaterialRequirement, OpenType, PublishedItem
from domain.people import CLOCK, Actor, Role
from tests.domain.shanghai import RULEBOOK
from tests.scenario import Scenario, Step, World, signature, step

WANG = Actor(id="wang", role=Role.APPLICANT, organisation="shenjiang")
PARTNER = Actor(id="sun", role=Role.APPLICANT, organisation="partner")
CLERK = Actor(id="clerk", role=Role.PLATFORM_OPERATOR, organisation="data-centre")
REVIEWER = Actor(id="reviewer", role=Role.DATA_PUBLISHER, organisation="weather")
ROADS = Actor(id="roads", role=Role.DATA_PUBLISHER, organisation="traffic")
EXPERT = Actor(id="li", role=Role.EXPERT, organisation="university")
OTHER_EXPERT = Actor(id="zhao", role=Role.EXPERT, organisation="institute")
OFFICE = Actor(id="office", role=Role.GENERAL_OFFICE, organisation="general-office")
BUREAU = Actor(id="bureau", role=Role.COMPETENT_DEPARTMENT, organisation="data-bureau")
CYBER = Actor(id="cyber", role=Role.CAC, organisation="cyberspace")

ITEM = PublishedItem(
    item_id="item-110",
    version=1,
    title="未来3小时短时临近预报",
    publisher="weather",
    open_type=OpenType.CONDITIONAL,
    conditions=(
        Condition(id="scenario", kind=ConditionKind.SCENARIO, text="用于公共安全或物流"),
        Condition(id="security", kind=ConditionKind.SECURITY, text="具备数据安全管理制度"),
        Condition(id="credit", kind=ConditionKind.CREDIT, text="无严重失信记录"),
    ),
    materials=(
        MaterialRequirement(id="qualification", title="资质证明"),
        MaterialRequirement(id="security_system", title="数据安全管理制度"),
        MaterialRequirement(id="scenario_note", title="应用场景说明"),
    ),
    source="warehouse:forecast",
    published_at=datetime.fromisoformat("2025-06-01T09:00:00+08:00"),
)
ROADS_ITEM = PublishedItem(
    item_id="item-200",
    version=3,
    title="道路实时路况",
    publisher="traffic",
    open_type=OpenType.CONDITIONAL,
    conditions=(Condition(id="routes", kind=ConditionKind.SCENARIO, text="用于路线规划"),),
    materials=(
        MaterialRequirement(id="qualification", title="资质证明"),
        MaterialRequirement(id="roads_note", title="路况使用说明"),
    ),
    source="warehouse:roads",
    published_at=datetime.fromisoformat("2025-07-01T09:00:00+08:00"),
)
# a second item of the first publisher
RADAR_ITEM = ITEM.model_copy(update={"item_id": "item-120", "title": "雷达拼图", "materials": ()})
HASHES = {name: f"{number:064x}" for number, name in enumerate(("q1", "s1", "n1", "q2", "s2", "n2"), 1)}
WORLD = World(
    items={item.item_id: item for item in (ITEM, ROADS_ITEM, RADAR_ITEM)}
    | {"open": ITEM.model_copy(update={"open_type": OpenType.UNCONDITIONAL})},
    materials={**dict.fromkeys(HASHES.values(), "shenjiang"), "5c" * 32: "weather", "ff" * 32: "someone-else"},
)
CASE = Scenario(APPLICATION, RULEBOOK, WORLD)
DOCUMENT = "d0" * 32
SCAN = "5c" * 32  # uploaded by the publisher
PACKAGE = "ba" * 32
FOUR = (Clause.SCENARIO_LIMITS, Clause.USAGE_REPORTING, Clause.SECURITY_MEASURES, Clause.BREACH_LIABILITY)


def draft(at: str = "2025-09-03 10:00", **changes: Any) -> Step:
    asked = {"item_id": ITEM.item_id, "scenario": "配送路线避让", "delivery": DeliveryMode.API}
    return step(at, WANG, DraftApplication.model_validate({**asked, **changes}))


def papers(**hashes: str) -> tuple[SubmittedMaterial, ...]:
    """Materials by the short names of `HASHES`: qualification="q1"."""
    return tuple(SubmittedMaterial(requirement=name, material=HASHES[short]) for name, short in hashes.items())


ALL_PAPERS = papers(qualification="q1", security_system="s1", scenario_note="n1")


def submit(at: str = "2025-09-03 10:12", materials: tuple[SubmittedMaterial, ...] = ALL_PAPERS) -> Step:
    return step(at, WANG, SubmitApplication(materials=materials, rules_accepted=True))


def accept(at: str = "2025-09-04 09:30") -> Step:
    return step(at, CLERK, AcceptMaterials())


def approve(at: str = "2025-09-10 15:00", **changes: Any) -> Step:
    asked = {"conditions_met": True, "credit_checked": True, "credit_lists": [CreditList.DISHONEST_DEBTORS], **changes}
    return step(at, REVIEWER, ApproveApplication.model_validate(asked))


def assess(at: str) -> Step:
    return step(at, REVIEWER, AssessFusionRisk(level=RiskLevel.LOW, note="不能识别个人", measures=("网格级输出",)))


def reviewing(dispatched: str = "2025-09-04 09:30", **wishes: Any) -> Scenario:
    day = dispatched[:10]
    return CASE.given(draft(f"{day} 08:00", **wishes), submit(f"{day} 08:10"), accept(dispatched))


def drawn(at: str, case: Scenario) -> Scenario:
    """The approved case once its agreement has a text."""
    report = RecordAgreementDrafted(
        duty_id=case.duty("draft_agreement"), document=DOCUMENT, template="test-1", clauses=FOUR
    )
    return case.given(step(at, CLOCK, report))


def sign(at: str, actor: Actor, document: str = DOCUMENT) -> Step:
    organisation = actor.organisation
    asked = SignAgreement(
        document=document, key_id=f"key-of-{organisation}", signature=signature(organisation, document)
    )
    return step(at, actor, asked)


def signed(effective: str = "2025-09-12 10:00", **wishes: Any) -> Scenario:
    """A case whose agreement took effect at that instant; dispatched and approved the same morning."""
    day = effective[:10]
    approved = reviewing(f"{day} 08:20", **wishes).given(approve(f"{day} 08:30"))
    return drawn(f"{day} 08:31", approved).given(sign(f"{day} 08:40", REVIEWER), sign(effective, WANG))


def using(effective: str = "2025-09-12 10:00", **wishes: Any) -> Scenario:
    """A case whose data was delivered by API within minutes of the agreement's effect."""
    case = signed(effective, **wishes)
    day, minute = effective[:10], effective[11:]
    ordered = case.given(step(f"{day} {minute}", REVIEWER, DeliverData()))
    return ordered.given(step(f"{day} 23:00", CLOCK, delivered(ordered)))


def delivered(case: Scenario) -> RecordDelivery:
    access = ApiAccess(delivery_id="delivery-1", credential_prefix="slc_7f3a")
    return RecordDelivery(duty_id=case.duty("deliver_api"), delivery=access)


def superseding(earlier: Scenario, case_id: str = "case-2") -> Scenario:
    """A fresh case in a world where the earlier one can be looked up."""
    world = replace(earlier.world, cases={**earlier.world.cases, earlier.case_id: earlier.state})
    return Scenario(APPLICATION, RULEBOOK, world, case_id=case_id)
