"""Put on record once the data was delivered."""

from typing import Literal

from domain.application.papers import OutcomeForm
from domain.value import Value


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


RecordsEvent = ReceiptRegistered | OutcomeRegistered
