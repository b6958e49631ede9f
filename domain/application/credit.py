"""What is looked up about an applicant's credit (R22 §15(5))."""

from enum import StrEnum

from domain.value import Value


class CreditList(StrEnum):
    """The public lists that a credit condition is checked against (R22 §15(5))."""

    DISHONEST_DEBTORS = "dishonest_debtors"
    ABNORMAL_OPERATION = "abnormal_operation"
    SERIOUS_VIOLATIONS = "serious_violations"


class CreditCheck(Value):
    """What was looked up about the applicants' credit before the decision, and found."""

    checked: bool = False
    lists: tuple[CreditList, ...] = ()
    records: tuple[str, ...] = ()  # the open violation records, by their cases
    despite: str = ""  # why it was approved although there are some
