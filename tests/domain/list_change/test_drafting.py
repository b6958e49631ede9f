"""Drafting, editing, submitting and giving up an order (R22 §10, §11)."""

from dataclasses import replace
from typing import Any

import pytest

from domain.days import SHANGHAI
from domain.kernel import AdoptCalendar, DeadlineRedated, Duty, Reason
from domain.list_change.events import (
    ListChangeCancelled,
    ListChangeDrafted,
    ListChangeEdited,
    ListChangeSubmitted,
)
from domain.list_change.papers import NoOrigin
from domain.list_change.reasons import ListChangeReason
from domain.people import CLOCK, Actor, Role
from domain.standing import RetryDuty
from domain.visibility import may_see
from tests.domain.list_change.cast import (
    ADD,
    BUREAU,
    CASE,
    COLLEAGUE,
    CONTENT,
    DOCUMENT,
    DOWNGRADE,
    FOREIGN,
    KEEP,
    OPERATOR,
    ROW,
    STRANGER,
    WITHHOLDING,
    approve,
    approved,
    cancel,
    draft,
    edit,
    effective,
    reviewing,
    send_back,
    submit,
)
from tests.domain.walks import INFORMED
from tests.scenario import Scenario, step

DRAFT = CASE.given(draft(ADD))


def test_a_draft_belongs_to_the_publisher_that_wrote_it() -> None:
    drafted = CASE.when(draft(ADD)).event(ListChangeDrafted)
    assert (drafted.publisher, drafted.author, drafted.title) == ("civil-affairs", "chen", "社区食堂网点")
    assert drafted.origin == NoOrigin()
    summary = DRAFT.process.summary(DRAFT.state)
    assert (summary.subject, summary.title, summary.holder) == ("canteens", "社区食堂网点", Role.DATA_PUBLISHER)
    assert not may_see(STRANGER, summary)


def test_a_draft_that_keeps_the_published_content_has_the_items_title() -> None:
    assert CASE.when(draft(KEEP)).event(ListChangeDrafted).title == "捐赠个人清单"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({**KEEP, "item_id": "no-such"}, ListChangeReason.UNKNOWN_ITEM),
        ({**KEEP, "item_id": ""}, ListChangeReason.UNKNOWN_ITEM),
        ({**KEEP, "item_id": "forecast"}, Reason.OTHER_ORGANISATION),
        ({**KEEP, "document": "ab" * 32}, ListChangeReason.UNKNOWN_DOCUMENT),
        ({**KEEP, "document": FOREIGN}, ListChangeReason.UNKNOWN_DOCUMENT),
        ({**KEEP, "plan_item": "no-such"}, ListChangeReason.UNKNOWN_PLAN_ITEM),
        ({**ADD, "item_id": "sh-2025-021"}, ListChangeReason.ITEM_EXISTS),
        ({**ADD, "item_id": ROW}, ListChangeReason.ITEM_EXISTS),  # the id of another case
        ({**ADD, "item_id": ""}, ListChangeReason.ITEM_ID_UNUSABLE),
        ({**ADD, "item_id": "食堂/1"}, ListChangeReason.ITEM_ID_UNUSABLE),
        ({**ADD, "content": None}, ListChangeReason.CONTENT_MISSING),
    ],
)
def test_an_order_that_can_mean_nothing_is_neither_drafted_nor_edited(body: dict[str, Any], reason: Any) -> None:
    CASE.when(draft(body)).then_refused(reason)
    DRAFT.when(edit(body, "2025-10-20 09:30")).then_refused(reason)


def test_an_edit_replaces_the_whole_order_and_names_its_author() -> None:
    edited = DRAFT.when(edit({**ADD, "reason": "示范需要"}, "2025-10-20 09:30", by=COLLEAGUE)).then(ListChangeEdited)
    assert (edited.state.dossier.proposal.reason, edited.state.dossier.authors) == ("示范需要", ("chen", "zhou"))


def test_an_order_about_an_item_stays_about_it_but_may_change_its_kind() -> None:
    case = CASE.given(draft(DOWNGRADE))
    other = edit({**KEEP, "item_id": "shelters"}, "2025-10-20 09:30")
    case.when(other).then_refused(ListChangeReason.OTHER_ITEM)
    case.when(edit({**DOWNGRADE, "change": "desensitise"}, "2025-10-20 09:30")).then(ListChangeEdited)


def test_an_order_for_a_new_item_may_turn_to_one_on_the_list() -> None:
    turned = DRAFT.when(edit(KEEP, "2025-10-20 09:30")).then(ListChangeEdited)
    assert turned.state.dossier.title == "捐赠个人清单"


def test_only_the_publisher_works_on_its_order() -> None:
    DRAFT.when(edit(ADD, "2025-10-20 09:30", by=STRANGER)).then_refused(Reason.OTHER_ORGANISATION)
    DRAFT.when(submit(by=BUREAU)).then_refused(Reason.FORBIDDEN)
    DRAFT.when(cancel(by=STRANGER)).then_refused(Reason.OTHER_ORGANISATION)


