"""Access restricted at once, and given back where it was (R22 §30; R-083)."""

import pytest

from domain.application.inbox import LiftRestriction, RestrictAccess
from domain.kernel import Message, Reason
from domain.people import CLOCK, Actor, Role
from domain.standing import DutyFailed, MessagesSent, RecordMessagesSent, RetryDuty, Sent
from domain.violation import VIOLATION
from domain.violation.events import (
    LiftOrdered,
    PartyRestricted,
    ViolationDismissed,
)
from domain.violation.reasons import ViolationReason
from tests.domain.violation.cast import (
    ALLEGED,
    CASE,
    CLERK,
    HEARING,
    OTHER_PUBLISHER,
    PUBLISHER,
    allege,
    closed,
    dismiss,
    failed,
    holder,
    messages,
    phase,
    receivers,
    restrict,
    told,
)
from tests.scenario import Scenario, step


@pytest.mark.parametrize("actor", [CLERK, PUBLISHER], ids=lambda actor: str(actor.role))
@pytest.mark.parametrize("case", [ALLEGED, HEARING], ids=["alleged", "hearing"])
def test_operator_and_publisher_restrict_access_at_once_within_their_own_duty(case: Scenario, actor: Actor) -> None:
    restricted = case.when(restrict("2025-09-01 12:00", actor)).then(PartyRestricted)
    assert phase(restricted) == phase(case)
    command = RestrictAccess(violation=case.case_id, reason="调用量异常")
    assert messages(restricted, "send_restriction") == [Message("application", "app-rain", command)]


def test_without_an_application_named_all_open_ones_for_the_publishers_items_are_restricted() -> None:
    case = CASE.given(allege(about=""), restrict())
    assert receivers(case, "send_restriction") == ["app-rain", "app-wind"]


def test_access_is_restricted_once() -> None:
    ALLEGED.given(restrict()).when(restrict()).then_refused(ViolationReason.ALREADY_RESTRICTED)


def test_another_publisher_restricts_nothing_here() -> None:
    ALLEGED.when(restrict(actor=OTHER_PUBLISHER)).then_refused(Reason.OTHER_ORGANISATION)


def test_a_restriction_is_lifted_where_it_reached_when_nothing_is_recorded() -> None:
    case = told(ALLEGED.given(restrict()), "send_restriction", "2025-09-01 10:01", "app-rain")
    done = case.when(dismiss()).then(ViolationDismissed, LiftOrdered)
    command = LiftRestriction(violation=case.case_id)
    assert messages(done, "send_lifting") == [Message("application", "app-rain", command)]
    assert not closed(done)
    assert closed(told(done, "send_lifting", "2025-09-05 09:01"))


def test_a_restriction_that_reached_no_one_needs_no_lifting() -> None:
    case = told(ALLEGED.given(restrict()), "send_restriction", "2025-09-01 10:01")
    assert closed(case.when(dismiss()).then(ViolationDismissed))


def test_a_restriction_under_way_at_the_end_goes_nowhere_any_more() -> None:
    case = ALLEGED.given(restrict()).when(dismiss()).then(ViolationDismissed)
    assert messages(case, "send_restriction") == []
    assert closed(told(case, "send_restriction", "2025-09-05 09:01"))


def test_a_restriction_that_still_reached_someone_is_lifted_as_soon_as_that_is_known() -> None:
    case = ALLEGED.given(restrict()).given(dismiss())
    sent = (Sent(process="application", case_id="app-rain", kind="restrict_access"),)
    report = RecordMessagesSent(duty_id=case.duty("send_restriction"), sent=sent)
    late = case.when(step("2025-09-05 09:01", CLOCK, report)).then(MessagesSent, LiftOrdered)
    assert receivers(late, "send_lifting") == ["app-rain"]


def test_a_restriction_that_failed_is_lifted_wherever_it_may_have_reached() -> None:
    case = CASE.given(allege(about=""), restrict())
    failing = case.given(failed(case, "send_restriction", "2025-09-01 11:00"))
    assert holder(failing) is Role.PLATFORM_OPERATOR
    done = failing.when(dismiss()).then(ViolationDismissed, LiftOrdered)
    assert receivers(done, "send_lifting") == ["app-rain", "app-wind"]
    assert closed(told(done, "send_lifting", "2025-09-05 09:01"))


def test_a_restriction_that_fails_after_the_end_is_lifted_too() -> None:
    case = ALLEGED.given(restrict()).given(dismiss())
    after = case.when(failed(case, "send_restriction", "2025-09-05 10:00")).then(DutyFailed, LiftOrdered)
    assert VIOLATION.summary(after.state).needs_attention == ()


def test_a_failed_restriction_is_retried_by_operator_or_publisher() -> None:
    case = ALLEGED.given(restrict())
    failing = case.given(failed(case, "send_restriction", "2025-09-01 11:00"))
    retry = RetryDuty(duty_id=case.duty("send_restriction"))
    retried = failing.given(step("2025-09-01 12:00", PUBLISHER, retry))
    assert receivers(retried, "send_restriction") == ["app-rain"]
