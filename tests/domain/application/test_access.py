"""Access restricted, given back, ended early; and the breach that opens a violation (R22 §32)."""

from typing import Any

import pytest

from domain.application.commands import (
    CloseForViolation,
    ConfirmDeletion,
    DeliverData,
    FileOfflineDelivery,
    HandOver,
    LiftRestriction,
    RecordAccessClosed,
    RecordDelivery,
    RecordDeliveryResumed,
    RecordDeliverySuspended,
    RecordPackagePrepared,
    RestrictAccess,
    ResumeUse,
    RevokeApproval,
    SubmitUsageReport,
    SuspendUse,
)
from domain.application.events import (
    AccessClosed,
    AccessRestricted,
    AgreementEndedEarly,
    ApprovalRevoked,
    CaseClosed,
    DataDelivered,
    DeliveryOrdered,
    DeliveryResumed,
    DeliverySuspended,
    RestrictionLifted,
    UsageReportAccepted,
    UsageReportScheduled,
)
from domain.application.reasons import ApplicationReason
from domain.application.restrictions import RestrictedBy, Restriction, RevocationGround
from domain.items import OpenType
from domain.kernel import Reason, ReportDutyFailed
from domain.people import CLOCK, Role
from domain.standing import RecordMessagesSent, RetryDuty
from tests.domain.application.cast import ITEM, PACKAGE, REVIEWER, WANG, approve, delivered, reviewing, signed, using
from tests.domain.application.test_usage import FULL, accept
from tests.scenario import Scenario, Step, step

WEEK = "2025-09-15"
APPROVED = reviewing().given(approve())
SIGNED = signed()
USING = using()


def clock(hour: str, command: Any) -> Step:
    return step(f"{WEEK} {hour}", CLOCK, command)


def publisher(hour: str, command: Any) -> Step:
    return step(f"{WEEK} {hour}", REVIEWER, command)


def restrict(hour: str = "09:00", violation: str = "vio-1") -> Step:
    return clock(hour, RestrictAccess(violation=violation, reason="调用量异常"))


def lift(hour: str = "10:00", violation: str = "vio-1") -> Step:
    return clock(hour, LiftRestriction(violation=violation))


def close(hour: str = "09:00") -> Step:
    return clock(hour, CloseForViolation(violation="vio-1", reason="擅自转让"))


def suspend(hour: str = "09:00") -> Step:
    return publisher(hour, SuspendUse(reason="核实"))


def resume(hour: str = "10:00") -> Step:
    return publisher(hour, ResumeUse(reason="正常"))


def revoke(hour: str = "09:00", ground: str = "other") -> Step:
    return publisher(hour, RevokeApproval.model_validate({"ground": ground, "reason": "申请主体已注销"}))


def switched_off(case: Scenario, hour: str = "09:01") -> Step:
    return clock(hour, RecordDeliverySuspended(duty_id=case.duty("suspend_delivery")))


def switched_on(case: Scenario, hour: str = "10:01") -> Step:
    return clock(hour, RecordDeliveryResumed(duty_id=case.duty("resume_delivery")))


def owed(case: Scenario) -> list[str]:
    return [duty.name for duty in case.process.plan(case.state).duties]


# -- restricted and given back -----------------------------------------------------------------


def test_a_restriction_owes_the_suspension_and_its_end_the_way_back() -> None:
    restricted = USING.when(restrict()).then(AccessRestricted)
    assert (restricted.state.phase, owed(restricted)) == ("delivered", ["suspend_delivery"])
    off = restricted.when(switched_off(restricted)).then(DeliverySuspended)
    assert owed(off) == []
    lifted = off.when(lift()).then(RestrictionLifted)
    assert (lifted.state.dossier.restricted, owed(lifted)) == ((), ["resume_delivery"])
    on = lifted.when(switched_on(lifted)).then(DeliveryResumed)
    assert owed(on) == []


def test_several_grounds_stand_at_once_and_access_comes_back_with_the_last() -> None:
    case = USING.given(restrict("09:00", "vio-1"), restrict("09:10", "vio-2"), suspend("09:20"))
    assert owed(case) == ["suspend_delivery"]  # the first ground did it
    grounds = [
        Restriction(by=RestrictedBy.VIOLATION, case="vio-1"),
        Restriction(by=RestrictedBy.VIOLATION, case="vio-2"),
    ]
    assert list(case.state.dossier.restricted) == [*grounds, Restriction(by=RestrictedBy.PUBLISHER)]
    case = case.given(switched_off(case, "09:30"), lift("10:00", "vio-1"), resume("10:10"))
    assert owed(case) == []
    assert owed(case.given(lift("10:20", "vio-2"))) == ["resume_delivery"]


