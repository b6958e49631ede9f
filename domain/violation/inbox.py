"""What other cases report as a violation.

Sent by the clock as duties of those cases. This module imports no other process.
"""

from typing import Literal

from domain.examples import example
from domain.texts import Id, OptionalText, Text
from domain.value import Value


class ReportViolation(Value):
    """Open an alleged violation: the platform found it, such as a usage report that never came, or took a report up."""

    model_config = example(
        violation_kind=5,
        party="o-shenjiang",
        publisher="sh-qixiangju",
        about="app-1",
        item_id="sh-2025-110",
        facts="逾期未报送利用情况",
    )
    kind: Literal["report_violation"] = "report_violation"
    violation_kind: Literal[1, 2, 3, 4, 5]
    party: Id
    publisher: Id
    item_id: Id
    facts: Text
    about: OptionalText = ""  # the application whose agreement is concerned, if it is about one
    report: OptionalText = ""  # the report that was taken up, if it started with one
