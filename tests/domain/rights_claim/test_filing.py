"""A claim is filed, with evidence or before it (R22 §31; R-085)."""

import pytest

from domain.deadlines import Level
from domain.kernel import DeadlinePassed, Reason
from domain.people import Actor, Role
from domain.rights_claim import RIGHTS_CLAIM
from domain.rights_claim.events import (
    ClaimFiled,
    EvidenceAdded,
    EvidenceAsked,
)
from domain.rights_claim.reasons import RightsClaimReason
from domain.visibility import involved
from tests.domain.rights_claim.cast import (
    CASE,
    FILED,
    FOREIGN,
    ITEM,
    MORE_PROOF,
    PROOF,
    SUSPENDED,
    VERIFYING,
    WAITING,
    add,
    ask,
    file,
    holder,
    judge,
    phase,
    verify,
)
from tests.scenario import Step


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
