"""Spot-checked."""

from typing import Literal

from domain.application.papers import UsageReport
from domain.application.spot_check import CheckGround, CheckOrdered, Verdict
from domain.value import Value


class SpotCheckOrdered(Value):
    """A spot check began, on a ground; `check` says whose it is and by when the answer is due."""

    kind: Literal["spot_check_ordered"] = "spot_check_ordered"
    ground: CheckGround
    check: CheckOrdered


class SpotCheckAnswered(Value):
    """The data user answered; late by so many working days, 0 in time."""

    kind: Literal["spot_check_answered"] = "spot_check_answered"
    check: str
    answer: UsageReport
    working_days_late: int


class SpotCheckClosed(Value):
    """The checker recorded what it came to, with or without an answer."""

    kind: Literal["spot_check_closed"] = "spot_check_closed"
    check: str
    verdict: Verdict
    findings: str
    answered: bool


SpotCheckEvent = SpotCheckOrdered | SpotCheckAnswered | SpotCheckClosed
