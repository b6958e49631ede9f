"""Delivery on the platform and off line; duties that fail (R22 §21)."""

from typing import Literal

import pytest

from domain.application.commands import (
    DeliverData,
    FileOfflineDelivery,
    HandOver,
    QuestionFiling,
    RecordDelivery,
    RecordPackagePrepared,
    RefileOfflineDelivery,
    RequireWorkspace,
)
from domain.application.delivery_papers import Download, Workspace
from domain.application.events import (
    DataDelivered,
    DataHandedOver,
    DeliveryOrdered,
    FilingQuestioned,
    OfflineDeliveryFiled,
    OfflineDeliveryRefiled,
    PackagePrepared,
    UsageReportScheduled,
    WorkspaceRequired,
)
from domain.application.papers import DeliveryMode
from domain.application.reasons import ApplicationReason
from domain.kernel import Duty, Reason, ReportDutyFailed
from domain.people import CLOCK, Role
from domain.standing import DutyFailed, DutyRetried, RetryDuty
from tests.domain.application.cast import (
    BUREAU,
    CLERK,
    PACKAGE,
    REVIEWER,
    approve,
    delivered,
    drawn,
    reviewing,
    signed,
)
from tests.scenario import Scenario, Step, step

ORDER = step("2025-09-15 09:00", REVIEWER, DeliverData())
SIGNED = signed()
ORDERED = SIGNED.given(ORDER)


def test_s01_nothing_is_delivered_before_the_agreement_is_signed() -> None:
    approved = drawn("2025-09-10 16:00", reviewing().given(approve()))
    early = step("2025-09-11 09:00", REVIEWER, DeliverData())
    approved.when(early).then_refused(ApplicationReason.NO_AGREEMENT)
    approved.when(step("2025-09-11 09:00", REVIEWER, HAND_OVER)).then_refused(ApplicationReason.NO_AGREEMENT)


def test_a_package_is_not_recorded_for_a_delivery_that_was_never_filed() -> None:
    report = RecordPackagePrepared(duty_id=ORDERED.duty("deliver_api"), sha256=PACKAGE, size=4)
    ORDERED.when(step("2025-09-15 09:01", CLOCK, report)).then_refused(ApplicationReason.NO_FILING)


def test_an_order_is_not_yet_a_delivery() -> None:
    case = SIGNED.when(ORDER).then(DeliveryOrdered)
    assert case.state.phase == "agreement_signed"
    assert case.process.plan(case.state).duties == (Duty(id="case-1:9:deliver_api", name="deliver_api"),)
    case.when(ORDER).then_refused(ApplicationReason.ALREADY_ORDERED)


def test_the_reported_delivery_makes_it_one_and_schedules_the_first_report() -> None:
    report = step("2025-09-15 09:01", CLOCK, delivered(ORDERED))
    case = ORDERED.when(report).then(DataDelivered, UsageReportScheduled)
    assert case.state.phase == "delivered"
    assert case.process.plan(case.state).duties == ()
    assert case.last_days()["usage_report.due"] == "2026-03-12"


def test_a_delivery_by_another_mode_or_for_another_duty_is_none() -> None:
    download = Download(delivery_id="d", sha256=PACKAGE, size=1, expires_at=ORDER.at)
    wrong = RecordDelivery(duty_id=ORDERED.duty("deliver_api"), delivery=download)
    ORDERED.when(step("2025-09-15 09:01", CLOCK, wrong)).then_refused(ApplicationReason.OTHER_MODE)
    foreign = delivered(ORDERED).model_copy(update={"duty_id": "case-1:1:deliver_api"})
    ORDERED.when(step("2025-09-15 09:01", CLOCK, foreign)).then_refused(Reason.UNKNOWN_DUTY)


def test_a_failed_duty_waits_for_a_person_and_is_never_a_delivery() -> None:
    duty = Duty(id=ORDERED.duty("deliver_api"), name="deliver_api")
    failure = step("2025-09-15 09:05", CLOCK, ReportDutyFailed(duty_id=duty.id, why="gateway away"))
    failed = ORDERED.when(failure).then(DutyFailed(duty=duty, why="gateway away"))
    assert failed.process.plan(failed.state).duties == ()
    summary = failed.process.summary(failed.state)
    assert (summary.phase, summary.holder) == ("agreement_signed", Role.DATA_PUBLISHER)
    assert summary.needs_attention == ("deliver_api",)
    failed.when(failure).then_refused(Reason.UNKNOWN_DUTY)

    again = step("2025-09-15 10:00", CLERK, RetryDuty(duty_id=duty.id))
    retried = failed.when(again).then(
        DutyRetried(failed=duty, duty=Duty(id="case-1:11:deliver_api", name="deliver_api"))
    )
    assert retried.process.summary(retried.state).needs_attention == ()
    retried.when(again).then_refused(Reason.UNKNOWN_DUTY)
    retried.given(step("2025-09-15 10:01", CLOCK, delivered(retried)))


def test_a_late_delivery_reaches_the_named_officer() -> None:
    late = SIGNED.until("2025-09-20 00:00")
    assert late.state.dossier.missed == ("application.delivery",)
    assert late.process.summary(late.state).escalated_to == (Role.DESIGNATED_OFFICER,)


