"""The agreement: clauses, text, signatures, the window (R22 §20)."""

import tomllib

import pytest

from domain.application.agreement import AgreementTemplate, agreement_text, clauses_written
from domain.application.commands import RecordAgreementDrafted
from domain.application.events import AgreementDrafted, AgreementSigned, ApprovalLapsed, SignatureGiven
from domain.application.papers import Clause
from domain.application.reasons import ApplicationReason
from domain.kernel import DeadlinePassed, Reason
from domain.people import CLOCK, Role
from domain.standing import AskersNoted
from tests.domain.application.cast import (
    CASE,
    CLERK,
    DOCUMENT,
    FOUR,
    ITEM,
    PARTNER,
    REVIEWER,
    WANG,
    accept,
    approve,
    draft,
    drawn,
    reviewing,
    sign,
    submit,
)
from tests.domain.shanghai import FOLDER
from tests.scenario import Scenario, step

TEMPLATE = AgreementTemplate.model_validate(tomllib.loads((FOLDER / "agreement" / "data_use_1.toml").read_text()))
NAMES = {"weather": "市气象局", "shenjiang": "申江智慧物流有限公司", "partner": "协作公司"}
APPROVED = reviewing().given(approve("2025-09-10 15:00", extra_conditions=("仅限自有机房",)))
DRAWN = drawn("2025-09-10 15:01", APPROVED)


def report(case: Scenario, *clauses: Clause) -> RecordAgreementDrafted:
    return RecordAgreementDrafted(
        duty_id=case.duty("draft_agreement"), document=DOCUMENT, template="test-1", clauses=clauses
    )


def test_the_text_says_who_agrees_on_what_for_how_long() -> None:
    text = agreement_text(APPROVED.state, NAMES, TEMPLATE)
    for said in (
        "市气象局",
        "申江智慧物流有限公司",
        ITEM.title,
        "配送路线避让",
        "仅限自有机房",
        "12 个月",
        "每 6 个月",
    ):
        assert said in text
    for condition in ITEM.conditions:
        assert condition.text in text
    assert "$" not in text
    assert text == agreement_text(APPROVED.state, NAMES, TEMPLATE)


def test_the_text_holds_the_four_clauses_and_one_more_for_personal_data() -> None:
    assert clauses_written(APPROVED.state, TEMPLATE) == FOUR
    personal = ITEM.model_copy(update={"personal_data": True})
    case = CASE.with_world(items={ITEM.item_id: personal}).given(draft(), submit(), accept(), approve())
    assert clauses_written(case.state, TEMPLATE) == (*FOUR, Clause.PERSONAL_DATA)
    text = agreement_text(case.state, NAMES, TEMPLATE)
    for said in ("处理目的", "处理方式", "处理范围", "双方义务"):
        assert said in text
    lacking = step("2025-09-10 15:01", CLOCK, report(case, *FOUR))
    case.when(lacking).then_refused(ApplicationReason.CLAUSES_MISSING, "personal_data")


def test_what_the_applicant_wrote_cannot_reach_into_the_template() -> None:
    case = reviewing(scenario="用于 ${publisher} 与 $$").given(approve())
    assert "用于 ${publisher} 与 $$" in agreement_text(case.state, NAMES, TEMPLATE)


@pytest.mark.parametrize("absent", FOUR)
def test_no_one_can_sign_an_agreement_without_its_four_clauses(absent: Clause) -> None:
    rest = tuple(clause for clause in FOUR if clause is not absent)
    lacking = step("2025-09-10 15:01", CLOCK, report(APPROVED, *rest))
    still = APPROVED.when(lacking).then_refused(ApplicationReason.CLAUSES_MISSING, absent)
    still.when(sign("2025-09-10 16:00", WANG)).then_refused(ApplicationReason.NOT_DRAFTED)


def test_a_blank_clause_does_not_count_as_written() -> None:
    first, *rest = TEMPLATE.clauses
    blank = TEMPLATE.model_copy(update={"clauses": (first.model_copy(update={"text": " "}), *rest)})
    assert clauses_written(APPROVED.state, blank) == FOUR[1:]


def test_a_drawn_agreement_is_reported_once_and_its_duty_done() -> None:
    reported = step("2025-09-10 15:01", CLOCK, report(APPROVED, *FOUR))
    case = APPROVED.when(reported).then(AgreementDrafted)
    assert case.process.plan(case.state).duties == ()
    case.when(reported).then_refused(Reason.UNKNOWN_DUTY)


def test_both_sides_sign_once_and_the_last_signature_makes_it_effective() -> None:
    case = DRAWN.when(sign("2025-09-11 10:00", REVIEWER)).then(SignatureGiven)
    assert case.process.summary(case.state).holder is Role.APPLICANT
    case.when(sign("2025-09-11 11:00", REVIEWER)).then_refused(ApplicationReason.ALREADY_SIGNED)
    done = case.when(sign("2025-09-12 10:00", WANG)).then(SignatureGiven, AgreementSigned)
    agreement = done.state.agreement
    assert (agreement.id, agreement.effective_at.isoformat()) == ("case-1:agreement", "2025-09-12T10:00:00+08:00")
    assert [given.organisation for given in agreement.signatures] == ["weather", "shenjiang"]
    assert done.last_days()["agreement.term"] == "2026-09-14"  # 09-12 is a Saturday
    assert done.last_days()["application.delivery"] == "2025-09-19"


def test_a_signature_holds_for_this_document_and_this_organisation_only() -> None:
    other = sign("2025-09-11 10:00", WANG, document="ee" * 32)
    DRAWN.when(other).then_refused(ApplicationReason.OTHER_DOCUMENT)
    forged = sign("2025-09-11 10:00", WANG.model_copy(update={"organisation": "weather"})).command
    DRAWN.when(step("2025-09-11 10:00", WANG, forged)).then_refused(ApplicationReason.SIGNATURE_INVALID)
    DRAWN.when(sign("2025-09-11 10:00", CLERK)).then_refused(Reason.FORBIDDEN)
    DRAWN.when(sign("2025-09-11 10:00", PARTNER)).then_refused(Reason.OTHER_ORGANISATION)


def test_joint_applicants_all_sign() -> None:
    approved = reviewing(joint_applicants=["partner"]).given(approve())
    assert "申江智慧物流有限公司、协作公司" in agreement_text(approved.state, NAMES, TEMPLATE)
    case = drawn("2025-09-10 15:01", approved).given(sign("2025-09-11 10:00", REVIEWER), sign("2025-09-11 11:00", WANG))
    assert case.process.summary(case.state).holder is Role.APPLICANT
    case.when(sign("2025-09-12 10:00", PARTNER)).then(SignatureGiven, AgreementSigned, AskersNoted)


def test_s12_the_window_lapses_at_its_end_and_not_before() -> None:
    case = drawn("2025-10-20 11:00", reviewing("2025-10-20 09:00").given(approve("2025-10-20 10:00")))
    assert case.last_days()["agreement.signing"] == "2025-11-03"
    last_minute = case.given(sign("2025-11-03 23:58", REVIEWER)).when(sign("2025-11-03 23:59", WANG))
    last_minute.then(SignatureGiven, AgreementSigned)
    lapsed = case.until("2025-11-04 00:00")
    assert [type(event) for event in lapsed.history[-2:]] == [DeadlinePassed, ApprovalLapsed]
    assert lapsed.process.plan(lapsed.state).closed
    late = case.when(sign("2025-11-04 00:00", WANG))
    assert late.then_refused(Reason.WRONG_PHASE).state.phase == "lapsed"