def test_submitting_starts_ten_working_days_for_the_configured_reviewer() -> None:
    outcome = DRAFT.when(submit())
    submitted = outcome.event(ListChangeSubmitted)
    assert (submitted.number, submitted.author, submitted.reviewer) == (1, "chen", Role.COMPETENT_DEPARTMENT)
    assert outcome.after.last_days()["list_change.review"] == "2025-11-03"
    assert outcome.after.deadline("list_change.review").receipt.source == "config"
    reminder = outcome.after.deadline("list_change.review.reminder")
    assert (reminder.tells, reminder.due.astimezone(SHANGHAI).date().isoformat()) == (
        (Role.COMPETENT_DEPARTMENT,),
        "2025-10-31",
    )
    assert outcome.after.process.summary(outcome.after.state).holder is Role.COMPETENT_DEPARTMENT


def test_state_secrets_are_out_of_scope() -> None:
    DRAFT.when(submit(state_secrets=True)).then_refused(ListChangeReason.OUT_OF_SCOPE)


def test_an_item_that_came_to_the_list_meanwhile_is_not_added_again() -> None:
    taken = DRAFT.with_world(items={"canteens": CASE.world.items["shelters"]})
    taken.when(submit()).then_refused(ListChangeReason.ITEM_EXISTS)


def test_what_is_under_review_is_not_edited_nor_submitted_twice() -> None:
    case = DRAFT.given(submit())
    case.when(edit(ADD, "2025-10-21 09:00")).then_refused(Reason.WRONG_PHASE)
    case.when(submit("2025-10-21 09:00")).then_refused(Reason.WRONG_PHASE)


@pytest.mark.parametrize("case", [DRAFT, reviewing(ADD), reviewing(ADD).given(send_back())])
def test_the_publisher_may_give_up_until_the_order_is_approved(case: Scenario) -> None:
    cancelled = case.when(cancel()).then(ListChangeCancelled(why="", duties=()))
    assert cancelled.process.plan(cancelled.state).closed
    assert cancelled.process.summary(cancelled.state).holder is None


def test_an_approved_order_is_not_given_up_any_more() -> None:
    approved().when(cancel()).then_refused(Reason.WRONG_PHASE)
    effective().when(cancel()).then_refused(Reason.WRONG_PHASE)


def test_giving_up_ends_what_was_still_owed() -> None:
    case = reviewing({**ADD, "plan_item": ROW}).given(cancel("2025-10-20 11:00"))
    assert case.process.plan(case.state).closed
    case.when(step("2025-10-20 11:01", OPERATOR, RetryDuty(duty_id="case-1:2:link_plan_item"))).then_refused(
        Reason.UNKNOWN_DUTY
    )


def test_a_person_who_changed_sides_does_not_review_what_they_wrote() -> None:
    moved = Actor(id="zhou", role=Role.COMPETENT_DEPARTMENT, organisation="data-bureau")
    case = CASE.given(draft(ADD), edit(ADD, "2025-10-20 09:30", by=COLLEAGUE), submit())
    case.when(approve(by=moved)).then_refused(Reason.FOUR_EYES)


def test_an_edited_order_is_submitted_as_edited() -> None:
    content = {**CONTENT, "title": "社区食堂与助餐点"}
    case = DRAFT.given(edit({**ADD, "content": content}, "2025-10-20 09:30"))
    assert case.when(submit()).event(ListChangeSubmitted).submission.content.title == "社区食堂与助餐点"


def test_the_history_keeps_the_document_of_every_version() -> None:
    case = reviewing({**DOWNGRADE, "document": DOCUMENT}).given(send_back(ground=1))
    assert [(back.ground, back.document) for back in case.state.dossier.returns] == [(1, DOCUMENT)]
    again = case.given(edit({**DOWNGRADE, "classification": WITHHOLDING}, "2025-10-23 09:00"))
    assert again.when(submit("2025-10-23 10:00")).event(ListChangeSubmitted).submission.document == ""


def test_duties_are_numbered_by_their_event() -> None:
    assert reviewing({**ADD, "plan_item": ROW}).state.dossier.duties == (
        Duty(id="case-1:2:link_plan_item", name="link_plan_item"),
    )


def test_a_review_that_reaches_into_an_unannounced_year_moves_with_its_notice() -> None:
    case = reviewing(ADD, "2026-12-21 10:00")
    assert case.deadline("list_change.review").receipt.provisional
    moved = replace(case, rulebook=INFORMED).when(step("2026-12-22 10:00", CLOCK, AdoptCalendar()))
    assert moved.kinds
    assert all(isinstance(event, DeadlineRedated) for event in moved.decision.events)
    assert not moved.after.deadline("list_change.review").receipt.provisional
