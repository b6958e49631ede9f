"""Returned or approved, published, in effect (R22 §11, §14)."""

from dataclasses import replace
from typing import Any

import pytest

from domain.items import OpenType, PublishedItem
from domain.kernel import Reason, Sketch
from domain.list_change.events import (
    ListChangeApproved,
    ListChangeEdited,
    ListChangeReturned,
    ListChangeSubmitted,
)
from domain.list_change.papers import Check, Finding
from domain.list_change.reasons import ListChangeReason
from domain.open_list_item.inbox import PublishVersion
from domain.people import Actor, Role
from domain.policy import Reviewers
from tests.domain.list_change.cast import (
    ADD,
    BUREAU,
    CASE,
    CLERK,
    DOCUMENT,
    DONATIONS,
    DOWNGRADE,
    KEEP,
    OFFICE,
    OPERATOR,
    approve,
    draft,
    edit,
    reviewing,
    send_back,
    sent,
    submit,
    told,
)
from tests.domain.shanghai import RULEBOOK
from tests.scenario import Scenario

WHY = "捐赠人姓名与金额相互印证，脱敏后仍可识别"


def test_s13_a_quiet_downgrade_goes_back_without_its_document_and_takes_effect_with_it() -> None:
    submitted = CASE.given(draft(DOWNGRADE, "2025-10-20 09:00"), submit("2025-10-20 10:00"))
    assert submitted.state.submission.blocking == (Finding(check=Check.EXPLANATORY_DOCUMENT),)
    assert sum(len(sent(submitted, duty.name)) for duty in submitted.process.plan(submitted.state).duties) == 0
    early = approve("2025-10-21 10:00", desensitising_insufficient=WHY)
    submitted.when(early).then_refused(ListChangeReason.CHECKS_FAILED, "explanatory_document")

    returned = submitted.when(send_back("2025-10-22 10:00", ground=2)).then(
        ListChangeReturned(ground=2, note="未附说明文件", working_days_late=0)
    )
    assert returned.last_days() == {}
    mended = returned.when(edit({**DOWNGRADE, "document": DOCUMENT}, "2025-10-23 09:00")).then(ListChangeEdited)
    again = mended.when(submit("2025-10-23 10:00")).then(ListChangeSubmitted)
    assert again.last_days()["list_change.review"] == "2025-11-06"
    event = again.history[-1]
    assert isinstance(event, ListChangeSubmitted)
    assert (event.number, event.submission.document, event.submission.findings[0].blocking) == (2, DOCUMENT, False)

    again.when(approve("2025-10-30 10:00")).then_refused(ListChangeReason.DESENSITISING_UNEXPLAINED)
    done = again.when(approve("2025-10-30 10:00", desensitising_insufficient=WHY)).then(ListChangeApproved)
    (message,) = sent(done, "publish_item")
    assert isinstance(message.command, PublishVersion)
    withheld = {"open_type": OpenType.NON_OPEN, "guide_version": "2023"}
    assert message.command.item == DONATIONS.content().model_copy(update=withheld)
    assert [back.ground for back in done.state.dossier.returns] == [2]
    in_effect = done.given(told(done, "publish_item", "2025-10-30 10:01"))
    assert in_effect.process.plan(in_effect.state).closed


@pytest.mark.parametrize("by", [OPERATOR, OFFICE])
def test_no_other_office_than_the_configured_reviewer_decides(by: Actor) -> None:
    case = reviewing(ADD)
    case.when(approve(by=by)).then_refused(ListChangeReason.NOT_THE_REVIEWER)
    case.when(send_back(by=by)).then_refused(ListChangeReason.NOT_THE_REVIEWER)


def test_another_reviewer_configured_later_leaves_what_is_under_review_alone() -> None:
    case = reviewing(ADD)
    policy = RULEBOOK.policy.model_copy(update={"reviewers": Reviewers(list_change=Role.GENERAL_OFFICE)})
    changed = replace(RULEBOOK, policy=policy)
    replace(case, rulebook=changed).when(approve()).then(ListChangeApproved)
    later = replace(CASE, rulebook=changed).given(draft(ADD), submit())
    later.when(approve(by=BUREAU)).then_refused(ListChangeReason.NOT_THE_REVIEWER)
    later.when(approve(by=OFFICE)).then(ListChangeApproved)
    assert later.deadline("list_change.review.reminder").tells == (Role.GENERAL_OFFICE,)


