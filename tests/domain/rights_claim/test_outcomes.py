"""What becomes of a claim, and of its list change (R22 §31; R-087)."""

import pytest

from domain.items import ChangeType, OpenType
from domain.kernel import Message, Reason, ReportDutyFailed, case_id_of
from domain.list_change.inbox import OpenListChange
from domain.open_list_item.inbox import ResumeItem
from domain.people import CLOCK, Role
from domain.phases import Impossible
from domain.rights_claim import RIGHTS_CLAIM
from domain.rights_claim.events import (
    OpeningRestored,
    OrderCameToNothing,
    OrderTookEffect,
    ProcessingDecided,
    SuspensionTookEffect,
    WithdrawalDecided,
    WithdrawnReopened,
)
from domain.rights_claim.inbox import RecordOrderEffective
from domain.rights_claim.reasons import RightsClaimReason
from domain.standing import MessagesSent, RecordMessagesSent, RetryDuty
from tests.domain.rights_claim.cast import (
    FILED,
    ITEM,
    OFFICER,
    OTHER_OFFICER,
    SUSPENDED,
    VERIFYING,
    ZHOU,
    closed,
    effective,
    ended,
    holder,
    messages,
    phase,
    process,
    reopen,
    restore,
    told,
    withdraw,
)
from tests.scenario import Scenario, Step, step


def test_not_confirmed_after_suspension_resumes_the_item_and_answers_the_claimant() -> None:
    case = SUSPENDED.when(restore()).then(OpeningRestored)
    assert phase(case) == "closed_restored"
    assert case.state.dossier.feedback == ("恢复开放",)
    command = ResumeItem(claim=case.case_id)
    assert messages(case, "resume_item") == [Message("open_list_item", ITEM.item_id, command, needed=True)]
    assert not closed(case)
    assert closed(told(case, "resume_item", "2025-09-03 09:01"))


def test_not_confirmed_without_suspension_closes_at_once() -> None:
    assert closed(VERIFYING.when(restore()).then(OpeningRestored))


@pytest.mark.parametrize(
    ("decision", "duty", "change"),
    [
        (withdraw(), "open_withdrawal", ChangeType.DOWNGRADE),
        (process(), "open_processing", ChangeType.DESENSITISE),
    ],
    ids=["withdraw", "process"],
)
def test_an_outcome_opens_a_list_change_for_the_publisher_to_complete(
    decision: Step, duty: str, change: ChangeType
) -> None:
    case = SUSPENDED.given(decision)
    (message,) = messages(case, duty)
    assert (message.process, message.case_id, message.needed) == ("list_change", case.state.order, True)
    assert message.case_id == case_id_of("list_change", case.duty(duty))
    assert isinstance(message.command, OpenListChange)
    assert (message.command.change, message.command.item_id) == (change, ITEM.item_id)
    assert (message.command.origin, message.command.origin_process) == (case.case_id, RIGHTS_CLAIM.name)
    assert message.command.reason == case.state.finding
    assert message.command.askers.who == RIGHTS_CLAIM.summary(case.state).asked  # who review no such order
    assert case.last_days() == {}  # the list change has its own clock


def test_withdrawn_data_stays_suspended_when_its_list_change_takes_effect() -> None:
    case = told(SUSPENDED.when(withdraw()).then(WithdrawalDecided), "open_withdrawal", "2025-09-03 09:01")
    assert phase(case) == "withdrawing"
    done = case.when(effective(case)).then(OrderTookEffect(order=case.state.order, version=2, duties=()))
    assert phase(done) == "closed_withdrawn"
    assert closed(done)
    assert done.state.dossier.feedback == ("已启动撤回",)


def _withdrawn(before: Scenario) -> Scenario:
    case = told(before.given(withdraw()), "open_withdrawal", "2025-09-03 09:01")
    return case.given(effective(case))


def _published(case: Scenario, version: int, open_type: OpenType) -> Scenario:
    item = ITEM.model_copy(update={"version": version, "open_type": open_type})
    return case.with_world(items={ITEM.item_id: item})


def test_withdrawn_data_is_opened_again_in_a_later_version_and_the_claimant_is_told() -> None:
    case = _published(_withdrawn(SUSPENDED), 3, OpenType.CONDITIONAL)
    again = case.when(reopen()).then(WithdrawnReopened)
    assert phase(again) == "closed_reopened"
    assert again.state.dossier.feedback == ("已启动撤回", "处理后重新开放")
    assert messages(again, "resume_item") == [
        Message("open_list_item", ITEM.item_id, ResumeItem(claim="case-1"), needed=True)
    ]
    assert closed(told(again, "resume_item", "2025-11-03 09:01"))


