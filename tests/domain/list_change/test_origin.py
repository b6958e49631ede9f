"""Opened for another case, and what the others are told (R22 §10, §31)."""

from dataclasses import replace
from typing import Any

import pytest

from domain.items import ChangeType
from domain.kernel import Message, Reason
from domain.list_change.events import (
    ListChangeApproved,
    ListChangeCancelled,
    ListChangeDrafted,
    ListChangeSubmitted,
)
from domain.list_change.papers import Origin
from domain.list_change.reasons import ListChangeReason
from domain.people import Actor, Role
from domain.plan_item.inbox import LinkOrder
from domain.standing import AskersNoted, MessagesSent
from domain.visibility import may_see
from tests.domain.list_change.cast import (
    ADD,
    CASE,
    CLERK,
    ROW,
    approve,
    cancel,
    edit,
    opened_for,
    reviewing,
    send_back,
    sent,
    submit,
    told,
)
from tests.scenario import step


def test_the_plans_row_learns_of_the_order_once() -> None:
    case = reviewing({**ADD, "plan_item": ROW})
    assert sent(case, "link_plan_item") == [Message("plan_item", ROW, LinkOrder(order="case-1"))]
    linked = case.given(told(case, "link_plan_item", "2025-10-20 10:01"), send_back())
    assert linked.when(submit("2025-10-23 10:00")).event(ListChangeSubmitted).duties == ()


def test_another_row_named_after_a_return_learns_of_it_too() -> None:
    case = reviewing({**ADD, "plan_item": ROW}).with_world(cases={**CASE.world.cases, "plan-2": CASE.world.cases[ROW]})
    back = case.given(told(case, "link_plan_item", "2025-10-20 10:01"), send_back())
    again = back.given(edit({**ADD, "plan_item": "plan-2"}, "2025-10-23 09:00"), submit("2025-10-23 10:00"))
    assert sent(again, "link_plan_item") == [Message("plan_item", "plan-2", LinkOrder(order="case-1"))]


@pytest.mark.parametrize("process", ["demand", "rights_claim"])
def test_another_case_opens_a_draft_for_the_publisher_to_complete(process: str) -> None:
    case = CASE.when(opened_for(process)).then(ListChangeDrafted)
    dossier = case.state.dossier
    assert (dossier.origin, dossier.authors) == (Origin(process=process, case_id="origin-1"), ())
    summary = case.process.summary(case.state)
    assert (summary.holder, summary.parties[Role.DATA_PUBLISHER]) == (Role.DATA_PUBLISHER, ("civil-affairs",))
    case.when(submit()).then_refused(ListChangeReason.ITEM_ID_UNUSABLE)  # nobody has named the new item yet
    case.given(edit(ADD, "2025-10-20 09:30")).when(submit()).then(ListChangeSubmitted)


@pytest.mark.parametrize("process", ["demand", "rights_claim"])
def test_whoever_asked_in_the_other_case_does_not_review_the_order(process: str) -> None:
    """Neither the person nor their organisation; and it shows them nothing."""
    asked = opened_for(process, askers={"who": ["wang", "o-shenjiang"]})
    case = CASE.given(asked, edit(ADD, "2025-10-20 09:30"), submit())
    review = approve()
    for changes in ({"id": "wang"}, {"organisation": "o-shenjiang"}, {"on_behalf_of": "wang"}):
        case.when(replace(review, actor=review.actor.model_copy(update=changes))).then_refused(Reason.FOUR_EYES)
    summary = case.process.summary(case.state)
    assert not may_see(Actor(id="wang", role=Role.APPLICANT, organisation="o-shenjiang"), summary)
    case.when(review).then(ListChangeApproved)


def test_another_case_may_open_an_order_about_an_item_on_the_list() -> None:
    opened = CASE.when(opened_for("rights_claim", change="desensitise", item_id="sh-2025-021")).event(ListChangeDrafted)
    assert (opened.proposal.change, opened.proposal.content) == (ChangeType.DESENSITISE, None)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"origin_process": "application"}, ListChangeReason.UNKNOWN_ORIGIN),
        ({"change": "downgrade"}, ListChangeReason.UNKNOWN_ITEM),
        ({"change": "downgrade", "item_id": "forecast"}, Reason.OTHER_ORGANISATION),
        ({"item_id": "sh-2025-021"}, ListChangeReason.ITEM_EXISTS),
    ],
)
def test_another_case_cannot_open_what_means_nothing(changes: dict[str, Any], reason: Any) -> None:
    CASE.when(opened_for("demand", **changes)).then_refused(reason)


def test_no_person_opens_an_order_in_another_cases_name() -> None:
    asked = opened_for("demand").command
    CASE.when(step("2025-10-20 09:00", CLERK, asked)).then_refused(Reason.FORBIDDEN)


@pytest.mark.parametrize("process", ["demand", "rights_claim"])
def test_a_cancelled_order_tells_the_case_it_was_opened_for_and_then_closes(process: str) -> None:
    case = CASE.given(opened_for(process)).when(cancel(why="已另行开放")).then(ListChangeCancelled, AskersNoted)
    (message,) = sent(case, "tell_origin")
    assert (message.process, message.case_id) == (process, "origin-1")
    assert message.command.model_dump() == {"kind": "record_order_ended", "order": "case-1", "why": "已另行开放"}
    assert not case.process.plan(case.state).closed
    done = case.given(told(case, "tell_origin", "2025-10-24 11:01"))
    assert done.process.plan(done.state).closed


@pytest.mark.parametrize("process", ["demand", "rights_claim"])
def test_the_case_it_was_opened_for_learns_that_it_is_in_effect(process: str) -> None:
    case = CASE.given(opened_for(process), edit(ADD, "2025-10-20 09:30"), submit(), approve())
    case = case.given(told(case, "publish_item", "2025-10-24 10:01"))
    assert case.duty("tell_origin") == "case-1:6:tell_origin"
    (message,) = sent(case, "tell_origin")
    assert (message.process, message.case_id, message.needed) == (process, "origin-1", False)
    version = {"version": 1} if process == "rights_claim" else {}
    assert message.command.model_dump() == {
        "kind": "record_order_effective",
        "order": "case-1",
        "item_id": "canteens",
        **version,
    }
    assert not case.process.plan(case.state).closed
    done = case.when(told(case, "tell_origin", "2025-10-24 10:02")).then(MessagesSent)
    assert done.process.plan(done.state).closed
