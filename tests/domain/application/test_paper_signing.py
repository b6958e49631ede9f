"""Signing on paper: a ground, a basis or a consent, and a scan (W23 tasks-2; S12)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.application.commands import ConsentToPaper, DeliverData, RegisterSignedScan, RequestPaperSigning
from domain.application.events import (
    AgreementSigned,
    PaperSigningConsented,
    PaperSigningRequested,
    SignedScanRegistered,
)
from domain.application.reasons import ApplicationReason
from domain.application.signing_on_paper import OnPaper, PaperGround
from domain.deadlines import Strength
from domain.kernel import Reason
from domain.people import Role
from domain.policy import Principle
from tests.domain.application.cast import (
    BUREAU,
    DOCUMENT,
    HASHES,
    REVIEWER,
    SCAN,
    WANG,
    approve,
    drawn,
    reviewing,
    sign,
)
from tests.scenario import Scenario, Step, step

SIDES = ("weather", "shenjiang", "partner", "third")


def request(at: str = "2025-10-21 10:00", ground: PaperGround = PaperGround.MULTI_PARTY) -> Step:
    return step(at, REVIEWER, RequestPaperSigning(ground=ground, reason="三方联合申请"))


def register(at: str = "2025-10-30 10:00", **changes: Any) -> Step:
    asked = {"signed_on": "2025-10-29", "scan": SCAN, "document": DOCUMENT, "organisations": SIDES}
    return step(at, REVIEWER, RegisterSignedScan.model_validate({**asked, **changes}))


def approved(day: str, **wishes: Any) -> Scenario:
    return drawn(f"{day} 10:05", reviewing(f"{day} 09:00", **wishes).given(approve(f"{day} 10:00")))


CONSENT = step("2025-10-22 10:00", BUREAU, ConsentToPaper(note="同意线下签署"))
THREE = approved("2025-10-20", joint_applicants=["partner", "third"])
ASKED = THREE.given(request())
CONSENTED = ASKED.given(CONSENT)


def test_s12_outside_the_instruments_dates_the_department_has_to_consent() -> None:
    asked = THREE.when(request()).then(PaperSigningRequested)
    assert isinstance(asked.history[-1], PaperSigningRequested) and asked.history[-1].basis == ""
    assert asked.process.summary(asked.state).holder is Role.COMPETENT_DEPARTMENT
    asked.when(register()).then_refused(ApplicationReason.PAPER_NOT_ALLOWED)
    consented = asked.when(CONSENT).then(PaperSigningConsented)
    assert consented.process.summary(consented.state).holder is Role.DATA_PUBLISHER
    consented.when(CONSENT).then_refused(ApplicationReason.NO_PAPER_REQUEST)


def test_s12_the_agreement_takes_effect_when_the_scan_is_registered_and_keeps_the_papers_day() -> None:
    """Signed on paper 2025-10-29, registered 10-30: until then nothing is delivered."""
    early = step("2025-10-28 10:00", REVIEWER, DeliverData())
    CONSENTED.when(early).then_refused(ApplicationReason.NO_AGREEMENT)
    case = CONSENTED.when(register()).then(SignedScanRegistered, AgreementSigned)
    agreement = case.state.agreement
    assert agreement.effective_at.isoformat() == "2025-10-30T10:00:00+08:00"
    assert agreement.paper == OnPaper(
        ground=PaperGround.MULTI_PARTY,
        basis="",
        consent="case-1:7:consent",
        signed_on=date(2025, 10, 29),
        scan=SCAN,
        organisations=tuple(sorted(SIDES)),
    )
    assert (agreement.document, agreement.signatures) == (DOCUMENT, ())
    assert case.deadline("agreement.term").receipt.started_at.date() == date(2025, 10, 30)


def test_s12_the_signing_window_ends_a_paper_route_too() -> None:
    assert CONSENTED.last_days()["agreement.signing"] == "2025-11-03"
    CONSENTED.when(register("2025-11-04 00:00")).then_refused(Reason.WRONG_PHASE)


def test_in_2023_the_arrangement_itself_is_the_basis() -> None:
    case = approved("2023-10-16", joint_applicants=["partner", "third"]).given(request("2023-10-17 10:00"))
    assert case.state.paper.basis == "W23 tasks-2"
    done = case.given(register("2023-10-20 10:00", signed_on="2023-10-19"))
    assert (done.state.agreement.paper.basis, done.state.agreement.paper.consent) == ("W23 tasks-2", "")


def test_a_dated_entry_of_our_own_is_a_basis_too_and_is_shown_as_ours() -> None:
    ours = Principle(
        key="agreement.offline_basis",
        strength=Strength.CONFIG,
        source="config",
        see="W23 tasks-2",
        zh="线下签署",
        en="Signing on paper",
        valid_from=date(2025, 1, 1),
        valid_to=date(2025, 12, 31),
    )
    policy = THREE.rulebook.policy
    rules = replace(THREE.rulebook, policy=policy.model_copy(update={"principles": (*policy.principles, ours)}))
    case = replace(THREE, rulebook=rules).given(request())
    assert case.state.paper.basis == "config"
    case.when(register()).then(SignedScanRegistered, AgreementSigned)


def test_two_sides_are_not_several_parties_but_may_be_a_key_scenario() -> None:
    two = approved("2025-10-20")
    two.when(request()).then_refused(ApplicationReason.NOT_MULTI_PARTY)
    case = two.given(request(ground=PaperGround.KEY_SCENARIO), CONSENT)
    both = register(organisations=("weather", "shenjiang"))
    case.when(both).then(SignedScanRegistered, AgreementSigned)


def test_a_request_made_anew_needs_its_own_consent() -> None:
    again = CONSENTED.given(request("2025-10-23 10:00", PaperGround.KEY_SCENARIO))
    again.when(register()).then_refused(ApplicationReason.PAPER_NOT_ALLOWED)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"document": "ee" * 32}, ApplicationReason.OTHER_DOCUMENT),
        ({"organisations": SIDES[:-1]}, ApplicationReason.SIDES_DIFFER),
        ({"organisations": (*SIDES, "stranger")}, ApplicationReason.SIDES_DIFFER),
        ({"signed_on": "2025-10-31"}, ApplicationReason.IMPOSSIBLE_DATE),
        ({"signed_on": "2025-10-19"}, ApplicationReason.IMPOSSIBLE_DATE),
        ({"scan": "ff" * 32}, ApplicationReason.UNKNOWN_SCAN),
        ({"scan": "00" * 32}, ApplicationReason.UNKNOWN_SCAN),
    ],
)
def test_a_scan_that_does_not_fit_the_agreement_is_refused(changes: dict[str, Any], reason: ApplicationReason) -> None:
    CONSENTED.when(register(**changes)).then_refused(reason)


@pytest.mark.parametrize("signed_on", ["2025-10-20", "2025-10-30"])
def test_the_paper_may_be_signed_on_the_day_of_the_approval_and_on_that_of_registering(signed_on: str) -> None:
    CONSENTED.when(register(signed_on=signed_on)).then(SignedScanRegistered, AgreementSigned)


def test_the_applicant_may_have_uploaded_the_scan() -> None:
    CONSENTED.when(register(scan=HASHES["q1"])).then(SignedScanRegistered, AgreementSigned)


def test_there_is_nothing_to_register_before_the_text_is_drawn_up() -> None:
    undrawn = reviewing("2025-10-20 09:00", joint_applicants=["partner", "third"]).given(approve("2025-10-20 10:00"))
    undrawn.given(request(), CONSENT).when(register()).then_refused(ApplicationReason.NOT_DRAFTED)


def test_signatures_already_given_on_the_platform_are_kept_beside_the_paper() -> None:
    case = CONSENTED.given(sign("2025-10-24 10:00", WANG), register())
    assert [one.organisation for one in case.state.agreement.signatures] == ["shenjiang"]
