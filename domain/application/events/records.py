"""Put on record beside the process: the result's receipt, a hand-over's receipt, what came of the data."""

from typing import Literal

from pydantic import AwareDatetime

from domain.application.papers import OutcomeForm
from domain.value import Value


class ResultAcknowledged(Value):
    """The applicant has the result. When that was recorded is the instant of its own event."""

    kind: Literal["result_acknowledged"] = "result_acknowledged"
    phase: str  # that the result had led to by then
    by: str  # person id
    at: AwareDatetime


class ReceiptRegistered(Value):
    """The hand-over's receipt is on record: its filing is closed."""

    kind: Literal["receipt_registered"] = "receipt_registered"
    filing: str
    receipt: str
    note: str


class OutcomeRegistered(Value):
    """Something was made with the data, and cites it."""

    kind: Literal["outcome_registered"] = "outcome_registered"
    form: OutcomeForm
    title: str
    citation: str


RecordsEvent = ResultAcknowledged | ReceiptRegistered | OutcomeRegistered