def test_the_same_restriction_again_and_the_end_of_none_are_no_news() -> None:
    USING.given(restrict()).when(restrict("09:05")).then()
    USING.when(lift()).then()


def test_a_publisher_suspends_once_and_resumes_what_it_suspended() -> None:
    case = USING.when(suspend()).then(AccessRestricted)
    case.when(suspend("09:05")).then_refused(ApplicationReason.ALREADY_RESTRICTED)
    case.when(resume()).then(RestrictionLifted)
    USING.given(restrict()).when(resume()).then_refused(ApplicationReason.NOT_RESTRICTED)


def test_lifted_before_the_suspension_was_done_access_still_comes_back() -> None:
    """Both duties may be done at once, in either order: whichever report finds it wrong owes the opposite."""
    case = USING.given(restrict(), lift())
    assert owed(case) == ["suspend_delivery", "resume_delivery"]
    on_first = case.given(switched_on(case))
    off = on_first.when(switched_off(on_first, "10:02")).then(DeliverySuspended)
    assert owed(off) == ["resume_delivery"]
    again = USING.given(restrict())
    again = again.given(switched_off(again), lift(), restrict("10:05"))
    on_last = again.when(switched_on(again, "10:06")).then(DeliveryResumed)
    assert owed(on_last) == ["suspend_delivery", "suspend_delivery"]


def test_one_duty_is_not_reported_as_the_other() -> None:
    case = USING.given(restrict())
    wrong = RecordDeliveryResumed(duty_id=case.duty("suspend_delivery"))
    case.when(clock("09:01", wrong)).then_refused(Reason.UNKNOWN_DUTY)
    tells_none = RecordMessagesSent(duty_id=case.duty("suspend_delivery"))
    case.when(clock("09:01", tells_none)).then_refused(Reason.UNKNOWN_DUTY)


def test_a_suspension_that_failed_for_good_waits_for_a_person() -> None:
    case = USING.given(restrict())
    failed = case.given(clock("09:01", ReportDutyFailed(duty_id=case.duty("suspend_delivery"), why="away")))
    assert failed.process.summary(failed.state).needs_attention == ("suspend_delivery",)
    assert failed.process.summary(failed.state).holder is Role.DATA_PUBLISHER
    again = failed.given(publisher("09:30", RetryDuty(duty_id=case.duty("suspend_delivery"))))
    assert owed(again) == ["suspend_delivery"]


def test_nothing_is_delivered_while_access_is_restricted() -> None:
    order = publisher("09:05", DeliverData())
    SIGNED.given(restrict()).when(order).then_refused(ApplicationReason.DELIVERY_RESTRICTED, "violation")
    SIGNED.given(restrict(), lift()).when(publisher("11:00", DeliverData())).then(DeliveryOrdered)


FILED = signed(delivery="offline").given(publisher("08:00", FileOfflineDelivery(reason="过大", medium="硬盘")))
HAND_OVER = HandOver(medium_id="m", sha256=PACKAGE, receiver_signature="s")


def package(case: Scenario) -> RecordPackagePrepared:
    return RecordPackagePrepared(duty_id=case.duty("prepare_package"), sha256=PACKAGE, size=4)


def test_a_medium_is_not_handed_over_while_access_is_restricted_and_needs_no_switching() -> None:
    restricted = FILED.given(clock("08:10", package(FILED)), restrict())
    assert owed(restricted) == []
    restricted.when(publisher("09:30", HAND_OVER)).then_refused(ApplicationReason.DELIVERY_RESTRICTED)


def test_a_delivery_on_its_way_arrives_suspended() -> None:
    ordered = SIGNED.given(publisher("08:00", DeliverData()))
    restricted = ordered.given(restrict())
    not_that = RecordDelivery(duty_id=restricted.duty("suspend_delivery"), delivery=delivered(ordered).delivery)
    restricted.when(clock("09:01", not_that)).then_refused(Reason.UNKNOWN_DUTY)
    arrived = restricted.when(clock("09:02", delivered(ordered))).then(DataDelivered, UsageReportScheduled)
    assert (arrived.state.phase, owed(arrived)) == ("delivered", ["suspend_delivery"])


def test_a_restriction_before_the_agreement_only_bars_the_delivery() -> None:
    case = APPROVED.given(step("2025-09-11 09:00", CLOCK, RestrictAccess(violation="vio-1", reason="核查")))
    assert "suspend_delivery" not in owed(case)
    assert len(case.state.dossier.restricted) == 1