def test_where_no_officer_is_registered_the_head_is_told_at_once() -> None:
    """P25 §21 asks for a named officer; the clock's own report and the catching up before a command say the same."""
    vacant = SIGNED.with_world(vacant=frozenset({(Role.DESIGNATED_OFFICER, "weather")}))
    late = vacant.until("2025-09-20 00:00")
    told = (Role.DESIGNATED_OFFICER, Role.PUBLISHER_HEAD)
    assert late.process.summary(late.state).escalated_to == told
    caught_up = vacant.when(step("2025-09-22 09:00", REVIEWER, RetryDuty(duty_id="none"))).after
    assert caught_up.process.summary(caught_up.state).escalated_to == told
    assert SIGNED.until("2025-09-20 00:00").state.dossier.passed[-1].tells == (Role.DESIGNATED_OFFICER,)


# S12, without its signing on paper

OFFLINE = signed("2025-10-30 10:00", delivery=DeliveryMode.OFFLINE)
HAND_OVER = HandOver(medium_id="HDD-17", sha256=PACKAGE, receiver_signature="sig")
FILE = step("2025-10-31 10:00", REVIEWER, FileOfflineDelivery(reason="数据量过大", medium="硬盘", receiver="管理员"))
FILED = OFFLINE.given(FILE)


def prepared(case: Scenario, at: str = "2025-10-31 11:00") -> Scenario:
    report = RecordPackagePrepared(duty_id=case.duty("prepare_package"), sha256=PACKAGE, size=4)
    return case.when(step(at, CLOCK, report)).then(PackagePrepared)


def hand_over(at: str = "2025-11-05 10:00", **changes: str) -> Step:
    return step(at, REVIEWER, HAND_OVER.model_copy(update=changes))


def test_s12_offline_data_is_filed_prepared_and_handed_over() -> None:
    OFFLINE.when(step("2025-10-31 09:00", REVIEWER, DeliverData())).then_refused(
        ApplicationReason.OFFLINE_NEEDS_HAND_OVER
    )
    OFFLINE.when(hand_over("2025-10-31 09:00")).then_refused(ApplicationReason.NO_FILING)
    filed = OFFLINE.when(FILE).then(OfflineDeliveryFiled)
    filed.when(FILE).then_refused(ApplicationReason.ALREADY_FILED)
    filed.when(hand_over()).then_refused(ApplicationReason.NO_PACKAGE)
    ready = prepared(filed)
    ready.when(hand_over(sha256="00" * 32)).then_refused(ApplicationReason.WRONG_PACKAGE)
    done = ready.when(hand_over()).then(DataHandedOver, UsageReportScheduled)
    record = done.state.delivered
    assert (record.filing, record.medium_id, record.sha256) == ("case-1:9:filing", "HDD-17", PACKAGE)


def test_a_questioned_filing_bars_the_hand_over_until_it_is_filed_anew() -> None:
    asked = step("2025-11-03 09:00", BUREAU, QuestionFiling(question="为何不能走平台？"))
    OFFLINE.when(asked).then_refused(ApplicationReason.NO_FILING)
    questioned = prepared(FILED).when(asked).then(FilingQuestioned)
    questioned.when(hand_over()).then_refused(ApplicationReason.NO_FILING)
    refile = RefileOfflineDelivery(reason="平台上限 100 GB", medium="硬盘")
    refiled = questioned.when(step("2025-11-04 09:00", REVIEWER, refile)).then(OfflineDeliveryRefiled)
    refiled.when(hand_over()).then(DataHandedOver, UsageReportScheduled)


def test_only_what_was_agreed_as_offline_can_be_filed() -> None:
    file = step("2025-09-15 09:00", REVIEWER, FileOfflineDelivery(reason="r", medium="m"))
    SIGNED.when(file).then_refused(ApplicationReason.OTHER_MODE)


# sandbox and privacy computing (R22 §21, §25)

MODES = pytest.mark.parametrize("mode", ["sandbox", "privacy_computing"])


def workspace(case: Scenario, mode: Literal["sandbox", "privacy_computing"]) -> RecordDelivery:
    place = Workspace(mode=mode, delivery_id="d-1", credential_prefix="sbx_1", manifest=PACKAGE)
    return RecordDelivery(duty_id=case.duty("open_workspace"), delivery=place)


@MODES
def test_a_workspace_is_opened_as_a_duty_and_is_the_delivery(mode: Literal["sandbox", "privacy_computing"]) -> None:
    case = signed(delivery=mode).given(ORDER)
    report = step("2025-09-15 09:01", CLOCK, workspace(case, mode))
    done = case.when(report).then(DataDelivered, UsageReportScheduled)
    assert (done.state.phase, done.state.delivered.mode) == ("delivered", mode)
    assert done.until("2026-09-15 00:00").duty("close_access")


def test_a_workspace_of_the_other_kind_is_no_delivery() -> None:
    case = signed(delivery=DeliveryMode.SANDBOX).given(ORDER)
    report = step("2025-09-15 09:01", CLOCK, workspace(case, "privacy_computing"))
    case.when(report).then_refused(ApplicationReason.OTHER_MODE)


@MODES
def test_for_a_sensitive_fusion_the_publisher_sets_the_mode_before_the_agreement(
    mode: Literal["sandbox", "privacy_computing"],
) -> None:
    require = step("2025-09-05 10:00", REVIEWER, RequireWorkspace(mode=mode, reason="融合后可识别个人"))
    case = reviewing(delivery=DeliveryMode.API).when(require).then(WorkspaceRequired)
    assert case.state.dossier.contents.delivery == mode
    assert case.last_days() == reviewing(delivery=DeliveryMode.API).last_days()  # no clock moves
    approved = case.given(approve())
    approved.when(require).then_refused(Reason.WRONG_PHASE)
