"""The people, world and usual steps of the yearly assessment's tests."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from domain.assessment import ASSESSMENT
from domain.assessment.commands import (
    LinkOrder,
    NoteAssessment,
    OpenAssessment,
    ReturnAssessment,
    SubmitAssessment,
)
from domain.items import OpenType, PublishedItem
from domain.kernel import Sketch
from domain.people import Actor, Role
from tests.domain.shanghai import RULEBOOK
from tests.scenario import Scenario, Step, World, step

CLERK = Actor(id="clerk", role=Role.PLATFORM_OPERATOR, organisation="data-centre")
BUREAU = Actor(id="bureau", role=Role.COMPETENT_DEPARTMENT, organisation="data-bureau")
WEATHER = Actor(id="weatherman", role=Role.DATA_PUBLISHER, organisation="weather")
TRAFFIC = Actor(id="traffic", role=Role.DATA_PUBLISHER, organisation="traffic")

REPORT, SECOND, FOREIGN = "ab" * 32, "cd" * 32, "ff" * 32


def _item(item_id: str, publisher: str) -> PublishedItem:
    return PublishedItem(
        item_id=item_id,
        version=1,
        title=item_id,
        publisher=publisher,
        open_type=OpenType.CONDITIONAL,
        published_at=datetime.fromisoformat("2025-06-01T09:00:00+08:00"),
    )


def _case(case_id: str, process: str, subject: str, *, phase: str = "current") -> Sketch:
    return Sketch(case_id=case_id, process=process, phase=phase, subject=subject, title=case_id, closed=False)


WORLD = World(
    items={name: _item(name, of) for name, of in (("rain", "weather"), ("wind", "weather"), ("roads", "traffic"))},
    materials={REPORT: "weather", SECOND: "weather", FOREIGN: "traffic"},
    sketches=(
        (_case("rain", "open_list_item", "rain"), ("weather",)),
        (_case("wind", "open_list_item", "wind"), ("weather",)),
        (_case("fog", "open_list_item", "fog", phase="withdrawn"), ("weather",)),
        (_case("roads", "open_list_item", "roads"), ("traffic",)),
        (_case("lis-rain", "list_change", "rain"), ("weather",)),
        (_case("lis-radar", "list_change", ""), ("weather",)),
        (_case("plan-2026-7", "plan_item", ""), ("weather",)),
        (_case("lis-roads", "list_change", "roads"), ("traffic",)),
        (_case("app-1", "application", "rain"), ("weather",)),
    ),
)
CASE = Scenario(ASSESSMENT, RULEBOOK, WORLD, case_id="assessment-2025-weather")

RAIN: Mapping[str, str] = {"item_id": "rain", "verdict": "change", "reason": "精度可提高"}
WIND: Mapping[str, str] = {"item_id": "wind", "verdict": "keep", "reason": "调用稳定"}
RADAR: Mapping[str, str] = {"name": "radar", "outlook": "open", "reason": "需求集中"}
DIARY: Mapping[str, str] = {"name": "diary", "outlook": "stay_closed", "reason": "尚未电子化"}


def opened(at: str = "2025-09-01 09:00", by: Actor = CLERK, **changes: Any) -> Step:
    return step(at, by, OpenAssessment.model_validate({"year": 2025, "publisher": "weather", **changes}))


def submit(
    at: str,
    items: Sequence[Mapping[str, str]] = (RAIN, WIND),
    unopened: Sequence[Mapping[str, str]] = (RADAR, DIARY),
    *,
    report: str = REPORT,
    by: Actor = WEATHER,
) -> Step:
    body = {"report": report, "items": list(items), "unopened": list(unopened)}
    return step(at, by, SubmitAssessment.model_validate(body))


def send_back(at: str, by: Actor = BUREAU) -> Step:
    return step(at, by, ReturnAssessment(reason="未评估尚未开放的数据"))


def noted(at: str, by: Actor = BUREAU) -> Step:
    return step(at, by, NoteAssessment(remark="已阅"))


def link(at: str, finding: str = "rain", order: str = "lis-rain") -> Step:
    return step(at, WEATHER, LinkOrder(finding=finding, order=order))


OPENED = CASE.given(opened())
SUBMITTED = OPENED.given(submit("2025-11-03 10:00"))
NOTED = SUBMITTED.given(noted("2025-11-10 10:00"))