@pytest.mark.parametrize("command", [RestrictAccess(violation="v", reason="r"), LiftRestriction(violation="v")])
def test_what_has_no_approval_is_not_restricted(command: Any) -> None:
    reviewing().when(step("2025-09-05 09:00", CLOCK, command)).then_refused(Reason.WRONG_PHASE)
    USING.when(step("2025-09-15 09:00", REVIEWER, command)).then_refused(Reason.FORBIDDEN)


# -- ended early -------------------------------------------------------------------------------


def test_revoked_before_the_signature_the_case_is_over() -> None:
    asked = step("2025-09-11 09:00", REVIEWER, revoke().command)
    revoked = APPROVED.when(asked).then(
        ApprovalRevoked(ground=RevocationGround.OTHER, reason="申请主体已注销", duties=())
    )
    plan = revoked.process.plan(revoked.state)
    assert (revoked.state.phase, plan.closed, plan.deadlines) == ("revoked", True, ())
    assert revoked.process.summary(revoked.state).holder is None


def test_revoked_while_the_delivery_is_on_its_way_the_access_is_closed_first() -> None:
    ordered = SIGNED.given(publisher("08:00", DeliverData()))
    revoked = ordered.when(revoke()).then(ApprovalRevoked)
    assert (revoked.state.phase, owed(revoked)) == ("revoked", ["close_access"])
    assert not revoked.process.plan(revoked.state).closed
    failed = revoked.given(clock("09:01", ReportDutyFailed(duty_id=revoked.duty("close_access"), why="away")))
    assert not failed.process.plan(failed.state).closed
    again = failed.given(publisher("09:10", RetryDuty(duty_id=revoked.duty("close_access"))))
    done = again.when(clock("09:11", RecordAccessClosed(duty_id=again.duty("close_access")))).then(AccessClosed)
    assert done.process.plan(done.state).closed


@pytest.mark.parametrize("asked", [revoke(), close()], ids=["revoked", "violation"])
def test_after_delivery_the_agreement_ends_early_and_the_data_is_to_be_deleted(asked: Step) -> None:
    restricted = USING.given(restrict("08:00"))
    ended = restricted.when(asked).then(AgreementEndedEarly)
    assert (ended.state.phase, owed(ended)) == ("deletion_due", ["close_access"])
    assert ended.last_days()["agreement.deletion"] == "2025-09-28"  # 10 working days; that Sunday works
    assert "agreement.term" not in ended.last_days()
    assert ended.state.dossier.restricted == ()
    assert ended.state.report.kind == "due"  # what is owed stays owed


def test_after_an_early_end_the_case_closes_as_after_the_term() -> None:
    ended = USING.given(revoke())
    report = step(f"{WEEK} 10:00", WANG, SubmitUsageReport(report=FULL))
    case = ended.given(report, step(f"{WEEK} 10:30", WANG, ConfirmDeletion(statement="已删除")))
    case = case.given(clock("11:00", RecordAccessClosed(duty_id=case.duty("close_access"))))
    case.when(accept(f"{WEEK} 12:00")).then(UsageReportAccepted, CaseClosed)


def test_a_medium_handed_over_has_no_access_to_close() -> None:
    filed = FILED.given(clock("08:10", package(FILED)), publisher("08:20", HAND_OVER))
    ended = filed.when(revoke()).event(AgreementEndedEarly)
    assert ended.duties == ()


def test_a_violation_closes_what_is_only_approved_too() -> None:
    asked = step("2025-09-11 09:00", CLOCK, close().command)
    revoked = APPROVED.when(asked).event(ApprovalRevoked)
    assert revoked.ground == "violation"


def test_a_ground_that_the_records_contradict_revokes_nothing() -> None:
    USING.when(revoke(ground="item_not_open")).then_refused(ApplicationReason.REVOCATION_UNFOUNDED, "open")
    USING.when(revoke(ground="commitment_broken")).then_refused(ApplicationReason.REVOCATION_UNFOUNDED, "commitment")
    closed = ITEM.model_copy(update={"open_type": OpenType.NON_OPEN, "version": 2})
    changed = USING.with_world(items={ITEM.item_id: closed})
    changed.when(revoke(ground="item_not_open")).then(AgreementEndedEarly)


def test_only_the_publisher_revokes_and_only_what_it_approved() -> None:
    asked = revoke().command
    USING.when(step(f"{WEEK} 09:00", WANG, asked)).then_refused(Reason.FORBIDDEN)
    reviewing().when(step("2025-09-05 09:00", REVIEWER, asked)).then_refused(Reason.WRONG_PHASE)
