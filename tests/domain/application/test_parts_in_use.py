"""What holds of a part beside its whole: commitments, revocation, breaches, restriction, signing on paper."""

from dataclasses import replace

from domain.application.commands import (
    ConsentToPaper,
    NoteViolation,
    RecordAccessClosed,
    RegisterSignedScan,
    RequestPaperSigning,
    RestrictAccess,
    RevokeApproval,
    SubmitApplication,
)
from domain.application.commitment import Commitment
from domain.application.duties import DISPATCH, TELL_PARENT
from domain.application.events import (
    AccessRestricted,
    AgreementSigned,
    ApplicationApproved,
    ApprovalRevoked,
    SignedScanRegistered,
    SubOrderDecided,
    SupervisionStarted,
    ViolationNoted,
)
from domain.application.reasons import ApplicationReason
from domain.application.restrictions import RevocationGround
from domain.application.signing_on_paper import PaperGround
from domain.application.sub_orders import PartResult
from domain.kernel import Reason
from domain.people import CLOCK
from domain.standing import MessagesSent, RecordMessagesSent
from tests.domain.application.cast import (
    BUREAU,
    CASE,
    DOCUMENT,
    REVIEWER,
    SCAN,
    WANG,
    accept,
    approve,
    assess,
    draft,
    drawn,
)
from tests.domain.application.several import BOTH_LISTS, TWO, dispatched_parts, messages, whole
from tests.domain.application.test_fast_track import COMMITMENT, fast
from tests.scenario import Scenario, Step, step


def part_of(case: Scenario) -> Scenario:
    """The first item's part, its risk assessed."""
    return dispatched_parts(case)["item-110"].given(assess("2025-09-08 10:00"))


def approved_part() -> Scenario:
    return part_of(whole()).given(approve())


def committed_part() -> Scenario:
    """The first item's part of an application on a commitment, opened while commitments are provided for."""
    asked = {"materials": BOTH_LISTS, "rules_accepted": True, "commitment": COMMITMENT}
    submitted = step("2023-09-04 08:10", WANG, SubmitApplication.model_validate(asked))
    case = CASE.given(draft("2023-09-04 08:00", further_items=TWO), submitted, accept("2023-09-04 08:20"))
    (command, _) = (message.command for message in messages(DISPATCH, case))
    return replace(case, case_id="part", history=()).given(step("2023-09-04 08:30", CLOCK, command))


def told(case: Scenario, at: str) -> Step:
    return step(at, CLOCK, RecordMessagesSent(duty_id=case.duty(TELL_PARENT), sent=()))


def test_a_part_takes_over_what_the_applicant_committed_to() -> None:
    commitment = committed_part().state.dossier.commitment
    assert isinstance(commitment, Commitment)
    assert commitment.entry == COMMITMENT["entry"]


def test_a_part_is_approved_on_the_commitment_once_its_fusion_is_assessed_and_tells_the_whole() -> None:
    part = committed_part()
    part.when(fast("2023-09-05 10:00")).then_refused(ApplicationReason.RISK_NOT_ASSESSED)
    assessed = part.given(assess("2023-09-05 10:00"))
    approved = assessed.when(fast("2023-09-05 11:00")).then(ApplicationApproved, SupervisionStarted, SubOrderDecided)
    (message,) = messages(TELL_PARENT, approved)
    assert message.command.result is PartResult.APPROVED


def test_a_part_without_a_commitment_is_not_fast_tracked() -> None:
    submitted = step("2023-09-04 08:10", WANG, SubmitApplication(materials=BOTH_LISTS, rules_accepted=True))
    case = CASE.given(draft("2023-09-04 08:00", further_items=TWO), submitted, accept("2023-09-04 08:20"))
    (command, _) = (message.command for message in messages(DISPATCH, case))
    part = replace(case, case_id="part", history=()).given(step("2023-09-04 08:30", CLOCK, command))
    part.when(fast("2023-09-05 11:00")).then_refused(ApplicationReason.NO_COMMITMENT)


def test_the_reviewers_of_the_parts_see_the_violations_that_the_whole_was_told_of() -> None:
    noted = CASE.given(
        draft(further_items=TWO),
        step("2025-09-03 10:10", CLOCK, NoteViolation(violation="vio-1", violation_kind=2)),
        step("2025-09-03 10:15", WANG, SubmitApplication(materials=BOTH_LISTS, rules_accepted=True)),
        accept(),
    )
    assert all(part.state.dossier.violations == ("vio-1",) for part in dispatched_parts(noted).values())


def test_the_dispatched_whole_still_hears_news() -> None:
    news = NoteViolation(violation="vio-1", violation_kind=2)
    whole().when(step("2025-09-05 10:00", CLOCK, news)).then(ViolationNoted)


def test_a_part_revoked_before_its_whole_was_told_still_tells_that_it_was_approved() -> None:
    revoke = RevokeApproval(ground=RevocationGround.OTHER, reason="申请主体已注销")
    revoked = approved_part().when(step("2025-09-11 09:00", REVIEWER, revoke)).then(ApprovalRevoked)
    (message,) = messages(TELL_PARENT, revoked)
    assert message.command.result is PartResult.APPROVED
    assert not revoked.process.plan(revoked.state).closed
    done = revoked.when(told(revoked, "2025-09-11 09:01")).then(MessagesSent)
    assert done.process.plan(done.state).closed


def test_what_the_whole_is_to_be_told_is_not_reported_as_closed_access() -> None:
    revoke = RevokeApproval(ground=RevocationGround.OTHER, reason="申请主体已注销")
    revoked = approved_part().given(step("2025-09-11 09:00", REVIEWER, revoke))
    closed = RecordAccessClosed(duty_id=revoked.duty(TELL_PARENT))
    revoked.when(step("2025-09-11 09:01", CLOCK, closed)).then_refused(Reason.UNKNOWN_DUTY)


def test_a_restriction_of_one_part_is_that_parts_alone() -> None:
    parts = dispatched_parts(whole())
    first = parts["item-110"].given(assess("2025-09-08 10:00"), approve())
    restrict = RestrictAccess(violation="vio-1", reason="调用量异常")
    restricted = first.when(step("2025-09-11 09:00", CLOCK, restrict)).then(AccessRestricted)
    assert restricted.state.dossier.restricted
    assert not parts["item-200"].state.dossier.restricted


def test_a_part_is_signed_on_paper_by_its_own_sides_and_two_of_them_are_not_several() -> None:
    part = drawn("2025-09-10 15:01", approved_part())
    asked = {ground: RequestPaperSigning(ground=ground, reason="现场签约") for ground in PaperGround}
    multi_party = step("2025-09-11 09:00", REVIEWER, asked[PaperGround.MULTI_PARTY])
    part.when(multi_party).then_refused(ApplicationReason.NOT_MULTI_PARTY)
    requested = part.given(
        step("2025-09-11 09:00", REVIEWER, asked[PaperGround.KEY_SCENARIO]),
        step("2025-09-11 10:00", BUREAU, ConsentToPaper(note="同意线下签署")),
    )
    paper = {"signed_on": "2025-09-12", "scan": SCAN, "document": DOCUMENT, "organisations": ["weather", "shenjiang"]}
    register = step("2025-09-12 10:00", REVIEWER, RegisterSignedScan.model_validate(paper))
    signed = requested.when(register).then(SignedScanRegistered, AgreementSigned)
    assert [duty.name for duty in signed.process.plan(signed.state).duties] == [TELL_PARENT]
