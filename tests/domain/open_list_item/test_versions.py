"""Registered once, changed by list changes only, each change a version (R22 §9, §11, §15, §18)."""

from typing import Any

import pytest

from domain.days import SHANGHAI
from domain.items import ChangeType, ItemStage, MaterialRequirement, OpenType, UpdateFrequency
from domain.kernel import Reason
from domain.open_list_item.events import ItemRegistered, VersionPublished
from domain.open_list_item.reasons import ItemReason
from domain.open_list_item.state import Opened
from domain.people import Role
from tests.domain.open_list_item.cast import (
    CASE,
    QUALIFICATION,
    SCENARIO,
    SECURITY,
    archived,
    content,
    listed,
    publish,
    register,
    static,
    withdrawn,
)
from tests.domain.shanghai import at
from tests.scenario import Scenario

DOWN = {"change": ChangeType.DOWNGRADE, "open_type": OpenType.NON_OPEN}


def test_a_registered_item_has_its_first_version_published_at_that_instant() -> None:
    case = CASE.when(register("2025-09-01 09:00")).then(ItemRegistered)
    item = case.state.published
    assert (item.version, item.published_at) == (1, at("2025-09-01 09:00"))
    assert item.content() == content()
    assert case.state.phase == "current"
    assert not case.state.suspended
    summary = case.process.summary(case.state)
    assert (summary.subject, summary.title, summary.parties[Role.DATA_PUBLISHER]) == (
        "case-1",
        item.title,
        ("weather",),
    )


def test_an_item_is_registered_in_the_case_of_its_own_id_only() -> None:
    CASE.when(register(item_id="case-2")).then_refused(ItemReason.OTHER_ITEM, "case-2")
    listed().when(publish("2025-09-02 09:00", item_id="case-2")).then_refused(ItemReason.OTHER_ITEM)


@pytest.mark.parametrize(
    ("said", "phase"),
    [
        ({}, "current"),
        ({"update_frequency": UpdateFrequency.REAL_TIME}, "current"),
        ({"update_frequency": UpdateFrequency.STATIC}, "static"),
        ({"stage": ItemStage.STATIC}, "static"),
        ({"stage": ItemStage.ARCHIVED}, "archived"),
        ({"open_type": OpenType.UNCONDITIONAL}, "current"),
        ({"open_type": OpenType.NON_OPEN, "stage": ItemStage.ARCHIVED}, "withdrawn"),
    ],
)
def test_a_version_says_in_which_phase_its_item_is(said: dict[str, Any], phase: str) -> None:
    assert listed(**said).state.phase == phase
    assert listed().given(publish("2025-09-02 09:00", **said)).state.phase == phase


def test_registering_again_is_no_news_and_registering_otherwise_is_refused() -> None:
    imported = listed()
    imported.when(register("2025-09-02 09:00")).then()
    imported.when(register("2025-09-02 09:00", title="别的名称")).then_refused(ItemReason.ALREADY_REGISTERED)
    ordered = listed(order="lis-0")
    ordered.when(register("2025-09-02 09:00", order="lis-0")).then()
    ordered.when(register("2025-09-02 09:00", order="lis-7")).then_refused(ItemReason.ALREADY_REGISTERED)


def test_a_list_change_publishes_the_next_version_under_its_order() -> None:
    case = listed().when(publish("2025-09-02 09:00", "lis-1", title="未来6小时短时临近预报")).then(VersionPublished)
    assert (case.state.published.version, case.state.published.title) == (2, "未来6小时短时临近预报")
    assert case.state.published.published_at == at("2025-09-02 09:00")
    assert case.state.dossier.published_under == "lis-1"
    assert listed().state.dossier.published_under == ""


def test_an_order_publishes_once_however_late_it_is_told_again() -> None:
    later = listed().given(publish("2025-09-02 09:00", "lis-1"), publish("2025-09-03 09:00", "lis-2", title="新名称"))
    later.when(publish("2025-09-04 09:00", "lis-1")).then()


def test_nothing_is_published_before_the_item_is_registered() -> None:
    CASE.when(publish("2025-09-02 09:00")).then_refused(Reason.WRONG_PHASE)


def editions(case: Scenario) -> tuple[tuple[int, str], tuple[int, str]]:
    dossier = case.state.dossier
    both = (dossier.conditions, dossier.materials)
    first, second = ((one.version, f"{one.published_at.astimezone(SHANGHAI):%m-%d %H:%M}") for one in both)
    return first, second


def test_condition_set_and_material_list_have_versions_of_their_own() -> None:
    case = listed("2025-09-01 09:00")
    assert editions(case) == ((1, "09-01 09:00"), (1, "09-01 09:00"))
    retitled = case.given(publish("2025-09-02 09:00", "lis-1", title="新名称"))
    assert editions(retitled) == editions(case)
    stricter = retitled.given(publish("2025-09-03 09:00", "lis-2", conditions=(SCENARIO, SECURITY)))
    assert editions(stricter) == ((2, "09-03 09:00"), (1, "09-01 09:00"))
    papers = (QUALIFICATION, MaterialRequirement(id="security_system", title="数据安全管理制度"))
    asked = publish("2025-09-04 09:00", "lis-3", conditions=(SCENARIO, SECURITY), materials=papers)
    assert editions(stricter.given(asked)) == ((2, "09-03 09:00"), (2, "09-04 09:00"))


def test_a_withdrawn_item_stays_a_case_and_may_be_opened_again() -> None:
    case = withdrawn()
    plan = case.process.plan(case.state)
    assert (case.state.phase, plan.deadlines, plan.closed) == ("withdrawn", (), False)
    back = case.given(publish("2025-12-01 09:00", "lis-10", ChangeType.UPGRADE))
    assert (back.state.phase, back.state.published.version) == ("current", 3)


def test_an_archived_item_stays_open_to_the_public() -> None:
    state = archived().state
    assert state.published.open_type is OpenType.CONDITIONAL
    assert not state.suspended
    assert archived().process.plan(state).deadlines == ()


def test_an_items_case_never_closes() -> None:
    for case in (listed(), static(), archived(), withdrawn()):
        assert not case.process.plan(case.state).closed
        assert isinstance(case.state, Opened)
