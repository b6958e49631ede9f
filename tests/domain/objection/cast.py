"""The people, item and usual steps of the objection's tests."""

from datetime import datetime
from typing import Any

from domain.items import DataField, OpenType, PublishedItem
from domain.objection import OBJECTION
from domain.objection.commands import (
    CorrectData,
    MarkObjection,
    RaiseObjection,
    RejectObjection,
    TransferObjection,
    UpholdData,
    WithdrawObjection,
)
from domain.people import CLOCK, Actor, Role
from domain.standing import RecordMessagesSent
from tests.domain.shanghai import RULEBOOK
from tests.scenario import Scenario, Step, World, step

WANG = Actor(id="wang", role=Role.APPLICANT, organisation="shenjiang")
REVIEWER = Actor(id="reviewer", role=Role.DATA_PUBLISHER, organisation="weather")
TRAFFIC = Actor(id="traffic", role=Role.DATA_PUBLISHER, organisation="traffic")
CLERK = Actor(id="clerk", role=Role.PLATFORM_OPERATOR, organisation="data-centre")

ITEM = PublishedItem(
    item_id="item-110",
    version=3,
    title="降水实况",
    publisher="weather",
    open_type=OpenType.UNCONDITIONAL,
    fields=(DataField(name="rainfall"), DataField(name="station")),
    published_at=datetime.fromisoformat("2025-06-01T09:00:00+08:00"),
)
BARE = ITEM.model_copy(update={"item_id": "bare", "fields": ()})  # its fields are not described yet
SCREENSHOT, FOREIGN = "ab" * 32, "ff" * 32
WORLD = World(
    items={ITEM.item_id: ITEM, BARE.item_id: BARE}, materials={SCREENSHOT: "shenjiang", FOREIGN: "someone-else"}
)
CASE = Scenario(OBJECTION, RULEBOOK, WORLD)


def raise_it(at: str = "2025-09-01 10:00", actor: Actor = WANG, **changes: Any) -> Step:
    asked = {"item_id": ITEM.item_id, "fields": ("rainfall",), "reason": "降水量为负值"}
    return step(at, actor, RaiseObjection.model_validate({**asked, **changes}))


def mark(at: str = "2025-09-01 15:00", actor: Actor = CLERK) -> Step:
    return step(at, actor, MarkObjection(finding="初步判断成立"))


def reject(at: str = "2025-09-01 15:00", actor: Actor = REVIEWER) -> Step:
    return step(at, actor, RejectObjection(reason="负值为缺测标记"))


def transfer(at: str = "2025-09-02 10:00", actor: Actor = CLERK) -> Step:
    return step(at, actor, TransferObjection())


def correct(at: str = "2025-09-05 10:00", actor: Actor = REVIEWER) -> Step:
    return step(at, actor, CorrectData(data_version="2025-09-05", feedback="已订正"))


def uphold(at: str = "2025-09-05 10:00", actor: Actor = REVIEWER) -> Step:
    return step(at, actor, UpholdData(reason="负值为缺测标记"))


def withdraw(at: str = "2025-09-05 09:00", actor: Actor = WANG) -> Step:
    return step(at, actor, WithdrawObjection())


def told(case: Scenario, duty: str, at: str = "2025-09-05 10:01") -> Step:
    """The clock's report that the item was told."""
    return step(at, CLOCK, RecordMessagesSent(duty_id=case.duty(duty)))


RAISED = CASE.given(raise_it())
JUST_MARKED = RAISED.given(mark())
MARKED = JUST_MARKED.given(told(JUST_MARKED, "mark_item", "2025-09-01 15:01"))
VERIFYING = MARKED.given(transfer())
CORRECTED = VERIFYING.given(correct())
