"""The credit check, where credit is a published condition (R22 §15(5))."""

from dataclasses import replace
from typing import Any

import pytest

from domain.application.credit import CreditCheck, CreditList
from domain.application.events import ApplicationApproved
from domain.application.reasons import ApplicationReason
from domain.items import ConditionKind
from domain.kernel import Sketch
from tests.domain.application.cast import CASE, ITEM, accept, approve, draft, reviewing, submit
from tests.scenario import Scenario

LISTS = (CreditList.DISHONEST_DEBTORS,)


def with_record(phase: str, party: str = "shenjiang", case: Scenario | None = None) -> Scenario:
    """A case under review, in a world where a violation of that party stands in that phase."""
    record = Sketch(case_id="vio-1", process="violation", phase=phase, subject="", title="", closed=False)
    return (case or reviewing()).with_world(sketches=((record, (party,)),))


def test_an_approval_says_which_lists_were_consulted() -> None:
    approved = reviewing().when(approve()).event(ApplicationApproved)
    assert approved.credit_check == CreditCheck(checked=True, lists=LISTS)


@pytest.mark.parametrize("left_out", [{"credit_checked": False}, {"credit_lists": []}])
def test_a_credit_condition_that_was_not_checked_is_not_met(left_out: dict[str, Any]) -> None:
    reviewing().when(approve(**left_out)).then_refused(ApplicationReason.CREDIT_NOT_CHECKED)


def test_without_a_credit_condition_no_check_is_asked_for_and_no_record_looked_up() -> None:
    others = tuple(condition for condition in ITEM.conditions if condition.kind is not ConditionKind.CREDIT)
    item = ITEM.model_copy(update={"conditions": others})
    free = replace(CASE, world=replace(CASE.world, items={ITEM.item_id: item})).given(draft(), submit(), accept())
    asked = approve(credit_checked=False, credit_lists=[])
    approved = with_record("recorded", case=free).when(asked).event(ApplicationApproved)
    assert approved.credit_check == CreditCheck()


@pytest.mark.parametrize("phase", ["recorded", "measures_applied", "publicised"])
def test_an_open_violation_record_bars_an_approval_that_gives_no_reason(phase: str) -> None:
    case = with_record(phase)
    case.when(approve()).then_refused(ApplicationReason.OPEN_VIOLATION_RECORDS, "vio-1")
    approved = case.when(approve(despite_records="已整改，影响消除")).event(ApplicationApproved)
    assert approved.credit_check == CreditCheck(
        checked=True, lists=LISTS, records=("vio-1",), despite="已整改，影响消除"
    )


@pytest.mark.parametrize("phase", ["alleged", "hearing", "dismissed", "restored"])
def test_what_is_not_recorded_or_made_good_bars_nothing(phase: str) -> None:
    approved = with_record(phase).when(approve()).event(ApplicationApproved)
    assert approved.credit_check.records == ()


def test_the_records_of_joint_applicants_count_and_those_of_others_do_not() -> None:
    jointly = reviewing(joint_applicants=["partner"])
    with_record("recorded", "partner", jointly).when(approve()).then_refused(ApplicationReason.OPEN_VIOLATION_RECORDS)
    with_record("recorded", "stranger", jointly).when(approve()).then(ApplicationApproved)