@pytest.mark.parametrize(
    ("version", "open_type"), [(2, OpenType.NON_OPEN), (3, OpenType.NON_OPEN), (2, OpenType.CONDITIONAL)]
)
def test_withdrawn_data_stays_shut_until_a_later_version_is_open(version: int, open_type: OpenType) -> None:
    """Not the withdrawn version, not one that is closed still, not what the withdrawal itself left open."""
    case = _published(_withdrawn(SUSPENDED), version, open_type)
    case.when(reopen()).then_refused(RightsClaimReason.NOT_PUBLISHED_AGAIN)


def test_only_the_publisher_opens_withdrawn_data_again() -> None:
    case = _published(_withdrawn(SUSPENDED), 3, OpenType.CONDITIONAL)
    case.when(reopen(by=OTHER_OFFICER)).then_refused(Reason.OTHER_ORGANISATION)
    case.when(reopen(by=ZHOU)).then_refused(Reason.FORBIDDEN)
    again = case.given(reopen())
    again.when(reopen()).then_refused(Reason.WRONG_PHASE)


def test_withdrawn_data_that_nothing_suspended_is_reopened_without_a_message() -> None:
    case = _published(_withdrawn(VERIFYING), 3, OpenType.UNCONDITIONAL)
    assert closed(case.given(reopen()))


def test_a_desensitised_version_ends_the_suspension_when_it_takes_effect() -> None:
    case = told(SUSPENDED.when(process()).then(ProcessingDecided), "open_processing", "2025-09-03 09:01")
    done = case.when(effective(case)).then(OrderTookEffect)
    assert phase(done) == "closed_reopened"
    assert messages(done, "resume_item")[0].case_id == ITEM.item_id
    assert closed(told(done, "resume_item", "2025-09-10 09:01"))


def test_a_desensitised_version_of_an_item_that_stayed_open_resumes_nothing() -> None:
    case = VERIFYING.given(process())
    assert closed(case.given(effective(case)))


@pytest.mark.parametrize(
    ("before", "back"), [(SUSPENDED, "suspended"), (VERIFYING, "verifying")], ids=["suspended", "verifying"]
)
@pytest.mark.parametrize("decision", [withdraw(), process()], ids=["withdraw", "process"])
def test_a_cancelled_list_change_puts_the_claim_back_for_a_decision(
    before: Scenario, back: str, decision: Step
) -> None:
    case = before.given(decision)
    again = case.when(ended(case)).then(OrderCameToNothing)
    assert (phase(again), holder(again)) == (back, Role.DATA_PUBLISHER)
    assert again.last_days()["rights_claim.verify"] == "2025-09-24"
    assert again.state.reason == before.state.reason
    assert phase(again.given(restore("2025-09-11 09:00"))) == "closed_restored"


def test_news_of_the_list_change_also_say_that_it_was_opened() -> None:
    case = VERIFYING.given(withdraw())
    opening = case.duty("open_withdrawal")
    done = case.given(effective(case))
    assert closed(done)
    report = step("2025-09-10 10:00", CLOCK, RecordMessagesSent(duty_id=opening))
    done.when(report).then_refused(Reason.WRONG_PHASE)


def test_news_of_another_list_change_are_refused() -> None:
    case = SUSPENDED.given(withdraw())
    other = step("2025-09-10 09:00", CLOCK, RecordOrderEffective(order="lis-9", item_id=ITEM.item_id))
    case.when(other).then_refused(RightsClaimReason.UNKNOWN_ORDER, "lis-9")


def test_an_opening_that_failed_is_retried_as_a_new_list_change() -> None:
    case = SUSPENDED.given(withdraw())
    first = case.state.order
    failing = ReportDutyFailed(duty_id=case.duty("open_withdrawal"), why="refused")
    failed = case.given(step("2025-09-03 10:00", CLOCK, failing))
    retried = failed.given(step("2025-09-03 11:00", OFFICER, RetryDuty(duty_id=failing.duty_id)))
    assert retried.state.order == case_id_of("list_change", retried.duty("open_withdrawal")) != first
    assert messages(retried, "open_withdrawal")[0].case_id == retried.state.order


def test_an_event_that_cannot_follow_is_damage() -> None:
    with pytest.raises(Impossible):
        RIGHTS_CLAIM.evolve(FILED.state, SuspensionTookEffect())
    with pytest.raises(Impossible):
        RIGHTS_CLAIM.evolve(RIGHTS_CLAIM.initial, MessagesSent(duty_id="d", sent=()))
