"""The people and usual steps of the grading rules' tests: a guide of 2023, and the weather bureau's own rules."""

from typing import Any

from domain.grading import PublishedRules, RulesVersion, case_of
from domain.grading_rules import GRADING_RULES
from domain.grading_rules.commands import PublishGradingRules, PublishRulesVersion, WithdrawGradingRules
from domain.people import Actor, Role
from tests.domain.shanghai import RULEBOOK
from tests.scenario import Scenario, Step, World, step

BUREAU = Actor(id="bureau", role=Role.COMPETENT_DEPARTMENT, organisation="data-bureau")
WEATHER = Actor(id="qi", role=Role.DATA_PUBLISHER, organisation="weather")
OTHER = Actor(id="chen", role=Role.DATA_PUBLISHER, organisation="civil-affairs")
DOCUMENT, FOREIGN = "d0" * 32, "ff" * 32
MATERIALS = {DOCUMENT: "data-bureau", FOREIGN: "weather"}

LINES: list[dict[str, Any]] = [
    {"levels": ["1级"], "open_type": "unconditional"},
    {"levels": ["2级", "实时"], "open_type": "conditional", "conditions": "注明应用场景"},
    {"levels": ["3级"], "open_type": "non_open"},
]
GUIDE: dict[str, Any] = {
    "version": "2023",
    "title": "分级分类指南（2023版）",
    "in_force_from": "2023-07-01T00:00:00+08:00",
    "method": "按对象与内容定级",
    "lines": LINES,
    "examples": ["道路名称：1级"],
}
NEXT: dict[str, Any] = {
    **GUIDE,
    "version": "2027",
    "title": "分级分类指南（2027版）",
    "in_force_from": "2027-01-01T00:00:00+08:00",
    "lines": [{"levels": ["1级"], "open_type": "conditional"}],
}
OWN: dict[str, Any] = {
    "version": "2024",
    "title": "气象数据分级分类细则",
    "in_force_from": "2024-01-01T00:00:00+08:00",
    "method": "按要素与时效定级",
    "lines": [{"levels": ["雷达"], "open_type": "conditional", "conditions": "限于科研"}],
    "supervision": "每季度抽查调用记录",
    "follows": "2023",
}

CITY = Scenario(GRADING_RULES, RULEBOOK, World(materials=MATERIALS), case_id=case_of(""))
MORNING = "2025-09-01 09:00"


def publish(body: dict[str, Any] = GUIDE, at: str = MORNING, by: Actor = BUREAU) -> Step:
    """The first version; the weather bureau's own when it is the one to ask."""
    publisher = {"publisher": "weather"} if by.role is Role.DATA_PUBLISHER else {}
    return step(at, by, PublishGradingRules.model_validate({**publisher, **body}))


def further(body: dict[str, Any] = NEXT, at: str = "2026-11-02 09:00", by: Actor = BUREAU) -> Step:
    return step(at, by, PublishRulesVersion.model_validate(body))


def withdraw(at: str = "2026-11-02 09:00", by: Actor = BUREAU) -> Step:
    return step(at, by, WithdrawGradingRules(ground="上位规定已修改"))


def on_record(*bodies: dict[str, Any]) -> PublishedRules:
    """Rules as others read them, published some time ago."""
    published = "2023-01-01T00:00:00+08:00"
    return PublishedRules(
        versions=tuple(RulesVersion.model_validate({**body, "published_at": published}) for body in bodies)
    )


GUIDED = World(materials=MATERIALS, cases={case_of(""): on_record(GUIDE, NEXT)})
OF_WEATHER = Scenario(GRADING_RULES, RULEBOOK, GUIDED, case_id=case_of("weather"))
