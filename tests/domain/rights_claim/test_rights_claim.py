"""A rights claim from its filing to its outcome (R22 §31; R-085 to R-087)."""

import pytest

from domain.deadlines import Level
from domain.items import ChangeType
from domain.kernel import DeadlinePassed, Message, Reason, ReportDutyFailed, case_id_of
from domain.list_change.inbox import OpenListChange
from domain.open_list_item.inbox import ResumeItem, SuspendItem
from domain.people import CLOCK, Actor, Role
from domain.phases import Impossible
from domain.rights_claim import RIGHTS_CLAIM
from domain.rights_claim.commands import AddEvidence, AskEvidence, RestoreOpening
from domain.rights_claim.events import (
    ClaimFiled,
    EvidenceAdded,
    EvidenceAsked,
    OpeningRestored,
    OrderCameToNothing,
    OrderTookEffect,
    ProcessingDecided,
    SuspensionOrdered,
    SuspensionTookEffect,
    VerificationBegun,
    WithdrawalDecided,
)
from domain.rights_claim.inbox import RecordOrderEffective
from domain.rights_claim.reasons import RightsClaimReason
from domain.standing import DutyFailed, DutyRetried, MessagesSent, RecordMessagesSent, RetryDuty
from domain.visibility import involved
from tests.domain.rights_claim.cast import (
    CASE,
    FILED,
    FOREIGN,
    ITEM,
    MORE_PROOF,
    OFFICER,
    OTHER_OFFICER,
    PROOF,
    SUSPENDED,
    SUSPENDING,
    VERIFYING,
    WAITING,
    ZHOU,
    effective,
    ended,
    file,
    judge,
    process,
    told,
    verify,
    withdraw,
)
from tests.scenario import Scenario, Step, step


def phase(case: Scenario) -> str:
    return str(case.state.phase)


def holder(case: Scenario) -> Role | None:
    return RIGHTS_CLAIM.summary(case.state).holder


def messages(case: Scenario, duty: str) -> list[Message]:
    """What the owed duty of that name tells whom."""
    (owed,) = (owed for owed in RIGHTS_CLAIM.plan(case.state).duties if owed.name == duty)
    return list(RIGHTS_CLAIM.sends[duty](owed, case.state, case.world))


def closed(case: Scenario) -> bool:
    return RIGHTS_CLAIM.plan(case.state).closed


def add(when: str, *evidence: str) -> Step:
    return step(when, ZHOU, AddEvidence(evidence=evidence))


def ask(when: str = "2025-09-01 10:00") -> Step:
    return step(when, OFFICER, AskEvidence(question="请提供样本"))


def restore(when: str = "2025-09-03 09:00") -> Step:
    return step(when, OFFICER, RestoreOpening(finding="不属实", feedback="恢复开放"))


# -- filing and evidence -----------------------------------------------------------------------


def test_a_claim_with_evidence_waits_for_the_publisher_and_is_to_be_decided_in_ten_working_days() -> None:
    case = CASE.when(file()).then(ClaimFiled)
    assert (phase(case), holder(case)) == ("filed", Role.DATA_PUBLISHER)
    assert case.last_days()["rights_claim.verify"] == "2025-09-15"
    assert case.deadline("rights_claim.verify.reminder").tells == (Role.DATA_PUBLISHER,)


def test_the_claimant_and_the_items_publisher_are_the_parties() -> None:
    summary = RIGHTS_CLAIM.summary(FILED.state)
    assert (summary.subject, summary.title) == (ITEM.item_id, ITEM.title)
    assert involved(summary) == {"zhou", "weather"}


def test_a_claim_without_evidence_starts_no_clock() -> None:
    assert WAITING.last_days() == {}


def test_the_same_file_twice_is_one_piece_of_evidence() -> None:
    twice = CASE.given(file(evidence=(PROOF, PROOF)))
    assert twice.state.dossier.evidence == (PROOF,)


def test_an_unknown_item_is_refused() -> None:
    CASE.when(file(item_id="none")).then_refused(RightsClaimReason.UNKNOWN_ITEM, "none")


