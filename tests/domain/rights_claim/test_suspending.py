"""The item is suspended, or stays open while the claim is verified (R22 §31; R-086)."""

import pytest

from domain.kernel import Message, Reason, ReportDutyFailed
from domain.open_list_item.inbox import SuspendItem
from domain.people import CLOCK, Role
from domain.rights_claim.events import (
    OpeningRestored,
    SuspensionOrdered,
    SuspensionTookEffect,
    VerificationBegun,
)
from domain.standing import DutyFailed, DutyRetried, MessagesSent, RecordMessagesSent, RetryDuty
from tests.domain.rights_claim.cast import (
    FILED,
    ITEM,
    OFFICER,
    OTHER_OFFICER,
    SUSPENDING,
    VERIFYING,
    ZHOU,
    holder,
    judge,
    messages,
    phase,
    restore,
    told,
    verify,
    withdraw,
)
from tests.scenario import Scenario, step


def test_suspension_judged_necessary_is_owed_at_once_within_two_hours() -> None:
    case = FILED.when(judge("2025-09-01 23:30")).then(SuspensionOrdered)
    assert phase(case) == "suspending"
    assert case.deadline("rights_claim.suspend").due.isoformat() == "2025-09-02T01:30:00+08:00"
    command = SuspendItem(claim=case.case_id, reason="样本可还原身份")
    assert messages(case, "suspend_item") == [Message("open_list_item", ITEM.item_id, command, needed=True)]


def test_the_two_hours_end_when_the_item_is_suspended() -> None:
    sent = RecordMessagesSent(duty_id=SUSPENDING.duty("suspend_item"))
    case = SUSPENDING.when(step("2025-09-01 11:00", CLOCK, sent)).then(MessagesSent, SuspensionTookEffect)
    assert (phase(case), holder(case)) == ("suspended", Role.DATA_PUBLISHER)
    assert set(case.last_days()) == {"rights_claim.verify", "rights_claim.verify.reminder"}


def test_two_hours_without_suspension_go_to_the_head_and_the_competent_department() -> None:
    late = SUSPENDING.until("2025-09-01 12:00")
    assert late.state.dossier.missed == ("rights_claim.suspend",)
    assert late.state.dossier.escalated_to == (Role.PUBLISHER_HEAD, Role.COMPETENT_DEPARTMENT)
    assert phase(told(late, "suspend_item", "2025-09-01 12:05")) == "suspended"


def test_a_suspension_that_failed_waits_for_a_person_and_is_retried() -> None:
    failing = ReportDutyFailed(duty_id=SUSPENDING.duty("suspend_item"), why="平台不可用")
    failed = SUSPENDING.when(step("2025-09-01 10:30", CLOCK, failing)).then(DutyFailed)
    assert (phase(failed), holder(failed)) == ("suspending", Role.DATA_PUBLISHER)
    retry = RetryDuty(duty_id=failing.duty_id)
    retried = failed.when(step("2025-09-01 10:40", OFFICER, retry)).then(DutyRetried)
    assert phase(told(retried, "suspend_item", "2025-09-01 10:41")) == "suspended"


def test_verifying_without_suspension_keeps_the_reason() -> None:
    case = FILED.when(verify()).then(VerificationBegun(reason="字段未开放"))
    assert (phase(case), case.state.reason) == ("verifying", "字段未开放")
    assert case.last_days()["rights_claim.verify"] == "2025-09-15"


def test_suspension_may_prove_necessary_during_verification() -> None:
    case = VERIFYING.when(judge("2025-09-02 10:00")).then(SuspensionOrdered)
    assert phase(case) == "suspending"


def test_a_late_verification_goes_to_the_named_officer_and_is_still_valid() -> None:
    late = VERIFYING.until("2025-09-16 00:00")
    assert late.state.dossier.escalated_to == (Role.DESIGNATED_OFFICER,)
    assert late.state.dossier.missed == ("rights_claim.verify",)
    late.when(restore("2025-09-16 09:00")).then(OpeningRestored)


@pytest.mark.parametrize("case", [FILED, SUSPENDING], ids=["filed", "suspending"])
def test_nothing_is_decided_before_the_claim_is_verified(case: Scenario) -> None:
    case.when(withdraw("2025-09-01 10:30")).then_refused(Reason.WRONG_PHASE)


def test_only_the_items_own_publisher_judges() -> None:
    elsewhere = step("2025-09-01 10:00", OTHER_OFFICER, verify().command)
    FILED.when(elsewhere).then_refused(Reason.OTHER_ORGANISATION)
    FILED.when(step("2025-09-01 10:00", ZHOU, verify().command)).then_refused(Reason.FORBIDDEN)
