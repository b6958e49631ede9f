"""No report within the grace: the breach that opens a violation (R22 §29, §32)."""

from domain.application.commands import ConfirmDeletion, RecordAccessClosed, RevokeApproval
from domain.application.events import UsageBreachAlleged
from domain.application.outbox import SENDS
from domain.application.restrictions import RevocationGround
from domain.kernel import Duty, Reason, case_id_of
from domain.people import CLOCK
from domain.standing import MessagesSent, RecordMessagesSent, Sent
from domain.violation.inbox import ReportViolation
from tests.domain.application.cast import ITEM, REVIEWER, WANG, using
from tests.domain.application.test_usage import FULL, accept, submit
from tests.scenario import Scenario, Step, step

BREACHED = using("2025-08-31 10:00").until("2026-03-07 00:00")


def test_an_alleged_breach_opens_a_violation_of_the_fifth_kind() -> None:
    alleged = BREACHED.history[-1]
    assert isinstance(alleged, UsageBreachAlleged)
    (duty,) = alleged.duties
    assert duty == Duty(id=BREACHED.duty("report_breach"), name="report_breach")
    (message,) = SENDS["report_breach"](duty, BREACHED.state, BREACHED.world)
    assert (message.process, message.case_id) == ("violation", case_id_of("violation", duty.id))
    assert message.needed
    command = message.command
    assert isinstance(command, ReportViolation)
    assert (command.violation_kind, command.party, command.publisher) == (5, "shenjiang", "weather")
    assert (command.about, command.item_id) == ("case-1", ITEM.item_id)


def told(case: Scenario, at: str) -> Step:
    sent = (Sent(process="violation", case_id="vio-1", kind="report_violation"),)
    return step(at, CLOCK, RecordMessagesSent(duty_id=case.duty("report_breach"), sent=sent))


def test_the_breach_is_told_once() -> None:
    done = BREACHED.when(told(BREACHED, "2026-03-07 00:01")).then(MessagesSent)
    assert done.process.plan(done.state).duties == ()
    done.when(told(BREACHED, "2026-03-07 00:02")).then_refused(Reason.UNKNOWN_DUTY)


def test_a_breach_that_could_not_be_told_yet_outlives_the_term_and_the_case_waits_for_it() -> None:
    ended = BREACHED.given(
        step("2026-03-07 09:00", REVIEWER, RevokeApproval(ground=RevocationGround.OTHER, reason="申请主体已注销"))
    )
    assert [duty.name for duty in ended.process.plan(ended.state).duties] == ["report_breach", "close_access"]
    wrong = RecordAccessClosed(duty_id=ended.duty("report_breach"))
    ended.when(step("2026-03-07 09:01", CLOCK, wrong)).then_refused(Reason.UNKNOWN_DUTY)
    settled = ended.given(
        step("2026-03-07 09:02", CLOCK, RecordAccessClosed(duty_id=ended.duty("close_access"))),
        submit("2026-03-09 10:00", FULL),
        step("2026-03-09 10:10", WANG, ConfirmDeletion(statement="已删除")),
        accept("2026-03-09 11:00"),
    )
    assert settled.state.phase == "closed"
    assert not settled.process.plan(settled.state).closed
    done = settled.when(told(settled, "2026-03-09 12:00")).then(MessagesSent)
    assert done.process.plan(done.state).closed
