"""Steps with an application for several items, and with its parts."""

from dataclasses import replace
from typing import Any

from domain.application.commands import (
    RecordSubOrderResult,
    RefuseApplication,
)
from domain.application.duties import DISPATCH
from domain.application.outbox import SENDS
from domain.application.papers import MeritsReason
from domain.application.sub_orders import PartResult
from domain.kernel import Message
from domain.people import CLOCK, Actor
from tests.domain.application.cast import (
    ALL_PAPERS,
    CASE,
    RADAR_ITEM,
    ROADS_ITEM,
    accept,
    draft,
    papers,
    submit,
)
from tests.scenario import Scenario, Step, step

TWO = (ROADS_ITEM.item_id,)
THREE = (ROADS_ITEM.item_id, RADAR_ITEM.item_id)
BOTH_LISTS = (*ALL_PAPERS, *papers(roads_note="n2"))
AT = "2025-09-05 10:00"


def whole(*further: str) -> Scenario:
    """An application for the first item and these, dispatched on 4 September."""
    return CASE.given(draft(further_items=further or TWO), submit(materials=BOTH_LISTS), accept())


def dispatched_parts(case: Scenario) -> dict[str, Scenario]:
    """The sub-orders that the dispatch opens, by item."""
    return {message.command.item.item_id: opened(message, case) for message in messages(DISPATCH, case)}


def messages(name: str, case: Scenario) -> list[Any]:
    """What the duty of that name tells others now; commands of a known class, so no more is said of them here."""
    (duty,) = (duty for duty in case.state.dossier.duties if duty.name == name)
    return list(SENDS[name](duty, case.state, case.world))


def opened(message: Message, case: Scenario) -> Scenario:
    return replace(case, case_id=message.case_id, history=()).given(step("2025-09-04 09:31", CLOCK, message.command))


def result(case: Scenario, number: int, of: PartResult, at: str = AT) -> Step:
    part = case.state.dossier.sub_orders[number]
    return step(at, CLOCK, RecordSubOrderResult(sub_order=part.case_id, item_id=part.item_id, result=of))


def refuse(by: Actor, condition: str, at: str = "2025-09-10 15:00") -> Step:
    return step(at, by, RefuseApplication(reasons=(MeritsReason(condition=condition, explanation="不符"),)))
