"""News from other cases, and what a suspended item bars (R22 §31)."""

import pytest

from domain.application.commands import (
    DeliverData,
    NoteItemChanged,
    NoteItemResumed,
    NoteItemSuspended,
    NoteViolation,
    RefuseApplication,
)
from domain.application.events import (
    ApplicationRefused,
    ItemChangeNoted,
    ItemResumptionNoted,
    ItemSuspensionNoted,
    ViolationNoted,
)
from domain.application.papers import MeritsReason
from domain.application.reasons import ApplicationReason
from domain.items import OpenType
from domain.kernel import Reason
from domain.people import CLOCK, Role
from domain.value import Value
from tests.domain.application.cast import CASE, ITEM, REVIEWER, WANG, approve, draft, reviewing, signed, submit, using
from tests.scenario import Scenario, Step, step

CHANGED = NoteItemChanged(item_id=ITEM.item_id, version=2, open_type=OpenType.NON_OPEN, order="lis-1")
SUSPENDED = NoteItemSuspended(item_id=ITEM.item_id, ground="rig-1")
RESUMED = NoteItemResumed(item_id=ITEM.item_id, ground="rig-1")
VIOLATION = NoteViolation(violation="vio-1", violation_kind=2)
OPEN = (
    CASE.given(draft()),
    CASE.given(draft(), submit()),
    reviewing(),
    reviewing().given(approve()),
    signed(),
    using(),
)
NEWS = (CHANGED, SUSPENDED, RESUMED, VIOLATION)


def told(command: Value) -> Step:
    return step("2025-09-13 09:00", CLOCK, command)


def suspended(case: Scenario) -> Scenario:
    return case.with_world(suspensions=frozenset({ITEM.item_id}))


@pytest.mark.parametrize("case", OPEN, ids=lambda case: case.state.phase)
@pytest.mark.parametrize("command", NEWS, ids=lambda command: command.kind)
def test_news_changes_neither_phase_nor_clock_nor_turn(case: Scenario, command: Value) -> None:
    case = case.until("2025-09-13 09:00")  # what passes by itself has passed
    after = case.when(told(command)).after
    assert len(after.history) == len(case.history) + 1
    assert after.process.plan(after.state) == case.process.plan(case.state)
    assert after.process.summary(after.state) == case.process.summary(case.state)


def test_each_news_is_kept_and_says_whom_it_concerns() -> None:
    both = (Role.APPLICANT, Role.DATA_PUBLISHER)
    case = using()
    changed = case.when(told(CHANGED)).then(
        ItemChangeNoted(version=2, open_type=OpenType.NON_OPEN, order="lis-1", tells=both)
    )
    assert changed.state.dossier.flags == ("item_changed",)
    noted = case.when(told(SUSPENDED)).then(ItemSuspensionNoted(ground="rig-1", tells=both))
    assert noted.state.dossier.suspended_for == ("rig-1",)
    over = noted.when(told(RESUMED)).then(ItemResumptionNoted(ground="rig-1", tells=both))
    assert over.state.dossier.suspended_for == ()
    violation = case.when(told(VIOLATION)).then(ViolationNoted(violation="vio-1", violation_kind=2))
    assert violation.state.dossier.violations == ("vio-1",)


def test_one_ground_lifted_leaves_the_other_standing() -> None:
    second = NoteItemSuspended(item_id=ITEM.item_id, ground="rig-2")
    case = reviewing().given(told(SUSPENDED), told(second), told(RESUMED))
    assert case.state.dossier.suspended_for == ("rig-2",)


@pytest.mark.parametrize("command", NEWS, ids=lambda command: command.kind)
def test_a_closed_case_is_told_nothing_any_more(command: Value) -> None:
    reasons = (MeritsReason(condition="scenario", explanation="不符"),)
    closed = reviewing().given(step("2025-09-10 09:00", REVIEWER, RefuseApplication(reasons=reasons)))
    closed.when(told(command)).then_refused(Reason.WRONG_PHASE)


def test_only_other_cases_tell_news() -> None:
    reviewing().when(step("2025-09-05 09:00", REVIEWER, VIOLATION)).then_refused(Reason.FORBIDDEN)


def test_a_suspended_item_is_not_approved_while_its_clock_runs_on_but_may_be_refused() -> None:
    case = suspended(reviewing())
    case.when(approve()).then_refused(ApplicationReason.ITEM_SUSPENDED, "suspended")
    assert case.last_days() == reviewing().last_days()
    reasons = (MeritsReason(condition="scenario", explanation="不符"),)
    case.when(step("2025-09-10 15:00", REVIEWER, RefuseApplication(reasons=reasons))).then(ApplicationRefused)


def test_a_suspended_item_is_not_delivered() -> None:
    order = step("2025-09-15 09:00", REVIEWER, DeliverData())
    suspended(signed()).when(order).then_refused(ApplicationReason.ITEM_SUSPENDED)
    suspended(signed()).when(step("2025-09-15 09:00", WANG, DeliverData())).then_refused(Reason.FORBIDDEN)
