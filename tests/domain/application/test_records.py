"""What is put on record after the delivery: a receipt, and outcomes that cite their source (R22 §21, §29)."""

from typing import Any

from domain.application.commands import RegisterOutcome, RegisterReceipt
from domain.application.events import OutcomeRegistered, ReceiptRegistered
from domain.application.reasons import ApplicationReason
from domain.kernel import Reason
from tests.domain.application.cast import BUREAU, REVIEWER, WANG, signed, using
from tests.domain.application.test_delivery import FILED, hand_over, prepared
from tests.scenario import Step, step

HANDED = prepared(FILED).given(hand_over())
RECEIPT = step("2025-11-06 10:00", BUREAU, RegisterReceipt(receipt="SH-BJ-31", note="已核对"))


def outcome(**changes: Any) -> Step:
    said = {"form": "report", "title": "避雨路线年报", "citation": "来源：短时临近预报", "cites_source": True}
    return step("2025-11-06 10:00", WANG, RegisterOutcome.model_validate({**said, **changes}))


def test_s12_the_receipt_of_a_hand_over_ends_its_filing() -> None:
    case = HANDED.when(RECEIPT).then(ReceiptRegistered(filing="case-1:9:filing", receipt="SH-BJ-31", note="已核对"))
    assert case.state.receipt.number == "SH-BJ-31"
    case.when(RECEIPT).then_refused(ApplicationReason.RECEIPT_KNOWN)


def test_a_receipt_is_the_departments_to_register_and_only_of_a_hand_over() -> None:
    HANDED.when(step("2025-11-06 10:00", REVIEWER, RECEIPT.command)).then_refused(Reason.FORBIDDEN)
    using().when(RECEIPT).then_refused(ApplicationReason.NOT_HANDED_OVER)
    prepared(FILED).when(RECEIPT).then_refused(Reason.WRONG_PHASE)


def test_an_outcome_that_cites_its_source_is_on_record() -> None:
    case = using().when(outcome()).then(OutcomeRegistered)
    second = case.given(outcome(form="paper", title="论文"))
    assert second.state.outcomes == ("避雨路线年报", "论文")


def test_an_outcome_that_does_not_cite_its_source_is_refused() -> None:
    using().when(outcome(cites_source=False)).then_refused(ApplicationReason.SOURCE_NOT_CITED)


def test_nothing_comes_of_data_before_it_is_delivered() -> None:
    signed("2025-10-30 10:00").when(outcome()).then_refused(Reason.WRONG_PHASE)
