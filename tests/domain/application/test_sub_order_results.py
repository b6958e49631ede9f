"""One application for several items: each part is decided, and the whole put together again (R22 §19)."""

from typing import Any

import pytest

from domain.application.commands import (
    RecordAgreementDrafted,
    RecordSubOrderResult,
    WithdrawApplication,
)
from domain.application.duties import DISPATCH, TELL_PARENT
from domain.application.events import (
    ApplicationConcluded,
    ApplicationDrafted,
    ApplicationRefused,
    ApplicationWithdrawn,
    SubOrderDecided,
    SubOrderResultNoted,
)
from domain.application.reasons import ApplicationReason
from domain.application.review_papers import RiskLevel
from domain.application.sub_orders import PartResult, WholeResult
from domain.kernel import Reason
from domain.people import CLOCK
from domain.standing import MessagesSent, RecordMessagesSent
from tests.domain.application.cast import (
    ITEM,
    REVIEWER,
    ROADS,
    WANG,
    approve,
    assess,
    draft,
    drawn,
    sign,
    superseding,
)
from tests.domain.application.several import AT, dispatched_parts, messages, refuse, result, whole
from tests.scenario import Scenario, Step, step

# -- each part is decided, and the whole hears of it -------------------------------------------


@pytest.mark.parametrize(
    ("asked", "events", "told"),
    [
        (step("2025-09-10 15:00", WANG, WithdrawApplication()), (ApplicationWithdrawn,), PartResult.WITHDRAWN),
        (refuse(ROADS, "routes"), (ApplicationRefused,), PartResult.REFUSED),
    ],
)
def test_a_part_that_is_over_tells_the_whole_how(asked: Step, events: tuple[type[Any], ...], told: PartResult) -> None:
    over = dispatched_parts(whole())["item-200"].when(asked).then(*events, SubOrderDecided)
    (message,) = messages(TELL_PARENT, over)
    assert (message.process, message.case_id, message.needed) == ("application", "case-1", True)
    expected = RecordSubOrderResult(sub_order=over.case_id, item_id="item-200", result=told)
    assert message.command == expected
    assert not over.process.plan(over.state).closed  # not before it has told
    report = RecordMessagesSent(duty_id=over.duty(TELL_PARENT), sent=())
    done = over.when(step("2025-09-10 15:01", CLOCK, report)).then(MessagesSent)
    assert done.process.plan(done.state).closed


def approved_part() -> Scenario:
    return dispatched_parts(whole())["item-110"].given(assess("2025-09-10 14:00"), approve("2025-09-10 15:00"))


def test_an_approved_part_tells_the_whole_and_goes_on_to_its_own_agreement() -> None:
    part = approved_part()
    assert [duty.name for duty in part.state.dossier.duties] == ["draft_agreement", TELL_PARENT]
    assert messages(TELL_PARENT, part)[0].command.result is PartResult.APPROVED
    signed = drawn("2025-09-10 15:30", part).given(sign("2025-09-11 09:00", REVIEWER), sign("2025-09-11 10:00", WANG))
    assert signed.state.phase == "agreement_signed"
    # what the whole is still to be told stays owed and hinders no delivery
    assert [duty.name for duty in signed.state.dossier.duties] == [TELL_PARENT]
    assert signed.state.dossier.own_duties == ()
    assert messages(TELL_PARENT, signed)[0].command.result is PartResult.APPROVED


def test_a_duty_is_reported_by_its_own_report_only() -> None:
    part = approved_part()
    wrong = RecordMessagesSent(duty_id=part.duty("draft_agreement"), sent=())
    part.when(step("2025-09-10 16:00", CLOCK, wrong)).then_refused(Reason.UNKNOWN_DUTY)
    other = RecordAgreementDrafted(duty_id=part.duty(TELL_PARENT), document="d0" * 32, template="t", clauses=())
    part.when(step("2025-09-10 16:00", CLOCK, other)).then_refused(Reason.UNKNOWN_DUTY)


def test_a_refused_part_may_be_superseded_like_any_application() -> None:
    refused = dispatched_parts(whole())["item-200"].given(refuse(ROADS, "routes"))
    again = superseding(refused, "case-9").when(
        draft("2025-09-12 09:00", item_id="item-200", supersedes=refused.case_id)
    )
    assert [earlier.told for earlier in again.event(ApplicationDrafted).chain] == [("routes",)]


def test_the_whole_is_not_withdrawn_once_it_is_dispatched() -> None:
    whole().when(step(AT, WANG, WithdrawApplication())).then_refused(Reason.WRONG_PHASE)


# -- together again ----------------------------------------------------------------------------

Y, N, W = PartResult.APPROVED, PartResult.REFUSED, PartResult.WITHDRAWN


@pytest.mark.parametrize(
    ("first", "second", "outcome", "phase"),
    [
        (Y, Y, WholeResult.APPROVED, "approved_whole"),
        (Y, N, WholeResult.PARTIALLY_APPROVED, "partially_approved"),
        (W, Y, WholeResult.PARTIALLY_APPROVED, "partially_approved"),
        (N, N, WholeResult.REFUSED, "refused_whole"),
        (N, W, WholeResult.REFUSED, "refused_whole"),
        (W, W, WholeResult.WITHDRAWN, "withdrawn"),
    ],
)
def test_the_whole_is_over_when_every_part_is(
    first: PartResult, second: PartResult, outcome: WholeResult, phase: str
) -> None:
    case = whole()
    half = case.when(result(case, 1, second)).then(SubOrderResultNoted)
    assert half.state.phase == "dispatched"
    over = half.when(result(case, 0, first)).then(SubOrderResultNoted, ApplicationConcluded(result=outcome))
    assert (over.state.phase, over.process.summary(over.state).holder) == (phase, None)
    assert [part.result for part in over.state.dossier.sub_orders] == [first, second]
    assert not over.process.plan(over.state).closed  # the dispatch has not been reported yet
    report = RecordMessagesSent(duty_id=over.duty(DISPATCH), sent=())
    done = over.given(step("2025-09-05 11:00", CLOCK, report))
    assert done.process.plan(done.state).closed


def test_a_result_told_twice_is_no_news_even_after_the_end() -> None:
    case = whole()
    once = case.given(result(case, 0, Y))
    once.when(result(case, 0, Y)).then()
    once.given(result(case, 1, Y)).when(result(case, 1, Y)).then()


def test_a_result_of_a_stranger_or_another_result_of_a_part_is_refused() -> None:
    case = whole()
    stranger = RecordSubOrderResult(sub_order="app-9", item_id=ITEM.item_id, result=Y)
    case.when(step(AT, CLOCK, stranger)).then_refused(ApplicationReason.UNKNOWN_SUB_ORDER)
    case.given(result(case, 0, Y)).when(result(case, 0, N)).then_refused(ApplicationReason.UNKNOWN_SUB_ORDER)


def test_a_part_is_not_approved_before_its_publisher_has_assessed_the_fusion() -> None:
    part = dispatched_parts(whole())["item-110"]
    part.when(approve()).then_refused(ApplicationReason.RISK_NOT_ASSESSED)
    assert part.given(assess("2025-09-08 09:00")).state.dossier.gathered.risks[0].level is RiskLevel.LOW
