"""The people, cases and usual steps of the demand's tests."""

from dataclasses import replace
from typing import Any

from domain.demand import DEMAND
from domain.demand.commands import (
    AcceptDemand,
    DeclineDemand,
    ForwardDemand,
    MergeDemand,
    PrioritiseDemand,
    SubmitDemand,
)
from domain.people import CLOCK, Actor, Role
from domain.standing import RecordMessagesSent
from tests.domain.shanghai import RULEBOOK
from tests.scenario import Scenario, Step, World, step

WANG = Actor(id="wang", role=Role.APPLICANT, organisation="shenjiang")
ADVISER = Actor(id="adviser", role=Role.CONSULTATION_POINT, organisation="info-association")
OTHER_ADVISER = Actor(id="other-adviser", role=Role.CONSULTATION_POINT, organisation="university")
BUREAU = Actor(id="bureau", role=Role.COMPETENT_DEPARTMENT, organisation="data-bureau")
WEATHER = Actor(id="reviewer", role=Role.DATA_PUBLISHER, organisation="weather")
TRAFFIC = Actor(id="traffic", role=Role.DATA_PUBLISHER, organisation="traffic")
CLERK = Actor(id="clerk", role=Role.PLATFORM_OPERATOR, organisation="data-centre")

CASE = Scenario(DEMAND, RULEBOOK, World())


def submit(at: str = "2025-09-01 10:00", actor: Actor = WANG, **changes: Any) -> Step:
    asked = {"title": "逐小时降水实况", "need": "配送需要小时值", "category": "economy"}
    return step(at, actor, SubmitDemand.model_validate({**asked, **changes}))


def prioritise(at: str = "2025-09-02 10:00") -> Step:
    return step(at, BUREAU, PrioritiseDemand(criterion="value_added", reason="物流增值潜力显著"))


def forward(at: str = "2025-09-02 11:00", publisher: str = "weather") -> Step:
    return step(at, BUREAU, ForwardDemand(publisher=publisher, note="请研究"))


def accept(at: str = "2025-09-10 10:00") -> Step:
    return step(at, WEATHER, AcceptDemand(title="逐小时降水实况", answer="采纳"))


def decline(at: str = "2025-09-10 10:00") -> Step:
    return step(at, WEATHER, DeclineDemand(ground="涉及商业秘密", alternative="月度指标也会暴露单一企业"))


def merge(at: str = "2025-09-02 10:00", into: str = "main") -> Step:
    return step(at, BUREAU, MergeDemand(into=into))


def told(case: Scenario, duty: str, at: str = "2025-09-10 10:01") -> Step:
    """The clock's report that the duty's messages were sent."""
    return step(at, CLOCK, RecordMessagesSent(duty_id=case.duty(duty)))


RECEIVED = CASE.given(submit())
FORWARDED = RECEIVED.given(prioritise(), forward())
ADOPTED = FORWARDED.given(accept())
# the same demand in a world where another one is open, under the id "main"
DUPLICATE = replace(RECEIVED, world=World(cases={"main": RECEIVED.state}))
MERGED = DUPLICATE.given(merge())