def test_evidence_that_someone_else_uploaded_is_refused() -> None:
    CASE.when(file(evidence=(FOREIGN,))).then_refused(RightsClaimReason.UNKNOWN_MATERIAL, FOREIGN)
    WAITING.when(add("2025-09-01 10:00", FOREIGN)).then_refused(RightsClaimReason.UNKNOWN_MATERIAL, FOREIGN)


def test_a_publisher_does_not_claim_against_itself() -> None:
    insider = Actor(id="insider", role=Role.APPLICANT, organisation="weather")
    CASE.when(file(actor=insider, evidence=())).then_refused(Reason.FOUR_EYES)


def test_without_evidence_the_publisher_asks_for_it_and_the_first_of_it_starts_the_clock() -> None:
    asked = WAITING.when(ask()).then(EvidenceAsked)
    assert (phase(asked), holder(asked)) == ("awaiting_evidence", Role.APPLICANT)
    assert asked.last_days()["rights_claim.evidence"] == "2025-09-15"
    back = asked.when(add("2025-09-05 10:00", PROOF)).then(EvidenceAdded)
    assert (phase(back), holder(back)) == ("filed", Role.DATA_PUBLISHER)
    assert back.last_days()["rights_claim.verify"] == "2025-09-19"
    assert "rights_claim.evidence" not in back.last_days()


def test_evidence_may_come_unasked_and_the_clock_runs_from_the_first() -> None:
    first = WAITING.when(add("2025-09-02 10:00", PROOF)).then(EvidenceAdded)
    assert first.last_days()["rights_claim.verify"] == "2025-09-16"
    second = first.when(add("2025-09-04 10:00", MORE_PROOF)).then(EvidenceAdded)
    assert second.last_days()["rights_claim.verify"] == "2025-09-16"
    assert second.state.dossier.evidence == (PROOF, MORE_PROOF)


def test_evidence_may_be_added_while_the_claim_is_verified() -> None:
    for case in (SUSPENDED, VERIFYING):
        after = case.when(add("2025-09-02 10:00", MORE_PROOF)).then(EvidenceAdded)
        assert phase(after) == phase(case)


def test_evidence_that_is_known_already_is_refused() -> None:
    FILED.when(add("2025-09-02 10:00", PROOF)).then_refused(RightsClaimReason.EVIDENCE_KNOWN)


def test_evidence_is_not_asked_for_where_there_is_some() -> None:
    FILED.when(ask()).then_refused(RightsClaimReason.EVIDENCE_GIVEN)


def test_after_the_limit_for_evidence_the_claim_still_waits_and_both_sides_are_reminded() -> None:
    late = WAITING.given(ask()).until("2025-09-16 00:00")
    passed = late.history[-1]
    assert isinstance(passed, DeadlinePassed)
    assert (passed.name, passed.level) == ("rights_claim.evidence", Level.REMINDER)
    assert passed.tells == (Role.APPLICANT, Role.DATA_PUBLISHER)
    assert (phase(late), late.last_days()) == ("awaiting_evidence", {})
    late.when(add("2025-10-20 10:00", PROOF)).then(EvidenceAdded)


@pytest.mark.parametrize("judgment", [judge(), verify()], ids=["suspend", "verify"])
def test_nothing_is_judged_without_evidence(judgment: Step) -> None:
    WAITING.when(judgment).then_refused(RightsClaimReason.NO_EVIDENCE)


# -- suspension --------------------------------------------------------------------------------


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


# -- outcomes ----------------------------------------------------------------------------------


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
    assert case.last_days() == {}  # the list change has its own clock


def test_withdrawn_data_stays_suspended_when_its_list_change_takes_effect() -> None:
    case = told(SUSPENDED.when(withdraw()).then(WithdrawalDecided), "open_withdrawal", "2025-09-03 09:01")
    assert phase(case) == "withdrawing"
    done = case.when(effective(case)).then(OrderTookEffect(order=case.state.order, duties=()))
    assert phase(done) == "closed_withdrawn"
    assert closed(done)
    assert done.state.dossier.feedback == ("已启动撤回",)


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