def test_a_publisher_never_reviews_its_own_order() -> None:
    case = reviewing(ADD)
    case.when(approve(by=CLERK)).then_refused(Reason.FORBIDDEN)
    own = Actor(id="wu", role=Role.COMPETENT_DEPARTMENT, organisation="civil-affairs")
    case.when(approve(by=own)).then_refused(Reason.FOUR_EYES)
    case.when(send_back(by=own)).then_refused(Reason.FOUR_EYES)


@pytest.mark.parametrize("ground", [1, 2, 3, 4])
def test_an_order_goes_back_on_one_of_four_grounds_and_comes_again_with_a_new_clock(ground: int) -> None:
    back = reviewing(ADD).when(send_back(ground=ground)).then(ListChangeReturned)
    assert back.process.summary(back.state).holder is Role.DATA_PUBLISHER
    assert back.last_days() == {}
    again = back.when(submit("2025-10-23 10:00")).event(ListChangeSubmitted)
    assert again.number == 2


def test_what_was_returned_is_not_decided_on_until_it_is_submitted_again() -> None:
    back = reviewing(ADD).given(send_back())
    back.when(approve()).then_refused(Reason.WRONG_PHASE)
    back.when(send_back("2025-10-24 10:00")).then_refused(Reason.WRONG_PHASE)


def test_a_missed_review_is_escalated_and_never_a_deemed_decision() -> None:
    late = reviewing(ADD).until("2025-11-04 00:00")
    assert late.state.phase == "submitted"
    assert late.last_days() == {}
    assert late.state.dossier.missed == ("list_change.review",)
    assert late.process.summary(late.state).escalated_to == (Role.PUBLISHER_HEAD, Role.COMPETENT_DEPARTMENT)


def test_a_late_decision_is_valid_and_says_how_late_it_is() -> None:
    late = reviewing(ADD).until("2025-11-04 00:00")
    decided = late.when(approve("2025-11-05 10:00"))
    assert decided.event(ListChangeApproved).working_days_late == 2
    assert decided.after.state.dossier.missed == ("list_change.review",)
    assert late.when(send_back("2025-11-04 10:00")).event(ListChangeReturned).working_days_late == 1


def test_the_last_minute_is_in_time() -> None:
    assert reviewing(ADD).when(approve("2025-11-03 23:59")).event(ListChangeApproved).working_days_late == 0


def with_item(case: Scenario, **changes: Any) -> Scenario:
    newer: PublishedItem = DONATIONS.model_copy(update=changes)
    return case.with_world(items={**case.world.items, newer.item_id: newer})


def test_an_order_on_an_item_that_changed_meanwhile_would_undo_that_and_is_not_approved() -> None:
    case = with_item(reviewing(KEEP), version=2)
    case.when(approve()).then_refused(ListChangeReason.ITEM_CHANGED, "sh-2025-021")
    again = case.given(send_back(ground=4), submit("2025-10-23 10:00"))
    again.when(approve()).then(ListChangeApproved)


def test_a_new_item_whose_id_was_taken_meanwhile_is_not_approved() -> None:
    with_item(reviewing(ADD), item_id="canteens").when(approve()).then_refused(ListChangeReason.ITEM_CHANGED)


@pytest.mark.parametrize(("case_id", "phase", "stands"), [("lis-2", "approved", False), ("lis-2", "submitted", True)])
def test_of_two_orders_on_an_item_the_second_waits_for_the_first(case_id: str, phase: str, stands: bool) -> None:
    other = Sketch(case_id=case_id, process="list_change", phase=phase, subject="sh-2025-021", title="", closed=False)
    case = reviewing(KEEP)
    asked = case.with_world(sketches=(*case.world.sketches, (other, ("civil-affairs",)))).when(approve())
    if stands:
        asked.then(ListChangeApproved)
    else:
        asked.then_refused(ListChangeReason.ITEM_CHANGED, "lis-2")
