"""From the approval to the item's new version (R22 §9)."""

import pytest

from domain.kernel import Message, Reason, ReportDutyFailed
from domain.list_change.events import (
    OrderTookEffect,
)
from domain.open_list_item.inbox import PublishVersion, RegisterItem
from domain.people import CLOCK, Actor, Role
from domain.standing import DutyFailed, DutyRetried, MessagesSent, RetryDuty
from tests.domain.list_change.cast import (
    ADD,
    CLERK,
    DONATIONS,
    KEEP,
    OPERATOR,
    ROW,
    approved,
    effective,
    reviewing,
    send_back,
    sent,
    told,
)
from tests.scenario import step


def test_an_approved_new_item_is_registered_with_its_plan_row() -> None:
    case = approved({**ADD, "plan_item": ROW})
    (message,) = sent(case, "publish_item")
    assert (message.process, message.case_id, message.needed) == ("open_list_item", "canteens", True)
    command = message.command
    assert isinstance(command, RegisterItem)
    assert (command.order, command.plan_item, command.item.publisher) == ("case-1", ROW, "civil-affairs")


def test_an_approved_change_publishes_a_version_of_the_item() -> None:
    """As it was, and by which version of the guide it is graded (R22 §13)."""
    (message,) = sent(approved(KEEP), "publish_item")
    graded = DONATIONS.content().model_copy(update={"guide_version": "2023"})
    assert message == Message(
        "open_list_item",
        "sh-2025-021",
        PublishVersion.model_validate({"item": graded, "order": "case-1", "change": "modify"}),
        needed=True,
    )


def test_nothing_is_published_before_the_approval() -> None:
    case = reviewing(KEEP)
    assert case.process.plan(case.state).duties == ()


def test_the_order_is_in_effect_once_the_item_is_published() -> None:
    case = approved()
    assert case.process.summary(case.state).holder is None
    done = case.when(told(case, "publish_item", "2025-10-24 10:01")).then(
        MessagesSent, OrderTookEffect(item_id="canteens", duties=())
    )
    assert done.process.plan(done.state).closed


def test_an_order_in_effect_stays_open_until_the_plans_row_has_been_told() -> None:
    case = effective({**ADD, "plan_item": ROW})
    assert not case.process.plan(case.state).closed
    done = case.given(told(case, "link_plan_item", "2025-10-24 10:02"))
    assert done.process.plan(done.state).closed


@pytest.mark.parametrize("by", [CLERK, OPERATOR])
def test_a_publication_that_failed_waits_for_a_person_who_has_it_done_again(by: Actor) -> None:
    case = approved()
    duty = case.duty("publish_item")
    failed = case.when(
        step("2025-10-24 10:01", CLOCK, ReportDutyFailed(duty_id=duty, why="refused: wrong_phase"))
    ).then(DutyFailed)
    summary = failed.process.summary(failed.state)
    assert (summary.needs_attention, summary.holder) == (("publish_item",), Role.DATA_PUBLISHER)
    retried = failed.when(step("2025-10-25 10:00", by, RetryDuty(duty_id=duty))).then(DutyRetried)
    assert retried.duty("publish_item") != duty
    retried.when(told(retried, "publish_item", "2025-10-25 10:01")).then(MessagesSent, OrderTookEffect)


def test_a_failed_link_to_the_plan_may_be_mended_during_the_review() -> None:
    case = reviewing({**ADD, "plan_item": ROW})
    duty = case.duty("link_plan_item")
    failed = case.given(step("2025-10-20 10:01", CLOCK, ReportDutyFailed(duty_id=duty, why="away")))
    failed.when(step("2025-10-20 11:00", CLERK, RetryDuty(duty_id=duty))).then(DutyRetried)
    back = failed.given(send_back())
    back.when(step("2025-10-22 11:00", OPERATOR, RetryDuty(duty_id=duty))).then(DutyRetried)


def test_a_report_on_a_duty_that_is_not_owed_changes_nothing() -> None:
    case = approved()
    report = told(case, "publish_item", "2025-10-24 10:01")
    done = case.given(report)
    done.when(report).then_refused(Reason.UNKNOWN_DUTY)
